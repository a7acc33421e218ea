#ifndef ARASHA_STORAGE_REPORTS_REPORT_ORDERS_H_
#define ARASHA_STORAGE_REPORTS_REPORT_ORDERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "arasha/v1/reports.pb.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// Reports and schedules as callers order and read them. Row-level security shows a caller those whose
// audience is one of its labels.
namespace arasha::storage {

// A part of a file, and the unit of ReadReportPart().
inline constexpr int64_t kReportPartBytes = int64_t{1024} * 1024;

// What is stored of an order beside what the message says.
struct OrderFacts {
  std::string uid;
  std::string audience;  // label of those who may read it
  absl::TimeZone zone;   // in which its days are
};

// `report`: order, start_time and end_time; comes back as it was stored. nullopt if the request was answered
// before, which is sealed under the server key "register".
absl::StatusOr<std::optional<v1::Report>> OrderReport(Connection& connection, const WriteContext& context,
                                                      const v1::Report& report, const OrderFacts& facts);

absl::StatusOr<std::optional<v1::Report>> GetReport(Connection& connection, const AccessContext& access,
                                                    const std::string& uid);

struct ListedReport {
  v1::Report report;
  PagePosition position;
};
// Newest first.
absl::StatusOr<std::vector<ListedReport>> ListReports(Connection& connection, const AccessContext& access,
                                                      const std::optional<PagePosition>& after, int limit);

// Cancels a report that waits or runs, and leaves a leaf; one that has ended stays as it is, and no leaf
// tells of that. nullopt if there is none.
absl::StatusOr<std::optional<v1::Report>> CancelReport(Connection& connection, const AuditContext& context,
                                                       const std::string& uid);

// A part of a file of a report that is done, and a leaf; nullopt if there is no such part. DATA_LOSS if it
// does not open.
absl::StatusOr<std::optional<std::string>> ReadReportPart(Connection& connection, const AuditContext& context,
                                                          const std::string& uid, const std::string& file,
                                                          int64_t part);

// `schedule`: order, interval and next_time; as OrderReport().
absl::StatusOr<std::optional<v1::ReportSchedule>> OrderReportSchedule(Connection& connection,
                                                                      const WriteContext& context,
                                                                      const v1::ReportSchedule& schedule,
                                                                      const OrderFacts& facts);
// Those that have not ended, by their next time.
absl::StatusOr<std::vector<v1::ReportSchedule>> ListReportSchedules(Connection& connection,
                                                                    const AccessContext& access);
// Ends a schedule, likewise.
absl::StatusOr<std::optional<v1::ReportSchedule>> EndReportSchedule(Connection& connection,
                                                                    const AuditContext& context,
                                                                    const std::string& uid);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_ORDERS_H_
