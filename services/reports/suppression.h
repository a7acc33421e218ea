#ifndef ARASHA_SERVICES_REPORTS_SUPPRESSION_H_
#define ARASHA_SERVICES_REPORTS_SUPPRESSION_H_

#include <cstdint>
#include <vector>

#include "services/reports/document.h"

namespace arasha::reports {

// Least count that is published; from 1 to below it a cell could point at a person.
inline constexpr int64_t kLeastPublished = 5;

// Counts with a total for each row and each column, as they may be published: small cells are suppressed, and
// then, as long as a row or a column has exactly one suppressed cell, which its total would give away, its
// smallest other cell too. A row or a column whose other cells are all zero loses its total instead. Totals
// that are small themselves are suppressed as well.
struct PublishedCounts {
  std::vector<std::vector<Value>> cells;  // by row, then column
  std::vector<Value> row_totals;
  std::vector<Value> column_totals;
};
PublishedCounts Publish(const std::vector<std::vector<int64_t>>& counts);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_SUPPRESSION_H_
