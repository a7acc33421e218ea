#include "storage/reports/report_workload.h"

#include <pqxx/pqxx>

#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// Entry kinds up to 6 are those that people write; what was corrected does not count. A case is open at a
// time if it had been received by then and had not ended.
constexpr absl::string_view kMissionLoads = R"sql(
SELECT m.code, c.open_before, c.received, c.ended, c.open_after, o.officers, e.entries, c.median_age
FROM mission m,
LATERAL (
  SELECT count(*) FILTER (WHERE received_time < $2::timestamptz AND (close_time IS NULL OR close_time >= $2::timestamptz))
           AS open_before,
         count(*) FILTER (WHERE received_time >= $2::timestamptz AND received_time < $3::timestamptz) AS received,
         count(*) FILTER (WHERE close_time >= $2::timestamptz AND close_time < $3::timestamptz) AS ended,
         count(*) FILTER (WHERE received_time < $3::timestamptz AND (close_time IS NULL OR close_time >= $3::timestamptz))
           AS open_after,
         percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM least($3::timestamptz, $4::timestamptz) - received_time))
           FILTER (WHERE received_time < $3::timestamptz AND (close_time IS NULL OR close_time >= $3::timestamptz))
           AS median_age
  FROM case_file WHERE mission = m.code AND sensitivity <> 3) AS c,
LATERAL (
  SELECT count(DISTINCT g.principal) AS officers FROM role_grant g JOIN principal p ON p.name = g.principal
  WHERE g.mission = m.code AND g.role IN ('officer', 'head') AND g.revoke_time IS NULL
    AND g.expire_time > $4::timestamptz AND p.active) AS o,
LATERAL (
  SELECT count(*) AS entries FROM entry e
  JOIN case_file c ON c.mission = e.mission AND c.uid = e.case_uid AND c.sensitivity <> 3
  WHERE e.mission = m.code AND kind <= 6 AND record_time >= $2::timestamptz AND record_time < $3::timestamptz
    AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.mission = e.mission AND x.case_uid = e.case_uid
                                            AND x.corrects = e.uid)) AS e
WHERE (cardinality($1::text[]) = 0 OR m.code = ANY ($1::text[])) AND $5::text IS NOT NULL
ORDER BY m.code)sql";

constexpr absl::string_view kOfficerLoads = R"sql(
SELECT coalesce(who, ''), mission, sum(open)::bigint, sum(entries)::bigint, coalesce(bool_and(p.active), true) FROM (
  SELECT assignee AS who, mission, count(*) AS open, 0 AS entries FROM case_file
  WHERE received_time < $3::timestamptz AND (close_time IS NULL OR close_time >= $3::timestamptz)
    AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[])) AND sensitivity <> 3
  GROUP BY 1, 2
  UNION ALL
  SELECT author, e.mission, 0, count(*) FROM entry e
  JOIN case_file c ON c.mission = e.mission AND c.uid = e.case_uid AND c.sensitivity <> 3
  WHERE kind <= 6 AND record_time >= $2::timestamptz AND record_time < $3::timestamptz
    AND (cardinality($1::text[]) = 0 OR e.mission = ANY ($1::text[]))
    AND $4::timestamptz IS NOT NULL AND $5::text IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid)
  GROUP BY 1, 2
) AS load LEFT JOIN principal p ON p.name = load.who
GROUP BY 1, 2
ORDER BY 3 DESC, 1, 2)sql";

// $6 the form of a day or of a month.
constexpr absl::string_view kFlow = R"sql(
SELECT at, count(*) FILTER (WHERE received), count(*) FILTER (WHERE NOT received) FROM (
  SELECT to_char(received_time AT TIME ZONE $5::text, $6::text) AS at, true AS received FROM case_file
  WHERE received_time >= $2::timestamptz AND received_time < $3::timestamptz
    AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[])) AND sensitivity <> 3
  UNION ALL
  SELECT to_char(close_time AT TIME ZONE $5::text, $6::text), false FROM case_file
  WHERE close_time >= $2::timestamptz AND close_time < $3::timestamptz AND $4::timestamptz IS NOT NULL
    AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[])) AND sensitivity <> 3
) AS flow
GROUP BY at
ORDER BY at)sql";

}  // namespace

absl::StatusOr<std::vector<MissionLoad>> CountMissionLoads(Connection& reporter, const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<MissionLoad>> {
    auto result = reporter.Execute(kMissionLoads, ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<MissionLoad> loads;
    for (const auto& row : *result) {
      MissionLoad& load = loads.emplace_back();
      load.mission = row[0].c_str();
      load.open_before = row[1].as<int64_t>();
      load.received = row[2].as<int64_t>();
      load.ended = row[3].as<int64_t>();
      load.open_after = row[4].as<int64_t>();
      load.officers = row[5].as<int64_t>();
      load.entries = row[6].as<int64_t>();
      if (!row[7].is_null()) load.median_age = absl::Seconds(row[7].as<double>());
    }
    return loads;
  });
}

absl::StatusOr<std::vector<OfficerLoad>> CountOfficerLoads(Connection& reporter, const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<OfficerLoad>> {
    auto result = reporter.Execute(kOfficerLoads, ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<OfficerLoad> loads;
    for (const auto& row : *result) {
      loads.push_back(
          {row[0].c_str(), row[1].c_str(), row[2].as<int64_t>(), row[3].as<int64_t>(), row[4].as<bool>()});
    }
    return loads;
  });
}

absl::StatusOr<std::vector<CaseFlow>> CountCaseFlow(Connection& reporter, const ReportScope& scope,
                                                    bool by_day) {
  return Guarded([&]() -> absl::StatusOr<std::vector<CaseFlow>> {
    std::vector<Param> params = ScopeParams(scope);
    params.emplace_back(by_day ? "YYYY-MM-DD" : "YYYY-MM");
    auto result = reporter.Execute(kFlow, params);
    if (!result.ok()) return result.status();
    std::vector<CaseFlow> flow;
    for (const auto& row : *result)
      flow.push_back({row[0].c_str(), row[1].as<int64_t>(), row[2].as<int64_t>()});
    return flow;
  });
}

}  // namespace arasha::storage
