#ifndef ARASHA_SERVICES_SEQUENCING_WITNESSES_H_
#define ARASHA_SERVICES_SEQUENCING_WITNESSES_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/process/metrics.h"
#include "services/sequencing/log_keys.h"
#include "services/sequencing/log_tree.h"
#include "storage/log/log.h"

namespace arasha::server {

// Somebody outside of the database who keeps the log's heads, so that the log cannot be rewritten without
// being found out.
class Witness {
 public:
  virtual ~Witness() = default;

  // Gives it a head. May take seconds. An error that tells what is wrong if it does not have it afterwards.
  virtual absl::Status Give(const storage::CheckpointRow& head) = 0;
  // The newest head that it has, as far as that can be read here.
  virtual std::vector<PublishedHead> Heads() const = 0;
};

// The witness that a line of [log] witnesses names:
//   /FOLDER           keeps each head as SIZE.note; those under a later origin in FOLDER/EPOCH
//   git:/FOLDER       a git repository with a working tree, in which the file `checkpoint` is committed
//   http://… KEY      a witness that speaks https://c2sp.org/tlog-witness and signs with this key; or
//   https://
// `database`: libpq string of arasha_sequencer, for proofs and to keep cosignatures. `keys` must outlive it.
// INVALID_ARGUMENT if it is none of these.
absl::StatusOr<std::unique_ptr<Witness>> MakeWitness(const std::string& line, const std::string& database,
                                                     const LogKeys& keys);

// Gives every witness the newest head, each on a thread of its own: one that is slow or away holds up nobody.
class Witnesses {
 public:
  struct Named {
    std::string name;  // in the log and metrics
    std::unique_ptr<Witness> witness;
  };

  // A head at most every `period`; one that was not taken is tried again, then the newest.
  Witnesses(std::vector<Named> witnesses, absl::Duration period, Metrics& metrics);
  ~Witnesses();

  // Returns at once.
  void Publish(const storage::CheckpointRow& head);
  std::vector<PublishedHead> Heads() const;

 private:
  void Follow(const Named& named);

  const std::vector<Named> witnesses_;
  const absl::Duration period_;
  Metrics& metrics_;

  absl::Mutex mutex_;
  storage::CheckpointRow newest_ ABSL_GUARDED_BY(mutex_);
  int64_t published_ ABSL_GUARDED_BY(mutex_) = 0;  // how many heads, so far
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_WITNESSES_H_
