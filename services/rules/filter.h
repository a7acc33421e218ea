#ifndef ARASHA_SERVICES_RULES_FILTER_H_
#define ARASHA_SERVICES_RULES_FILTER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "proto/list_fields.h"
#include "services/rules/violations.h"

// The subset of AIP-160 in which lists are restricted, and their order_by, for any table of fields.
namespace arasha::rules {

// `field comparison value`.
struct FilterTerm {
  size_t field;  // its place among the fields
  Comparison comparison;
  std::string value;     // as it was written; of an enum the number
  absl::Time time = {};  // of a time, instead
};

struct Filter {
  std::vector<FilterTerm> terms;  // joined by AND
  // If it made no sense: of `filter`, where it stopped and what was expected there. No terms then.
  Violations violations = {};
};

// At most 1,000 bytes and 10 terms.
Filter ReadFilter(absl::Span<const ListField> fields, absl::string_view filter);

struct ListOrder {
  size_t field;  // its place among the fields
  bool descending;
};

// nullopt unless it is a field that orders, then maybe " desc".
std::optional<ListOrder> ReadOrder(absl::Span<const ListField> fields, absl::string_view order_by);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_FILTER_H_
