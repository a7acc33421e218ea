#ifndef ARASHA_CLIENTS_DETAILS_H_
#define ARASHA_CLIENTS_DETAILS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "arasha/v1/case_type.pb.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace arasha::clients {

// Fetches the case type that the details belong to.
using CaseTypeSource = std::function<absl::StatusOr<v1::CaseType>()>;

// The instant that a person typed, as ParseTime() of times.h takes it.
using TimeReader = std::function<absl::StatusOr<google::protobuf::Timestamp>(const std::string& typed)>;

// Fields of Case.details out of `--set` values: `field=text`, or `field:=JSON` for a value that is given
// in JSON. Text that reads as a number, as true or false, or as a time without its offset (`-2h`) is
// ambiguous, a docket number being text as well; only then is the type asked for, and the field's kind
// decides.
absl::StatusOr<google::protobuf::Struct> ParseDetails(const std::vector<std::string>& assignments,
                                                      const CaseTypeSource& type, const TimeReader& time);

// The value of a field of this kind out of what a person typed; as text where it does not fit the kind,
// for the server to say why. Fails for a time that `time` does not take.
absl::StatusOr<google::protobuf::Value> DetailValue(v1::FieldKind kind, const std::string& typed,
                                                    const TimeReader& time);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_DETAILS_H_
