#ifndef ARASHA_PROTO_ENTRY_FIELDS_H_
#define ARASHA_PROTO_ENTRY_FIELDS_H_

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"

namespace arasha {

using FieldRules = google::protobuf::RepeatedPtrField<v1::FieldRule>;

// The fields that the type has for entries of this kind, or several types merged into one.
inline FieldRules EntryFieldsOf(const v1::CaseType& type, v1::EntryKind kind) {
  FieldRules fields;
  for (const v1::EntryFields& of : type.entry_fields()) {
    if ("ENTRY_KIND_" + of.kind() == v1::EntryKind_Name(kind)) fields.MergeFrom(of.fields());
  }
  return fields;
}

}  // namespace arasha

#endif  // ARASHA_PROTO_ENTRY_FIELDS_H_
