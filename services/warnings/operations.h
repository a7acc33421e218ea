#ifndef ARASHA_SERVICES_WARNINGS_OPERATIONS_H_
#define ARASHA_SERVICES_WARNINGS_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/warnings.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of warnings.proto, one file each; contracts are there.
namespace arasha::warnings {

absl::StatusOr<v1::ListWarningsResponse> ListWarnings(server::Call& call,
                                                      const v1::ListWarningsRequest& request);
absl::StatusOr<v1::Warning> AcknowledgeWarning(server::Call& call,
                                               const v1::AcknowledgeWarningRequest& request);

}  // namespace arasha::warnings

#endif  // ARASHA_SERVICES_WARNINGS_OPERATIONS_H_
