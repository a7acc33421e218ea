#include "storage/jobs/jobs.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

constexpr absl::string_view kRead = R"sql(
SELECT name, next_run_time <= now() AND coalesce(leased_until < now(), true),
       coalesce(extract(epoch FROM success_time), 0)::bigint
FROM job ORDER BY next_run_time)sql";

// Who comes second waits for the first one's row, and then finds it leased, or run.
// $1 name, $2 instance, $3 seconds of the lease, $4 whether before it is due, too.
constexpr absl::string_view kTake = R"sql(
UPDATE job SET leased_by = $2::text, leased_until = now() + $3::integer * interval '1 second', start_time = now(),
  pieces = 0
WHERE name = $1::text AND (next_run_time <= now() OR $4::boolean) AND coalesce(leased_until < now(), true))sql";

// $1 name, $2 instance, $3 pieces, $4 seconds of the lease.
constexpr absl::string_view kKeep = R"sql(
UPDATE job SET leased_until = now() + $4::integer * interval '1 second', pieces = $3::bigint
WHERE name = $1::text AND leased_by = $2::text)sql";

// $1 name, $2 instance.
constexpr absl::string_view kReturn = R"sql(
UPDATE job SET leased_by = NULL, leased_until = NULL WHERE name = $1::text AND leased_by = $2::text)sql";

// $1 name, $2 instance, $3 whether it succeeded, $4 pieces, $5 milliseconds to the next run, $6 seconds of
// the first rest.
constexpr absl::string_view kFinish = R"sql(
UPDATE job SET leased_by = NULL, leased_until = NULL, end_time = now(), pieces = $4::bigint,
  outcome = CASE WHEN $3::boolean THEN 'done' ELSE 'failed' END,
  success_time = CASE WHEN $3::boolean THEN now() ELSE success_time END,
  failures = CASE WHEN $3::boolean THEN 0 ELSE failures + 1 END,
  next_run_time = now() + CASE WHEN $3::boolean THEN $5::bigint * interval '1 millisecond'
    ELSE least($6::integer * power(2, least(failures, 10)) * interval '1 second', interval '1 hour') END
WHERE name = $1::text AND leased_by = $2::text)sql";

// Whether a statement changed its row.
absl::StatusOr<bool> Changed(const absl::StatusOr<pqxx::result>& result) {
  if (!result.ok()) return result.status();
  return result->affected_rows() > 0;
}

std::string SecondsText(absl::Duration duration) { return absl::StrCat(absl::ToInt64Seconds(duration)); }

std::string TruthText(bool truth) { return truth ? "true" : "false"; }

}  // namespace

absl::StatusOr<std::vector<JobRow>> ReadJobs(Connection& connection) {
  return Guarded([&]() -> absl::StatusOr<std::vector<JobRow>> {
    auto result = connection.Execute(kRead, {});
    if (!result.ok()) return result.status();
    std::vector<JobRow> jobs;
    for (const auto& row : *result) {
      jobs.push_back(
          {row[0].as<std::string>(), row[1].as<bool>(), absl::FromUnixSeconds(row[2].as<int64_t>())});
    }
    return jobs;
  });
}

absl::StatusOr<bool> TakeJob(Connection& connection, const std::string& name, absl::string_view instance,
                             JobTime time) {
  return Changed(connection.Execute(
      kTake, {name, std::string(instance), SecondsText(kJobLease), TruthText(time == JobTime::kNow)}));
}

absl::StatusOr<bool> KeepJob(Connection& connection, const std::string& name, absl::string_view instance,
                             int64_t pieces) {
  return Changed(
      connection.Execute(kKeep, {name, std::string(instance), absl::StrCat(pieces), SecondsText(kJobLease)}));
}

absl::Status ReturnJob(Connection& connection, const std::string& name, absl::string_view instance) {
  return connection.Execute(kReturn, {name, std::string(instance)}).status();
}

absl::StatusOr<bool> FinishJob(Connection& connection, const std::string& name, absl::string_view instance,
                               bool succeeded, int64_t pieces, absl::Duration every) {
  return Changed(
      connection.Execute(kFinish, {name, std::string(instance), TruthText(succeeded), absl::StrCat(pieces),
                                   absl::StrCat(absl::ToInt64Milliseconds(every)), SecondsText(kJobRest)}));
}

}  // namespace arasha::storage
