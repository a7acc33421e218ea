// The filter and the order of ListCases: whatever is written there is either refused, or becomes comparisons
// whose values PostgreSQL can read.
#include "services/cases/case_filter.h"

#include <cstdint>
#include <cstdlib>

#include "absl/time/time.h"
#include "storage/postgres/encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using arasha::storage::CaseField;
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto terms = arasha::cases::ParseFilter(text);
  for (const auto& term : terms.ok() ? *terms : std::vector<arasha::storage::CaseTerm>{}) {
    switch (term.field) {
      case CaseField::kOpen:
        if (term.value != "true" && term.value != "false") std::abort();
        break;
      case CaseField::kPriority:
        if (term.value.size() != 1 || term.value[0] < '1' || term.value[0] > '4') std::abort();
        break;
      case CaseField::kCreated:
      case CaseField::kUpdated:
      case CaseField::kActivity:
      case CaseField::kNextDue:
        // Throws if it is none.
        if (arasha::storage::TimeText(arasha::storage::ParseTimeText(term.value)) != term.value) std::abort();
        break;
      default:
        break;
    }
  }
  const auto order = arasha::cases::ParseOrder(text);
  if (order.ok()) {
    arasha::storage::CaseQuery query;
    query.order = order->field;
    if (arasha::storage::ListCasesSql(query).empty()) std::abort();
  }
  return 0;
}
