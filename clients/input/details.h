#ifndef ARASHA_CLIENTS_INPUT_DETAILS_H_
#define ARASHA_CLIENTS_INPUT_DETAILS_H_

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

// What reads times: the instant, and the day, that a person typed, as time_input.h takes them.
struct TimeReaders {
  std::function<absl::StatusOr<google::protobuf::Timestamp>(const std::string& typed)> instant;
  std::function<absl::StatusOr<std::string>(const std::string& typed)> day;
};

// Fields of Case.details out of `--set` values: `field=text`, or `field:=JSON` for a value that is given
// in JSON. Text that reads as a number, an answer (`yes`), a time, a length of time, an amount, a country or
// ids with commas between is ambiguous, a docket number being text as well; only then is the type asked for,
// and the field's kind decides. So it is where a field is typed by its label, in any language. A usage error
// if a field is set twice.
absl::StatusOr<google::protobuf::Struct> ParseDetails(const std::vector<std::string>& assignments,
                                                      const CaseTypeSource& type, const TimeReaders& times);

// The value of a field of this kind out of what a person typed; as text where it does not fit the kind,
// for the server to say why. Fails for a time or a day that `times` does not take.
absl::StatusOr<google::protobuf::Value> DetailValue(v1::FieldKind kind, const std::string& typed,
                                                    const TimeReaders& times);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_DETAILS_H_
