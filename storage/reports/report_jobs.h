#ifndef ARASHA_STORAGE_REPORTS_REPORT_JOBS_H_
#define ARASHA_STORAGE_REPORTS_REPORT_JOBS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/reports.pb.h"
#include "storage/cases/rows.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/connection.h"

// Making reports: who works on which, and where its files go. Run as the reporter's role. A report is leased
// to one server process, which says again and again that it is alive; who finds a lease expired takes it
// over.
namespace arasha::storage {

// How long a server may be silent before another takes its report, how often a report is tried, and how long
// it waits after the first attempt; four times as long after each further one.
inline constexpr absl::Duration kReportLease = absl::Seconds(30);
inline constexpr int kReportAttempts = 3;
inline constexpr absl::Duration kReportRest = absl::Seconds(30);

struct ReportJob {
  v1::Report report;
  std::string uid;
  std::string time_zone;
};

// Leases the report that waits longest to `instance`; nullopt if none waits. Reports that nobody could finish
// fail first.
absl::StatusOr<std::optional<ReportJob>> TakeReport(Connection& reporter, absl::string_view instance);

// Extends the lease and tells the progress; false if the report is not this instance's any more: it was
// cancelled, or taken over.
absl::StatusOr<bool> KeepReport(Connection& reporter, absl::string_view instance, const std::string& uid,
                                int progress);

// Gives the report back, for another server to make it.
absl::Status ReturnReport(Connection& reporter, absl::string_view instance, const std::string& uid);

// Gives the report back after a fault that may pass, to be taken again when it has rested; false if this was
// the last attempt, or the report is not this instance's any more.
absl::StatusOr<bool> PostponeReport(Connection& reporter, absl::string_view instance, const std::string& uid);

// Removes what an earlier attempt stored.
absl::Status ClearReportFiles(Connection& reporter, const std::string& uid);
// Seals a part of a file under the server key "register" and stores it.
absl::Status StoreReportPart(Connection& reporter, const ServerKeys& keys, const std::string& uid,
                             const std::string& file, int part, absl::string_view content);

// Both are false if the report is not this instance's any more.
struct FinishedReport {
  std::string origin;  // of the log
  int64_t checkpoint_size = 0;
  std::vector<v1::ReportFile> files;
};
absl::StatusOr<bool> FinishReport(Connection& reporter, absl::string_view instance, const std::string& uid,
                                  const FinishedReport& finished);
absl::StatusOr<bool> FailReport(Connection& reporter, absl::string_view instance, const std::string& uid);

// Orders the reports of schedules whose time has come, each period's once, whoever asks; returns how many.
absl::StatusOr<int> OrderScheduledReports(Connection& reporter);

// Uid of the case of a number; empty if there is none.
absl::StatusOr<std::string> FindCaseUid(Connection& reporter, const CaseNumber& number);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_JOBS_H_
