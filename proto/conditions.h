#ifndef ARASHA_PROTO_CONDITIONS_H_
#define ARASHA_PROTO_CONDITIONS_H_

#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "proto/durations.h"

namespace arasha {

// Whether the value, a whole number, an amount with its currency or a duration, is more than `limit`, which
// is of the same form.
inline bool IsOver(const google::protobuf::Value& value, absl::string_view limit) {
  if (const auto longest = ParseDuration(limit)) {
    const auto length = ParseDuration(value.string_value());
    return length && MinutesOf(*length) > MinutesOf(*longest);
  }
  const auto end = [](absl::string_view text) { return std::min(text.find(' '), text.size()); };
  double most = 0;
  double given = value.number_value();
  if (!absl::SimpleAtod(limit.substr(0, end(limit)), &most)) return false;
  if (value.kind_case() == google::protobuf::Value::kStringValue) {
    const absl::string_view text = value.string_value();
    if (!absl::SimpleAtod(text.substr(0, end(text)), &given)) return false;
    if (text.substr(end(text)) != limit.substr(end(limit))) return given > 0;
  }
  return given > most;
}

// The ids that the value of a CHOICE, CHOICES or BOOL field has: one, but of a list all.
inline std::vector<std::string> IdsOf(const google::protobuf::Value& value) {
  if (value.kind_case() == google::protobuf::Value::kBoolValue)
    return {value.bool_value() ? "true" : "false"};
  if (value.kind_case() != google::protobuf::Value::kListValue) return {value.string_value()};
  std::vector<std::string> ids;
  for (const google::protobuf::Value& one : value.list_value().values()) ids.push_back(one.string_value());
  return ids;
}

// Whether all of the conditions hold, by the details of a case.
inline bool Hold(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                 const google::protobuf::Struct& details) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const v1::Condition& condition) {
    const auto said = details.fields().find(condition.field());
    if (said == details.fields().end()) return false;
    const google::protobuf::Value& value = said->second;
    if (!condition.over().empty()) return IsOver(value, condition.over());
    const std::vector<std::string> ids = IdsOf(value);
    return std::find_first_of(condition.values().begin(), condition.values().end(), ids.begin(), ids.end()) !=
           condition.values().end();
  });
}

}  // namespace arasha

#endif  // ARASHA_PROTO_CONDITIONS_H_
