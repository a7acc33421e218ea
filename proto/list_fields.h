#ifndef ARASHA_PROTO_LIST_FIELDS_H_
#define ARASHA_PROTO_LIST_FIELDS_H_

#include <google/protobuf/descriptor.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "arasha/v1/case.pb.h"

// What lists can be restricted by (`filter`, a subset of AIP-160) and ordered by (`order_by`): the part of
// the API that its messages cannot say. Whoever reads filters, makes conditions of them, words their errors,
// offers them or documents them, has it from these tables.
namespace arasha {

enum class Comparison { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

struct ComparisonSign {
  Comparison comparison;
  absl::string_view text;
};
inline constexpr std::array<ComparisonSign, 6> kComparisonSigns = {{{Comparison::kEqual, "="},
                                                                    {Comparison::kNotEqual, "!="},
                                                                    {Comparison::kLess, "<"},
                                                                    {Comparison::kLessOrEqual, "<="},
                                                                    {Comparison::kGreater, ">"},
                                                                    {Comparison::kGreaterOrEqual, ">="}}};

// What a field is compared with.
enum class ListFieldKind {
  kText,     // a word, or any text in double quotes
  kPerson,   // a principal's name, `staff/a.omarova` or `a.omarova`; `me`; `nobody`
  kEnum,     // a value of an enum without its prefix, `HIGH` for PRIORITY_HIGH
  kBool,     // `true` or `false`
  kTime,     // RFC 3339
  kCountry,  // ISO 3166-1 alpha-2
  kNumber,   // a whole number, 0 or more
};

struct ListField {
  absl::string_view name;  // as it is written
  ListFieldKind kind;
  bool orders = false;      // lists can be ordered by it
  bool lies_ahead = false;  // of times: what people mean by `3d` is to come, not past
  const google::protobuf::EnumDescriptor* (*values)() = nullptr;  // of kEnum: whose
};

// Of ListCases, in the order of kCaseFields.
enum class CaseField {
  kType,
  kState,
  kAssignee,
  kHostState,
  kPriority,
  kOpen,
  kCreated,
  kUpdated,
  kActivity,  // when the last entry was written down
  kNextDue
};
inline constexpr std::array<ListField, 10> kCaseFields = {{
    {.name = "type", .kind = ListFieldKind::kText},
    {.name = "state", .kind = ListFieldKind::kText},
    {.name = "assignee", .kind = ListFieldKind::kPerson},
    {.name = "host_state", .kind = ListFieldKind::kCountry},
    {.name = "priority", .kind = ListFieldKind::kEnum, .orders = true, .values = &v1::Priority_descriptor},
    {.name = "open", .kind = ListFieldKind::kBool},
    {.name = "create_time", .kind = ListFieldKind::kTime, .orders = true},
    {.name = "update_time", .kind = ListFieldKind::kTime, .orders = true},
    {.name = "activity_time", .kind = ListFieldKind::kTime},
    {.name = "next_due_time", .kind = ListFieldKind::kTime, .orders = true, .lies_ahead = true},
}};

static_assert(kCaseFields.size() == static_cast<size_t>(CaseField::kNextDue) + 1);

// nullptr if there is none of this name.
inline const ListField* FindField(absl::Span<const ListField> fields, absl::string_view name) {
  for (const ListField& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

// Times are before or after each other, numbers also equal or not, all else is equal or is not.
constexpr bool Takes(ListFieldKind kind, Comparison comparison) {
  if (kind == ListFieldKind::kNumber) return true;
  const bool equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
  return equality != (kind == ListFieldKind::kTime);
}

// The signs of the comparisons that a field takes.
inline std::vector<absl::string_view> SignsOf(ListFieldKind kind) {
  std::vector<absl::string_view> signs;
  for (const ComparisonSign& sign : kComparisonSigns) {
    if (Takes(kind, sign.comparison)) signs.push_back(sign.text);
  }
  return signs;
}

inline std::vector<absl::string_view> NamesOf(absl::Span<const ListField> fields) {
  std::vector<absl::string_view> names;
  for (const ListField& field : fields) names.push_back(field.name);
  return names;
}

// Those that a list can be ordered by.
inline std::vector<absl::string_view> OrdersOf(absl::Span<const ListField> fields) {
  std::vector<absl::string_view> names;
  for (const ListField& field : fields) {
    if (field.orders) names.push_back(field.name);
  }
  return names;
}

// "`type`, `state` (`=`, `!=`); `create_time` (`<`, `<=`, `>`, `>=`)": for help and comments.
inline std::string FieldsText(absl::Span<const ListField> fields) {
  std::string text;
  for (const bool times : {false, true}) {
    std::vector<absl::string_view> names;
    std::vector<absl::string_view> signs;
    for (const ListField& field : fields) {
      if ((field.kind == ListFieldKind::kTime) != times) continue;
      names.push_back(field.name);
      signs = SignsOf(field.kind);
    }
    if (names.empty()) continue;
    absl::StrAppend(&text, text.empty() ? "" : "; ", "`", absl::StrJoin(names, "`, `"), "` (`",
                    absl::StrJoin(signs, "`, `"), "`)");
  }
  return text;
}

}  // namespace arasha

#endif  // ARASHA_PROTO_LIST_FIELDS_H_
