#include "storage/reports/report_jobs.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"
#include "storage/reports/report_rows.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// $1 attempts.
constexpr absl::string_view kGiveUp = R"sql(
UPDATE report SET state = 'failed', finish_time = now(), leased_by = NULL, leased_until = NULL
WHERE state = 'running' AND leased_until < now() AND attempts >= $1::smallint)sql";

// $1 instance, $2 seconds of the lease. One that waits has no time to wait for, or rests until then.
constexpr absl::string_view kTake = R"sql(
UPDATE report SET state = 'running', leased_by = $1::text, leased_until = now() + $2::integer * interval '1 second',
  attempts = attempts + 1
WHERE uid = (
  SELECT uid FROM report WHERE state IN ('queued', 'running') AND coalesce(leased_until < now(), true)
  ORDER BY create_time LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING row_to_json(report), uid, parameters->>'time_zone')sql";

// $1 instance, $2 uid, $3 progress, $4 seconds of the lease.
constexpr absl::string_view kKeep = R"sql(
UPDATE report SET progress = greatest(progress, $3::smallint), leased_until = now() + $4::integer * interval '1 second'
WHERE uid = $2::uuid AND state = 'running' AND leased_by = $1::text)sql";

constexpr absl::string_view kReturn = R"sql(
UPDATE report SET state = 'queued', leased_by = NULL, leased_until = NULL, attempts = attempts - 1, progress = 0
WHERE uid = $2::uuid AND state = 'running' AND leased_by = $1::text)sql";

// $1 instance, $2 uid, $3 attempts, $4 seconds of the first rest.
constexpr absl::string_view kPostpone = R"sql(
UPDATE report SET state = 'queued', leased_by = NULL, progress = 0,
  leased_until = now() + $4::integer * power(4, attempts - 1) * interval '1 second'
WHERE uid = $2::uuid AND state = 'running' AND leased_by = $1::text AND attempts < $3::smallint)sql";

constexpr absl::string_view kClear = "DELETE FROM report_file WHERE report = $1::uuid";

// Not for a report that was cancelled or taken back meanwhile.
constexpr absl::string_view kStore = R"sql(
INSERT INTO report_file (report, name, part, content)
SELECT uid, $2::text, $3::integer, $4::bytea FROM report WHERE uid = $1::uuid
  AND state NOT IN ('cancelled', 'failed')
ON CONFLICT DO NOTHING)sql";

// $1 instance, $2 uid, $3 origin, $4 size, $5 files.
constexpr absl::string_view kFinish = R"sql(
UPDATE report SET state = 'done', progress = 100, finish_time = now(), leased_by = NULL, leased_until = NULL,
  origin = $3::text, checkpoint_size = $4::bigint, files = $5::jsonb
WHERE uid = $2::uuid AND state = 'running' AND leased_by = $1::text)sql";

constexpr absl::string_view kFail = R"sql(
UPDATE report SET state = 'failed', finish_time = now(), leased_by = NULL, leased_until = NULL
WHERE uid = $2::uuid AND state = 'running' AND leased_by = $1::text)sql";

// A schedule moves on in the statement that orders its report, and has one for each period. Weeks and months
// are those of the clock on the wall.
constexpr absl::string_view kOrderScheduled = R"sql(
WITH due AS (
  SELECT s.*, s.parameters->>'time_zone' AS zone,
         CASE s.interval WHEN 'week' THEN interval '7 days' ELSE interval '1 month' END AS step
  FROM report_schedule s WHERE s.end_time IS NULL AND s.next_time <= now()
  ORDER BY s.next_time LIMIT 50 FOR UPDATE SKIP LOCKED
), moved AS (
  UPDATE report_schedule s SET next_time = ((d.next_time AT TIME ZONE d.zone) + d.step) AT TIME ZONE d.zone
  FROM due d WHERE s.uid = d.uid
)
INSERT INTO report (uid, kind, mission, parameters, language, start_time, end_time, audience, requested_by, schedule,
                    create_time)
