#ifndef ARASHA_SERVICES_REPORTS_KINDS_SUPPRESSION_H_
#define ARASHA_SERVICES_REPORTS_KINDS_SUPPRESSION_H_

#include <cstdint>
#include <vector>

#include "services/reports/document/document.h"

namespace arasha::reports {

// Least count that is published; from 1 to below it a cell could point at a person.
inline constexpr int64_t kLeastPublished = 5;

// Counts that are printed side by side with their total, as they may be published: small ones are suppressed,
// and then the smallest others, as long as the total less what is printed would tell a small count. Where no
// other is left, the total is suppressed, as is one that is small itself. Zeros are always printed: they
// point at nobody.
struct PublishedCounts {
  std::vector<Value> cells;  // in the order of the counts
  Value total;
};
PublishedCounts Publish(const std::vector<int64_t>& counts);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_SUPPRESSION_H_
