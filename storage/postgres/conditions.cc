#include "storage/postgres/conditions.h"

#include "absl/strings/str_cat.h"

namespace arasha::storage {
namespace {

absl::string_view OperatorOf(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual:
      return " = ";
    case Comparison::kNotEqual:
      return " <> ";
    case Comparison::kLess:
      return " < ";
    case Comparison::kLessOrEqual:
      return " <= ";
    case Comparison::kGreater:
      return " > ";
    case Comparison::kGreaterOrEqual:
      return " >= ";
  }
  return {};
}

}  // namespace

std::string Parameter(int number, absl::string_view type) { return absl::StrCat("$", number, "::", type); }

std::string Condition(const Column& column, Comparison comparison, absl::string_view value, int parameter) {
  const std::string given = Parameter(parameter, column.type);
  if (column.type == "boolean") {
    const bool wanted = (value == "true") == (comparison == Comparison::kEqual);
    return absl::StrCat(wanted ? "" : "NOT ", column.expression, " AND ", given, " IS NOT NULL");
  }
  if (column.nullable && (comparison != Comparison::kEqual || value.empty())) {
    return absl::StrCat("coalesce(", column.expression, ", '')", OperatorOf(comparison), given);
  }
  return absl::StrCat(column.expression, OperatorOf(comparison), given);
}

std::string Behind(const Column& order, absl::string_view uid, bool descending, int parameter) {
  return absl::StrCat("(", order.expression, ", ", uid, ")", descending ? " < " : " > ", "(",
                      Parameter(parameter, order.type), ", ", Parameter(parameter + 1, "uuid"), ")");
}

}  // namespace arasha::storage
