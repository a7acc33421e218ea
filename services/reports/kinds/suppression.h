#ifndef ARASHA_SERVICES_REPORTS_KINDS_SUPPRESSION_H_
#define ARASHA_SERVICES_REPORTS_KINDS_SUPPRESSION_H_

#include <cstdint>
#include <vector>

#include "services/reports/document/document.h"

// Which counts may be published. The rule:
// 1. A count from 1 to 4 is held back, a total as well. Zeros are always printed: they point at nobody.
// 2. Where parts are held back and their total is printed, wherever in the report, there are two of them at
//    least, they come to 5 and to two more than their number at least, and they do not all have to be 4.
//    Until then the smallest printed part is held back too, with those that equal it; where none is left, the
//    total.
// 3. A total that is held back is so everywhere, with all that adds up to it.
// Nobody can then compute a count, not even who knows this rule and tries what it makes of other counts.
// A part may be a total itself, of the months of its category, and a total may have two breakdowns; but no
// two sums have more than one figure in common and they close no ring, so that what is safe in each is safe
// in all. (A catalogue that counts one event in several categories may close one; see README.md.)
namespace arasha::reports {

// Least count that is published; from 1 to below it a cell could point at a person.
inline constexpr int64_t kLeastPublished = 5;

// Counts and what they add up to, as they may be published.
struct PublishedCounts {
  std::vector<Value> cells;  // in the order of the counts
  Value total;
};
// Of counts whose total is part of no other sum.
PublishedCounts Publish(const std::vector<int64_t>& counts);

// The same cases twice: both breakdowns add up to all that were received.
struct PublishedReceipts {
  std::vector<PublishedCounts> categories;  // over the months
  PublishedCounts host_states;
};
// Categories that count persons, or other events beside receipts, are more than their cases, but may be as
// many; they are taken for these.
PublishedReceipts PublishReceipts(const std::vector<std::vector<int64_t>>& categories,
                                  const std::vector<int64_t>& host_states);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_SUPPRESSION_H_
