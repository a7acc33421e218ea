#include "storage/reports/report_deadlines.h"

#include <pqxx/pqxx>

#include "nlohmann/json.hpp"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// A deadline that stopped before it was due lapsed; one that stopped after was missed. One that was waived
// lapsed, too. One of a row, `RULE/UID`, counts for its rule. One that is paused runs, and is met in time; it
// had not been due when that began.
constexpr absl::string_view kDeadlines = R"sql(
SELECT d.mission, c.type, split_part(d.rule, '/', 1), to_char(d.due_time AT TIME ZONE $5::text, 'YYYY-MM'),
       count(*) FILTER (WHERE d.met_time <= greatest(d.due_time, in_pause.until)),
       count(*) FILTER (WHERE d.met_time > greatest(d.due_time, in_pause.until)),
       count(*) FILTER (WHERE d.met_time IS NULL AND d.waive_time IS NULL
                          AND d.due_time <= coalesce(d.stop_time, d.paused_since, $4::timestamptz)),
       count(*) FILTER (WHERE d.met_time IS NULL AND (d.waive_time IS NOT NULL OR d.due_time > d.stop_time)),
       count(*) FILTER (WHERE d.met_time IS NULL AND d.stop_time IS NULL
                          AND d.due_time > coalesce(d.paused_since, $4::timestamptz))
FROM deadline d JOIN case_file c ON c.mission = d.mission AND c.uid = d.case_uid, LATERAL (
  SELECT CASE WHEN d.met_time >= d.paused_since THEN d.met_time END AS until) AS in_pause
WHERE (cardinality($1::text[]) = 0 OR d.mission = ANY ($1::text[])) AND c.sensitivity <> 3
  AND d.due_time >= $2::timestamptz AND d.due_time < $3::timestamptz
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4)sql";

// $6 rules as [{type, rule}]. Entry kinds: 2 a failed attempt, 3 a contact, 4 a visit. Of several entries at
// the instant that met the deadline, one in person speaks for it. What met it before it started took no time.
// Deadlines that nothing starts any more have no time at all. Each deadline is joined once with the entries
// of its case (`e`), and these with what corrects them (`x`, at most one): with statistics or without,
// PostgreSQL then goes through their keys or hashes them.
constexpr absl::string_view kFirstContacts = R"sql(
WITH notified AS (
  SELECT d.mission, d.start_time, d.met_time, coalesce(d.stop_time, d.paused_since) AS stop_time,
         CASE WHEN d.met_time >= d.paused_since THEN greatest(d.due_time, d.met_time) ELSE d.due_time END AS due_time,
         d.waive_time IS NOT NULL AS waived,
         coalesce(bool_or(e.in_person)
                    FILTER (WHERE e.kind IN (3, 4) AND e.happened_time = d.met_time AND x.uid IS NULL), false) AS in_person,
         count(*) FILTER (WHERE e.kind = 2 AND e.happened_time >= d.start_time
                            AND (d.met_time IS NULL OR e.happened_time < d.met_time) AND x.uid IS NULL) AS attempts
  FROM jsonb_to_recordset($6::jsonb) AS r (type text, rule text)
  JOIN case_file c ON c.type = r.type
  JOIN deadline d ON d.mission = c.mission AND d.case_uid = c.uid AND d.rule = r.rule
  LEFT JOIN entry e ON e.mission = d.mission AND e.case_uid = d.case_uid AND e.kind IN (2, 3, 4)
  LEFT JOIN entry x ON x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid
  WHERE (cardinality($1::text[]) = 0 OR d.mission = ANY ($1::text[])) AND c.sensitivity <> 3
    AND d.start_time >= $2::timestamptz AND d.start_time < $3::timestamptz AND $5::text IS NOT NULL
  GROUP BY d.mission, d.case_uid, d.rule, d.run
)
SELECT coalesce(mission, ''), count(*),
       count(*) FILTER (WHERE met_time <= due_time AND in_person),
       count(*) FILTER (WHERE met_time <= due_time AND NOT in_person),
       count(*) FILTER (WHERE met_time > due_time AND in_person),
       count(*) FILTER (WHERE met_time > due_time AND NOT in_person),
       count(*) FILTER (WHERE met_time IS NULL AND NOT waived AND due_time <= coalesce(stop_time, $4::timestamptz)),
       count(*) FILTER (WHERE met_time IS NULL AND (waived OR due_time > coalesce(stop_time, $4::timestamptz))),
       coalesce(sum(attempts), 0)::bigint,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(0, extract(epoch FROM met_time - start_time)))
         FILTER (WHERE met_time IS NOT NULL)
FROM notified
GROUP BY GROUPING SETS ((mission), ())
ORDER BY mission NULLS FIRST)sql";

}  // namespace

absl::StatusOr<std::vector<DeadlineCount>> CountDeadlines(Connection& reporter, const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<DeadlineCount>> {
    auto result = reporter.Execute(kDeadlines, ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<DeadlineCount> counts;
    for (const auto& row : *result) {
      counts.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str(), row[4].as<int64_t>(),
                        row[5].as<int64_t>(), row[6].as<int64_t>(), row[7].as<int64_t>(),
                        row[8].as<int64_t>()});
    }
    return counts;
  });
}

absl::StatusOr<std::vector<FirstContactCount>> CountFirstContacts(Connection& reporter,
                                                                  const ReportScope& scope,
                                                                  const std::vector<RuleOfType>& rules) {
  return Guarded([&]() -> absl::StatusOr<std::vector<FirstContactCount>> {
    nlohmann::json rows = nlohmann::json::array();
    for (const RuleOfType& rule : rules) rows.push_back({{"type", rule.type}, {"rule", rule.rule}});
    std::vector<Param> params = ScopeParams(scope);
    params.emplace_back(rows.dump());
    auto result = reporter.Execute(kFirstContacts, params);
    if (!result.ok()) return result.status();
    std::vector<FirstContactCount> counts;
    for (const auto& row : *result) {
      FirstContactCount& count = counts.emplace_back();
      count.mission = row[0].c_str();
      count.notified = row[1].as<int64_t>();
      count.within_in_person = row[2].as<int64_t>();
      count.within_remote = row[3].as<int64_t>();
      count.later_in_person = row[4].as<int64_t>();
      count.later_remote = row[5].as<int64_t>();
      count.never = row[6].as<int64_t>();
      count.running = row[7].as<int64_t>();
      count.failed_attempts = row[8].as<int64_t>();
      if (!row[9].is_null()) count.median = absl::Seconds(row[9].as<double>());
    }
    return counts;
  });
}

}  // namespace arasha::storage
