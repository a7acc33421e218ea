#ifndef ARASHA_SERVICES_SEQUENCING_SEQUENCER_H_
#define ARASHA_SERVICES_SEQUENCING_SEQUENCER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "services/process/metrics.h"
#include "services/sequencing/journal.h"
#include "services/sequencing/log_keys.h"
#include "services/sequencing/log_tree.h"
#include "services/sequencing/queue_horizon.h"
#include "storage/log/log.h"
#include "storage/postgres/connection.h"

namespace arasha::server {

// Gives committed leaves of the audit log their places in the tree and signs its heads, on a thread of its
// own and with a connection as arasha_sequencer. Of all servers on a database one does so at a time, the
// others wait for its lease.
//
// A leaf is under a signed head some 100 to 400 ms after its commit. When the stored tree is not the one that
// was signed or published, nothing is appended or signed any more, by this server or another, until an
// operator has decided (`arashad log fork`); leaves are still taken in, and wait.
class Sequencer {
 public:
  // What the sequencer works with. All must outlive it.
  struct Parts {
    const LogKeys& keys;
    Metrics& metrics;
    Journal* journal;  // nullptr: none
    // Heads that were given away, as far as they can be found again.
    std::function<std::vector<PublishedHead>()> published;
    // Gives a new head away. Must not wait.
    std::function<void(const storage::CheckpointRow&)> publish;
  };

  Sequencer(std::string database, Parts parts);
  // Appends and signs what is there by then.
  ~Sequencer();

  // Runs a first round, and then one every kPeriod. FAILED_PRECONDITION, saying what to do, if this server
  // got the lease and the log cannot go on as it is.
  absl::Status Start();

 private:
  void Run();
  // One round; returns when the next is due at the latest.
  absl::Duration Round();
  // Loads the tree if need be, appends what waits, signs. `whole`: the queue was read from its beginning.
  // Returns how much it appended.
  absl::StatusOr<size_t> Advance(const storage::LogQueue& queue, bool whole);
  absl::Status Sign();
  void Publish();
  void Failed(const absl::Status& status);

  // What this process journalled and has no place yet.
  void Watch(absl::Time now);
  void LookForUnplaced(absl::Time now);

  const std::string database_;
  const Parts parts_;
  std::unique_ptr<storage::Connection> connection_;
  std::unique_ptr<LogTree> tree_;
  bool loaded_ = false;
  absl::Status state_;  // of the last round
  absl::Time signed_at_ = absl::InfinitePast();

  absl::Time look_whole_at_ = absl::InfinitePast();
  QueueHorizon horizon_;

  struct Unplaced {
    absl::Time since;
    std::string hash;
    bool told = false;  // that it waits too long
  };
  std::map<int64_t, Unplaced> unplaced_;  // by leaf id
  absl::Time looked_at_ = absl::InfinitePast();

  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_SEQUENCER_H_
