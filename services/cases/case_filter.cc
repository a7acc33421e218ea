#include "services/cases/case_filter.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "proto/list_fields.h"
#include "services/calls/errors.h"
#include "services/rules/filter.h"
#include "storage/postgres/encoding.h"

namespace arasha::cases {

absl::StatusOr<std::vector<storage::CaseTerm>> ParseFilter(absl::string_view filter) {
  rules::Filter read = rules::ReadFilter(kCaseFields, filter);
  if (!read.violations.empty()) return server::InvalidFields(read.violations);
  std::vector<storage::CaseTerm> terms;
  for (rules::FilterTerm& term : read.terms) {
    const bool is_time = kCaseFields[term.field].kind == ListFieldKind::kTime;
    terms.push_back({static_cast<CaseField>(term.field), term.comparison,
                     is_time ? storage::TimeText(term.time) : std::move(term.value)});
  }
  return terms;
}

void NameAssignees(std::vector<storage::CaseTerm>& terms, absl::string_view caller) {
  for (storage::CaseTerm& term : terms) {
    if (term.field != CaseField::kAssignee || absl::StrContains(term.value, '/')) continue;
    if (term.value == "me") {
      term.value = std::string(caller);
    } else if (term.value == "nobody") {
      term.value.clear();
    } else if (!term.value.empty()) {
      term.value.insert(0, "staff/");
    }
  }
}

absl::Status CheckIds(const std::vector<storage::CaseTerm>& terms, const rules::Catalogue& catalogue) {
  std::set<std::string> types;
  std::set<std::string> states;
  for (const rules::CaseType* type : catalogue.AllNewest()) {
    types.insert(type->id());
    for (const v1::StateRule& state : type->proto().states()) states.insert(state.id());
  }
  for (const storage::CaseTerm& term : terms) {
    const bool of_type = term.field == CaseField::kType;
    const std::set<std::string>& known = of_type ? types : states;
    if ((!of_type && term.field != CaseField::kState) || term.comparison != Comparison::kEqual ||
        known.contains(term.value)) {
      continue;
    }
    return server::InvalidFields({{"filter",
                                   of_type ? rules::Problem::kUnknownType : rules::Problem::kUnknownState,
                                   {{"given", term.value}, {"values", absl::StrJoin(known, ", ")}}}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Order> ParseOrder(absl::string_view order_by) {
  if (absl::StripAsciiWhitespace(order_by).empty()) return Order{};
  const auto order = rules::ReadOrder(kCaseFields, order_by);
  if (!order) {
    return server::InvalidFields(
        {{"order_by",
          rules::Problem::kNotOneOf,
          {{"given", std::string(absl::StripSuffix(absl::StripAsciiWhitespace(order_by), " desc"))},
           {"values", absl::StrCat(absl::StrJoin(OrdersOf(kCaseFields), ", "), ", … desc")}}}});
  }
  return Order{.field = static_cast<CaseField>(order->field), .descending = order->descending};
}

}  // namespace arasha::cases
