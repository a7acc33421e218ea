#ifndef ARASHA_CLIENTS_SESSION_LABELS_H_
#define ARASHA_CLIENTS_SESSION_LABELS_H_

#include <google/protobuf/struct.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/input/called_so.h"
#include "clients/input/details.h"
#include "clients/session/session.h"

// Ids in the place of labels that were typed; see called_so.h.
namespace arasha::clients {

// Puts the ids of choices in the place of their labels. Whether there was any.
bool TakeLabels(const v1::CaseType& type, google::protobuf::Struct& details);

// Likewise where the server refused a choice; only then the type is asked for, whose fields are those of the
// details.
bool TakeRefusedLabels(const absl::Status& refusal, const CaseTypeSource& type,
                       google::protobuf::Struct& details);

// Id of the state that case types call so; what was typed if none does, or if it may be an id. A usage error
// if several are called so. Asks the server for labels where it must.
absl::StatusOr<std::string> StateTyped(Session& session, const std::string& typed);
// Likewise of a case type.
absl::StatusOr<std::string> TypeTyped(Session& session, const std::string& typed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_SESSION_LABELS_H_
