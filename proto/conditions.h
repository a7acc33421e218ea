#ifndef ARASHA_PROTO_CONDITIONS_H_
#define ARASHA_PROTO_CONDITIONS_H_

#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <string>

#include "arasha/v1/case_type.pb.h"

namespace arasha {

// Whether all of the conditions hold, by the details of a case.
inline bool Hold(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                 const google::protobuf::Struct& details) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const v1::Condition& condition) {
    const auto said = details.fields().find(condition.field());
    if (said == details.fields().end()) return false;
    const google::protobuf::Value& value = said->second;
    const std::string id = value.kind_case() != google::protobuf::Value::kBoolValue ? value.string_value()
                           : value.bool_value()                                     ? "true"
                                                                                    : "false";
    return std::find(condition.values().begin(), condition.values().end(), id) != condition.values().end();
  });
}

}  // namespace arasha

#endif  // ARASHA_PROTO_CONDITIONS_H_
