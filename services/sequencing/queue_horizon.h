#ifndef ARASHA_SERVICES_SEQUENCING_QUEUE_HORIZON_H_
#define ARASHA_SERVICES_SEQUENCING_QUEUE_HORIZON_H_

#include <cstdint>
#include <optional>

#include "storage/log/log.h"

namespace arasha::server {

// From where on the queue may be read, so that what was taken out of it need not be passed over: below lies
// no leaf that a change still has to bring.
//
// Who changes a row draws the id of its leaf with the row locked, so ids are in the order of the changes, and
// the whole queue gives places in that order. Read from too far on, it would not: the leaf of a change that
// is slow to commit would get its place after the leaves of those who waited for its row, and a verifier
// would take that for a change without a leaf. So a leaf's id becomes the horizon only when every transaction
// that had begun to write before that leaf was seen has ended, however long one takes.
class QueueHorizon {
 public:
  // The id that a look may begin after.
  int64_t after() const { return after_; }

  // The queue was read after after(), and what waited was given places; `all`: nothing was left for the next
  // look.
  void Looked(const storage::LogQueue& queue, bool all);

  // The ids of leaves begin again, as after a restore.
  void Forget() { *this = {}; }

 private:
  int64_t after_ = 0;
  // What it is to be next: the largest id that was given a place; 0 for nothing. It was given by a
  // transaction of its own, so that a look from then on sees as ended a transaction that began after the leaf
  // was seen.
  int64_t next_ = 0;
  std::optional<int64_t> ended_by_;  // the transactions to wait for are those before this one
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_QUEUE_HORIZON_H_
