#include "services/jobs/job_runner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/process/operator_log.h"
#include "storage/jobs/jobs.h"

namespace arasha::jobs {
namespace {

using server::Log;
using server::LogLevel;

constexpr absl::Duration kLook = absl::Seconds(1);

}  // namespace

JobRunner::JobRunner(std::string database, std::string instance, std::vector<Job> jobs,
                     server::Metrics& metrics)
    : instance_(std::move(instance)),
      jobs_(std::move(jobs)),
      metrics_(metrics),
      connection_(database),
      lease_connection_(database),
      thread_([this] { Work(); }) {}

JobRunner::~JobRunner() {
  stopping_.Notify();
  connection_.Cancel(storage::HeldLease::kCallId);
  thread_.join();
}

void JobRunner::Work() {
  while (!stopping_.WaitForNotificationWithTimeout(kLook)) Look();
}

void JobRunner::Look() {
  const auto rows = storage::ReadJobs(connection_);
  if (!rows.ok()) return;  // A database that is away is told of by others.
  for (const storage::JobRow& row : *rows) {
    const auto job =
        std::find_if(jobs_.begin(), jobs_.end(), [&](const Job& each) { return each.name == row.name; });
    if (job == jobs_.end()) continue;
    metrics_.SetJobSucceeded(row.name, row.succeeded);
    if (row.due && !stopping_.HasBeenNotified()) RunIfDue(*job);
  }
}

void JobRunner::RunIfDue(const Job& job) {
  const auto taken = storage::TakeJob(connection_, job.name, instance_, storage::JobTime::kDue);
  if (!taken.ok() || !*taken) return;  // Somebody was faster.
  metrics_.JobStarted(job.name);
  Log(LogLevel::kDebug, "job_started", {{"job", job.name}});
  const EndedRun ended = RunTaken(job, {instance_, connection_, lease_connection_, stopping_});
  metrics_.JobEnded(job.name, NameOf(ended.outcome));
  const bool amiss = ended.outcome == Outcome::kFailed || ended.outcome == Outcome::kLost;
  Log(amiss ? LogLevel::kWarning : LogLevel::kDebug, "job_ended",
      {{"job", job.name},
       {"outcome", NameOf(ended.outcome)},
       {"pieces", absl::StrCat(ended.pieces)},
       {"why", ended.status.ok() ? "" : server::DetailOf(ended.status)}});
}

}  // namespace arasha::jobs