SELECT gen_random_uuid(), kind, mission, parameters, language, ((next_time AT TIME ZONE zone) - step) AT TIME ZONE zone,
       next_time, audience, requested_by, uid, now()
FROM due
ON CONFLICT DO NOTHING)sql";

constexpr absl::string_view kFindCase =
    "SELECT uid FROM case_file WHERE mission = $1 AND year = $2::smallint AND serial = $3::integer";

// Whether a statement changed its row.
absl::StatusOr<bool> Changed(const absl::StatusOr<pqxx::result>& result) {
  if (!result.ok()) return result.status();
  return result->affected_rows() > 0;
}

std::string SecondsText(absl::Duration duration) { return absl::StrCat(absl::ToInt64Seconds(duration)); }

}  // namespace

absl::StatusOr<std::optional<ReportJob>> TakeReport(Connection& reporter, absl::string_view instance) {
  return Guarded([&]() -> absl::StatusOr<std::optional<ReportJob>> {
    if (auto given_up = reporter.Execute(kGiveUp, {absl::StrCat(kReportAttempts)}); !given_up.ok()) {
      return given_up.status();
    }
    auto result = reporter.Execute(kTake, {std::string(instance), SecondsText(kReportLease)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    return ReportJob{ReadReport(ParseJsonText(row[0].c_str())), row[1].c_str(), row[2].c_str()};
  });
}

absl::StatusOr<bool> KeepReport(Connection& reporter, absl::string_view instance, const std::string& uid,
                                int progress) {
  return Changed(reporter.Execute(
      kKeep, {std::string(instance), uid, absl::StrCat(progress), SecondsText(kReportLease)}));
}

absl::Status ReturnReport(Connection& reporter, absl::string_view instance, const std::string& uid) {
  return reporter.Execute(kReturn, {std::string(instance), uid}).status();
}

absl::StatusOr<bool> PostponeReport(Connection& reporter, absl::string_view instance,
                                    const std::string& uid) {
  return Changed(reporter.Execute(
      kPostpone, {std::string(instance), uid, absl::StrCat(kReportAttempts), SecondsText(kReportRest)}));
}

absl::Status ClearReportFiles(Connection& reporter, const std::string& uid) {
  return reporter.Execute(kClear, {uid}).status();
}

absl::Status StoreReportPart(Connection& reporter, const ServerKeys& keys, const std::string& uid,
                             const std::string& file, int part, absl::string_view content) {
  const std::string sealed = Vault::Seal(keys.register_key, ReportPartPlace(uid, file, part), content);
  return reporter.Execute(kStore, {uid, file, absl::StrCat(part), BytesText(sealed)}).status();
}

absl::StatusOr<bool> FinishReport(Connection& reporter, absl::string_view instance, const std::string& uid,
                                  const FinishedReport& finished) {
  return Changed(
      reporter.Execute(kFinish, {std::string(instance), uid, finished.origin,
                                 absl::StrCat(finished.checkpoint_size), FilesJson(finished.files).dump()}));
}

absl::StatusOr<bool> FailReport(Connection& reporter, absl::string_view instance, const std::string& uid) {
  return Changed(reporter.Execute(kFail, {std::string(instance), uid}));
}

absl::StatusOr<int> OrderScheduledReports(Connection& reporter) {
  auto result = reporter.Execute(kOrderScheduled, {});
  if (!result.ok()) return result.status();
  return static_cast<int>(result->affected_rows());
}

absl::StatusOr<std::string> FindCaseUid(Connection& reporter, const CaseNumber& number) {
  auto result =
      reporter.Execute(kFindCase, {number.mission, absl::StrCat(number.year), absl::StrCat(number.serial)});
  if (!result.ok()) return result.status();
  return result->empty() ? std::string() : std::string(result->front()[0].c_str());
}

}  // namespace arasha::storage
