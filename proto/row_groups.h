#ifndef ARASHA_PROTO_ROW_GROUPS_H_
#define ARASHA_PROTO_ROW_GROUPS_H_

#include <string>

#include "arasha/v1/case_type.pb.h"

namespace arasha {

// The group of rows of this id; nullptr if the type has none.
inline const v1::RowGroup* RowGroupOf(const v1::CaseType& type, const std::string& id) {
  for (const v1::RowGroup& group : type.row_groups()) {
    if (group.id() == id) return &group;
  }
  return nullptr;
}

// The type as rows of the group see it: its fields are those of the group, none if it has no such group.
inline v1::CaseType TypeOfRows(v1::CaseType type, const std::string& id) {
  const v1::RowGroup* group = RowGroupOf(type, id);
  google::protobuf::RepeatedPtrField<v1::FieldRule> fields;
  if (group != nullptr) fields = group->fields();
  type.mutable_fields()->Swap(&fields);
  return type;
}

}  // namespace arasha

#endif  // ARASHA_PROTO_ROW_GROUPS_H_
