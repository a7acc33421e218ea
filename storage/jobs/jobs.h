#ifndef ARASHA_STORAGE_JOBS_JOBS_H_
#define ARASHA_STORAGE_JOBS_JOBS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

// Jobs: when each is due, who runs it, and what came of it. Each role sees and takes its own jobs alone, the
// schema's owner all. A job is leased to one process, which says again and again that it is alive; who finds
// a lease expired takes the job over. All times are the database's, so that no two processes disagree on one.
namespace arasha::storage {

// How long a process may be silent before another takes its job.
inline constexpr absl::Duration kJobLease = absl::Seconds(30);
// How long a job rests after it failed; twice as long after each further failure, up to an hour.
inline constexpr absl::Duration kJobRest = absl::Seconds(30);

struct JobRow {
  std::string name;
  bool due = false;      // and nobody runs it
  absl::Time succeeded;  // when a run last did; the beginning of 1970 if none ever did
};
// The role's jobs, those first that have been due for longest.
absl::StatusOr<std::vector<JobRow>> ReadJobs(Connection& connection);

// When a job is taken.
enum class JobTime {
  kDue,  // once it is due
  kNow,  // early, too: somebody asks for it
};
// Leases the job to `instance`; false if somebody else runs it, or it is not due.
absl::StatusOr<bool> TakeJob(Connection& connection, const std::string& name, absl::string_view instance,
                             JobTime time);

// Extends the lease and tells how much is done; false if the job is not this instance's any more.
absl::StatusOr<bool> KeepJob(Connection& connection, const std::string& name, absl::string_view instance,
                             int64_t pieces);

// Gives the job back as if it had not been taken, for another process to run it.
absl::Status ReturnJob(Connection& connection, const std::string& name, absl::string_view instance);

// Ends a run: the job is due again `every` later, and later than that if it keeps failing. False if the job
// is not this instance's any more.
absl::StatusOr<bool> FinishJob(Connection& connection, const std::string& name, absl::string_view instance,
                               bool succeeded, int64_t pieces, absl::Duration every);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_JOBS_JOBS_H_
