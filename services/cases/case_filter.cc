#include "services/cases/case_filter.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "proto/fact_fields.h"
#include "proto/list_fields.h"
#include "services/calls/errors.h"
#include "services/cases/rows/fact_rows.h"
#include "services/rules/filter.h"
#include "storage/postgres/encoding.h"

namespace arasha::cases {

absl::StatusOr<std::vector<storage::CaseTerm>> ParseFilter(absl::string_view filter,
                                                           const rules::Catalogue& catalogue) {
  std::vector<ListField> fields(kCaseFields.begin(), kCaseFields.end());
  std::map<std::string, const std::map<std::string, v1::FactRule>*> facts;  // by the field's name
  for (const auto& [id, by_type] : catalogue.facts()) {
    const auto fact = facts.emplace(absl::StrCat(kFactPrefix, id), &by_type).first;
    fields.push_back(FactField(fact->first, NewestRule(by_type)));
  }
  rules::Filter read = rules::ReadFilter(fields, filter);
  if (!read.violations.empty()) return server::InvalidFields(read.violations);
  std::vector<storage::CaseTerm> terms;
  for (rules::FilterTerm& term : read.terms) {
    const ListField& field = fields[term.field];
    storage::CaseTerm& added = terms.emplace_back();
    added.comparison = term.comparison;
    added.value = field.kind == ListFieldKind::kTime ? storage::TimeText(term.time) : std::move(term.value);
    if (term.field < kCaseFields.size()) {
      added.field = static_cast<CaseField>(term.field);
    } else {
      added.fact = FactTermOf(*facts.at(std::string(field.name)));
    }
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
