#include "services/sequencing/queue_horizon.h"

#include <algorithm>
#include <utility>

namespace arasha::server {

void QueueHorizon::Looked(const storage::LogQueue& queue, bool all) {
  if (next_ > 0 && !ended_by_) {
    ended_by_ = queue.after_ended;
  }
  // What those transactions wrote was in this look's queue, if that was read to its end.
  if (ended_by_ && all && queue.oldest_running >= *ended_by_) {
    after_ = std::max(after_, std::exchange(next_, 0));
    ended_by_.reset();
  }
  if (next_ == 0 && !queue.pending.empty()) next_ = queue.pending.back().leaf_id;
}

}  // namespace arasha::server
