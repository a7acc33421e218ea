#ifndef ARASHA_SERVICES_JOBS_JOB_RUNNER_H_
#define ARASHA_SERVICES_JOBS_JOB_RUNNER_H_

#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "services/jobs/job.h"
#include "services/process/metrics.h"
#include "storage/postgres/connection.h"

namespace arasha::jobs {

// Runs jobs of one role when they are due, one after the other, on a thread of its own. Any number of servers
// may have one for the same jobs.
class JobRunner {
 public:
  // `database`: of the jobs' role. `instance`: this server process. `metrics` and what the jobs use must
  // outlive this.
  JobRunner(std::string database, std::string instance, std::vector<Job> jobs, server::Metrics& metrics);
  // Stops at the next opportunity; a job under way is given back.
  ~JobRunner();

 private:
  void Work();
  // Runs whatever is due.
  void Look();
  void RunIfDue(const Job& job);

  const std::string instance_;
  const std::vector<Job> jobs_;
  server::Metrics& metrics_;
  storage::Connection connection_;
  storage::Connection lease_connection_;
  absl::Notification stopping_;
  std::thread thread_;
};

}  // namespace arasha::jobs

#endif  // ARASHA_SERVICES_JOBS_JOB_RUNNER_H_
