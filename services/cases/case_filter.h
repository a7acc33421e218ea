#ifndef ARASHA_SERVICES_CASES_CASE_FILTER_H_
#define ARASHA_SERVICES_CASES_CASE_FILTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rules/catalogue/catalogue.h"
#include "storage/cases/case_list.h"

// The filter and the order_by of ListCases, over kCaseFields (proto/list_fields.h).
namespace arasha::cases {

// INVALID_ARGUMENT on `filter` that says where it stopped making sense and what was expected there. Derived
// facts of the catalogue's types are fields of it, too, `facts.last_seen`.
absl::StatusOr<std::vector<storage::CaseTerm>> ParseFilter(absl::string_view filter,
                                                           const rules::Catalogue& catalogue = {});

// Puts full names for assignees as people write them: `me` for the caller, `nobody` for none, and
// `a.omarova` for `staff/a.omarova`.
void NameAssignees(std::vector<storage::CaseTerm>& terms, absl::string_view caller);

// INVALID_ARGUMENT if a term asks for a type or a state that is in no case type's newest version.
absl::Status CheckIds(const std::vector<storage::CaseTerm>& terms, const rules::Catalogue& catalogue);

struct Order {
  storage::CaseField field = storage::CaseField::kCreated;
  bool descending = true;
};

// INVALID_ARGUMENT on `order_by` unless it is a field that lists can be ordered by, then maybe " desc".
absl::StatusOr<Order> ParseOrder(absl::string_view order_by);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_CASE_FILTER_H_
