#ifndef ARASHA_PROTO_FACT_FIELDS_H_
#define ARASHA_PROTO_FACT_FIELDS_H_

#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "proto/list_fields.h"

// Derived facts of cases as fields of filters: `facts.last_seen`.
namespace arasha {

// Before the id of a fact, where it is a field.
inline constexpr absl::string_view kFactPrefix = "facts.";

// The field by which lists are restricted by such a fact, under this name.
inline ListField FactField(absl::string_view name, const v1::FactRule& rule) {
  switch (rule.is_case()) {
    case v1::FactRule::kDaysBetween:
    case v1::FactRule::kCount:
      return {.name = name, .kind = ListFieldKind::kNumber};
    case v1::FactRule::kNone:
      return {.name = name, .kind = ListFieldKind::kBool};
    default:
      return {
          .name = name, .kind = ListFieldKind::kTime, .lies_ahead = rule.is_case() == v1::FactRule::kNextDue};
  }
}

}  // namespace arasha

#endif  // ARASHA_PROTO_FACT_FIELDS_H_
