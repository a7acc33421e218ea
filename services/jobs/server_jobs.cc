#include "services/jobs/server_jobs.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/jobs/give_warnings.h"
#include "services/jobs/recount_deadlines.h"
#include "storage/log/requests.h"
#include "storage/reports/report_jobs.h"

namespace arasha::jobs {
namespace {

// Answers are promised for a day (cases.proto); the second day is slack for clocks that disagree.
constexpr absl::Duration kAnswersKept = absl::Hours(48);

absl::Status ForgetAnswers(const server::DirectoryFeed& feed, Run& run) {
  const std::shared_ptr<const server::Directory> directory = feed.Current();
  if (!directory) return absl::UnavailableError("the directory cannot be read");
  const storage::AccessContext housekeeper{
      {"housekeeper"}, absl::InfiniteFuture(), directory->server_keys()->context.key};
  while (run.KeepGoing()) {
    const auto forgotten =
        storage::ForgetAnswersBefore(run.connection(), housekeeper, absl::Now() - kAnswersKept);
    if (!forgotten.ok()) return forgotten.status();
    if (*forgotten == 0) return absl::OkStatus();
    run.Did(*forgotten);
  }
  return absl::CancelledError("there may be more to forget");
}

absl::Status OrderScheduledReports(Run& run) {
  const auto ordered = storage::OrderScheduledReports(run.connection());
  if (!ordered.ok()) return ordered.status();
  run.Did(*ordered);
  return absl::OkStatus();
}

}  // namespace

std::vector<Job> ServerJobs(const server::DirectoryFeed& feed, const std::string& instance,
                            storage::Sealing& sealing, server::Metrics& metrics) {
  return {{.name = "forget_answers",
           .every = absl::Minutes(5),
           .work = [&feed](Run& run) { return ForgetAnswers(feed, run); }},
          {.name = "recount_deadlines",
           .every = absl::Seconds(30),
           .work = [&feed, instance,
                    &sealing](Run& run) { return RecountDeadlines(feed, instance, sealing, run); }},
          {.name = "give_warnings",
           .every = absl::Seconds(20),
           .work = [&feed, instance, &sealing, &metrics](Run& run) {
             return GiveWarnings(feed, instance, sealing, metrics, run);
           }}};
}

std::vector<Job> ReporterJobs() {
  return {{.name = "order_scheduled_reports", .every = absl::Seconds(15), .work = &OrderScheduledReports}};
}

}  // namespace arasha::jobs
