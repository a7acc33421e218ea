#ifndef ARASHA_SERVICES_REPORTS_REPORT_WORKER_H_
#define ARASHA_SERVICES_REPORTS_REPORT_WORKER_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "services/reports/kinds/names.h"
#include "services/reports/report_files.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/held_lease.h"
#include "storage/reports/report_jobs.h"

namespace arasha::reports {

// Makes the reports that were ordered, one at a time, on a thread of its own. Any number of servers may have
// one.
class ReportWorker {
 public:
  // What came of an attempt at a report.
  enum class Outcome {
    kMade,
    kNotWanted,   // cancelled, taken over, or given back because this server stops
    kTriedAgain,  // later, here or elsewhere: what was in the way may pass
    kFailed,      // for good
  };
  // Told of each attempt, for the log of operators.
  using Told = std::function<void(const std::string& uid, const absl::Status& status, Outcome outcome)>;

  // `database`: of the reporter's role. `instance`: this server process. `keys` seal the files. The callbacks
  // must be safe on any thread.
  ReportWorker(std::string database, std::string instance, std::shared_ptr<const storage::ServerKeys> keys,
               Names::DisplayName display_name, SignText sign, Told told);
  // Stops at the next opportunity; a report under way is given back.
  ~ReportWorker();

 private:
  void Run();
  // Takes and makes one report; false if none waits.
  bool MakeOne();
  absl::Status Make(const storage::ReportJob& job, const storage::HeldLease& lease);
  // Leaves the report in the state that an attempt which came to `status` leads to; `lost`: it was no longer
  // ours.
  Outcome Settle(const std::string& uid, const absl::Status& status, bool lost);
  absl::Status StoreFiles(const storage::ReportJob& job, const std::string& folder,
                          const std::vector<v1::ReportFile>& files, const storage::HeldLease& lease);

  const std::string database_;
  const std::string instance_;
  const std::shared_ptr<const storage::ServerKeys> keys_;
  const Names::DisplayName display_name_;
  const SignText sign_;
  const Told told_;
  storage::Connection connection_;
  storage::Connection lease_connection_;
  std::atomic<int> progress_ = 0;
  absl::Notification stopping_;
  std::thread thread_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_REPORT_WORKER_H_
