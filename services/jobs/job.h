#ifndef ARASHA_SERVICES_JOBS_JOB_H_
#define ARASHA_SERVICES_JOBS_JOB_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/held_lease.h"

namespace arasha::jobs {

// Who the log says did what a job did: no person, but the server itself.
inline constexpr char kServer[] = "server";

// Where a job runs. All must outlive the run.
struct Place {
  const std::string& instance;         // this process
  storage::Connection& connection;     // of the job's role, for its work
  storage::Connection& leasing;        // another of that role, which keeps the lease
  const absl::Notification& stopping;  // that this process stops
};

// A run of a job, as its work sees it.
class Run {
 public:
  Run(const std::string& job, const Place& place);

  storage::Connection& connection() { return connection_; }
  // Whether to go on. If not, the job is somebody else's or this process stops, and the work should end where
  // it is, with CANCELLED.
  bool KeepGoing() const { return lease_.KeepGoing(); }
  // Tells that so many more pieces are done: answers, reports or cases.
  void Did(int64_t pieces) { pieces_ += pieces; }

  int64_t pieces() const { return pieces_; }
  bool lost() const { return lease_.lost(); }

 private:
  storage::Connection& connection_;
  std::atomic<int64_t> pieces_ = 0;
  storage::HeldLease lease_;  // last: its thread reads the others
};

// Work that is done again and again, by one process at a time. What it does must be safe to do again, for a
// process may be killed in the middle of it.
struct Job {
  std::string name;      // of its row in the table `job`
  absl::Duration every;  // how long after a run that succeeded the next is due
  std::function<absl::Status(Run&)> work;
};

// What came of a run.
enum class Outcome {
  kDone,
  kFailed,     // and is tried again when it has rested
  kLost,       // the lease: somebody else runs the job, or will
  kGivenBack,  // because this process stops
};
const char* NameOf(Outcome outcome);

struct EndedRun {
  Outcome outcome = Outcome::kFailed;
  absl::Status status;  // of the work
  int64_t pieces = 0;
};

// Runs a job that was taken (storage::TakeJob), and leaves it in the state that this leads to.
EndedRun RunTaken(const Job& job, const Place& place);

}  // namespace arasha::jobs

#endif  // ARASHA_SERVICES_JOBS_JOB_H_
