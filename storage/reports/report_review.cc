#include "storage/reports/report_review.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// $6 risks as [{id, weight}], $7 final states as [{type, state}], $8 rules of host states as [{type, rule}],
// $9 seed, $10 size, $11 days of silence, $12 many corrections, $13 the part of the usual time that is fast.
// Entry kinds up to 6, and 18, a tick, are those that people write, 7 is a change of state; sensitivity 1 is
// ordinary. What is drawn first has the least -ln(u) / weight, where u is a number between 0 and 1 out of the
// hash of seed and case: so each next one is drawn from those that are left, with a chance in proportion to
// its weight (Efraimidis and Spirakis, 2006).
constexpr absl::string_view kSample = R"sql(
WITH matter AS (
  SELECT mission, uid, year, serial, type, state, sensitivity, received_time, close_time,
         greatest(received_time, coalesce(close_time, least($3::timestamptz, $4::timestamptz))) AS until
  FROM case_file
  WHERE received_time < $3::timestamptz AND (close_time IS NULL OR close_time >= $2::timestamptz) AND erase_time IS NULL
    AND sensitivity <> 3
    AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[])) AND $5::text IS NOT NULL
), usual AS (
  SELECT type, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM close_time - received_time)::float8) AS seconds
  FROM matter WHERE close_time IS NOT NULL GROUP BY type HAVING count(*) >= 5
), told AS (
  SELECT m.mission, m.uid, e.kind, e.happened_time, e.from_state, e.corrects IS NOT NULL AS corrects, x.uid IS NULL AS stands
  FROM matter m JOIN entry e ON e.mission = m.mission AND e.case_uid = m.uid
  LEFT JOIN entry x ON x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid
), courses AS (
  SELECT m.mission, m.uid, count(*) FILTER (WHERE t.corrects) AS corrections,
         bool_or(t.kind = 7 AND t.stands AND f.state IS NOT NULL) AS reopened
  FROM matter m JOIN told t ON t.mission = m.mission AND t.uid = m.uid
  LEFT JOIN jsonb_to_recordset($7::jsonb) AS f (type text, state text) ON f.type = m.type AND f.state = t.from_state
  GROUP BY 1, 2
), points AS (
  SELECT mission, uid, received_time AS at FROM matter
  UNION ALL
  SELECT mission, uid, until FROM matter
  UNION ALL
  SELECT m.mission, m.uid, t.happened_time FROM matter m JOIN told t ON t.mission = m.mission AND t.uid = m.uid
  WHERE (t.kind <= 6 OR t.kind = 18) AND t.stands AND t.happened_time > m.received_time AND t.happened_time < m.until
), silences AS (
  SELECT mission, uid, max(gap) AS longest FROM (
    SELECT mission, uid, at - lag(at) OVER (PARTITION BY mission, uid ORDER BY at) AS gap FROM points) AS gaps
  GROUP BY 1, 2
), missed AS (
  SELECT DISTINCT m.mission, m.uid FROM matter m JOIN deadline d ON d.mission = m.mission AND d.case_uid = m.uid
  WHERE d.waive_time IS NULL
    AND ((d.met_time IS NULL AND d.due_time <= coalesce(d.stop_time, d.paused_since, $4::timestamptz))
         OR (d.met_time > d.due_time AND d.paused_since IS NULL))
    AND NOT EXISTS (SELECT FROM jsonb_to_recordset($8::jsonb) AS r (type text, rule text)
                    WHERE r.type = m.type AND r.rule = split_part(d.rule, '/', 1))
), weighed AS (
  SELECT m.*, array_remove(ARRAY[
           CASE WHEN d.uid IS NOT NULL THEN 'missed_deadlines' END,
           CASE WHEN m.sensitivity > 1 THEN 'sensitive' END,
           CASE WHEN s.longest > $11::integer * interval '1 day' THEN 'long_silence' END,
           CASE WHEN c.corrections >= $12::integer THEN 'many_corrections' END,
           CASE WHEN extract(epoch FROM m.close_time - m.received_time)::float8 < u.seconds * $13::float8 THEN 'closed_fast' END,
           CASE WHEN c.reopened THEN 'reopened' END], NULL) AS reasons,
         ((('x' || substr(encode(sha256(convert_to($9::text || m.uid::text, 'UTF8')), 'hex'), 1, 13))::bit(52)::bigint)::float8
            + 0.5) / 4503599627370496 AS chance
  FROM matter m
  LEFT JOIN courses c ON c.mission = m.mission AND c.uid = m.uid
  LEFT JOIN silences s ON s.mission = m.mission AND s.uid = m.uid
  LEFT JOIN missed d ON d.mission = m.mission AND d.uid = m.uid
  LEFT JOIN usual u ON u.type = m.type
), risky AS (
  SELECT w.*, 1 + coalesce((SELECT sum(r.weight) FROM jsonb_to_recordset($6::jsonb) AS r (id text, weight integer)
                            WHERE r.id = ANY (w.reasons)), 0) AS weight
  FROM weighed w
)
SELECT format('%s-%s-%s', mission, year, to_char(serial, 'FM000000')), mission, type, state,
       array_to_string(reasons, ' '), weight, count(*) OVER ()
FROM risky
ORDER BY -ln(chance) / weight, mission, uid
LIMIT $10::integer)sql";

std::vector<Param> SampleParams(const ReportScope& scope, const ReviewRules& rules) {
  json risks = json::array();
  for (const ReviewRisk& one : rules.risks) risks.push_back({{"id", one.id}, {"weight", one.weight}});
  json states = json::array();
  for (const StateOfType& one : rules.final_states) {
    states.push_back({{"type", one.type}, {"state", one.state}});
  }
  json host_states = json::array();
  for (const RuleOfType& one : rules.host_states) {
    host_states.push_back({{"type", one.type}, {"rule", one.rule}});
  }
  std::vector<Param> params = ScopeParams(scope);
  for (const json* list : {&risks, &states, &host_states}) params.emplace_back(list->dump());
  params.emplace_back(rules.seed);
  params.emplace_back(absl::StrCat(rules.size));
  params.emplace_back(absl::StrCat(kReviewSilentDays));
  params.emplace_back(absl::StrCat(kManyCorrections));
  params.emplace_back(absl::StrCat(kFastPart));
  return params;
}

}  // namespace

absl::StatusOr<ReviewSample> DrawReviewSample(Connection& reporter, const ReportScope& scope,
                                              const ReviewRules& rules) {
  return Guarded([&]() -> absl::StatusOr<ReviewSample> {
    auto result = reporter.Execute(kSample, SampleParams(scope, rules));
    if (!result.ok()) return result.status();
    ReviewSample sample;
    for (const auto& row : *result) {
      sample.drawn_from = row[6].as<int64_t>();
      SampledCase& one = sample.cases.emplace_back();
      one.number = row[0].c_str();
      one.mission = row[1].c_str();
      one.type = row[2].c_str();
      one.state = row[3].c_str();
      one.reasons = absl::StrSplit(row[4].c_str(), ' ', absl::SkipEmpty());
      one.weight = row[5].as<int64_t>();
    }
    return sample;
  });
}

}  // namespace arasha::storage
