#include "storage/reports/report_statistics.h"

#include <pqxx/pqxx>

#include "nlohmann/json.hpp"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// $6 rules, as CountingRule has them. Entry kind 7 is a transition, party role 2 the subject. A case without
// a subject was still about somebody.
constexpr absl::string_view kCategories = R"sql(
WITH rules AS (
  SELECT * FROM jsonb_to_recordset($6::jsonb) AS r (type text, category text, event text, entry_kind smallint,
    in_person boolean, direction smallint, party_role smallint, persons boolean, key text, unless text[])
), happened AS (
  SELECT r.category, r.persons, c.received_time AS at, c.mission, c.uid
  FROM rules r JOIN case_file c ON c.type = r.type
  WHERE r.event = '' AND r.entry_kind = 0 AND c.received_time >= $2::timestamptz AND c.received_time < $3::timestamptz
    AND (cardinality($1::text[]) = 0 OR c.mission = ANY ($1::text[])) AND $4::timestamptz IS NOT NULL
  UNION ALL
  SELECT r.category, r.persons, e.happened_time, c.mission, c.uid
  FROM entry e
  JOIN case_file c ON c.mission = e.mission AND c.uid = e.case_uid
  JOIN rules r ON r.type = c.type AND (
    (r.event <> '' AND e.kind = 7 AND e.event = r.event)
    OR (r.entry_kind = e.kind AND (NOT r.in_person OR e.in_person)
        AND (r.direction = 0 OR e.direction = r.direction)
        AND (r.key = '' OR r.key = ANY (e.triggers)) AND NOT r.unless && e.triggers
        AND (r.party_role = 0 OR EXISTS (
          SELECT 1 FROM party p WHERE p.mission = e.mission AND p.case_uid = e.case_uid AND p.uid = e.party_uid
            AND p.role = r.party_role))))
  WHERE e.happened_time >= $2::timestamptz AND e.happened_time < $3::timestamptz
    AND (cardinality($1::text[]) = 0 OR e.mission = ANY ($1::text[]))
    AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid)
)
SELECT category, to_char(at AT TIME ZONE $5::text, 'YYYY-MM'),
       sum(CASE WHEN persons THEN greatest(1, (
         SELECT count(*) FROM party p
         WHERE p.mission = h.mission AND p.case_uid = h.uid AND p.role = 2 AND p.remove_time IS NULL)) ELSE 1 END)::bigint
FROM happened h
GROUP BY 1, 2
ORDER BY 1, 2)sql";

constexpr absl::string_view kHostStates = R"sql(
SELECT host_state, count(*) FROM case_file
WHERE received_time >= $2::timestamptz AND received_time < $3::timestamptz
  AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[]))
  AND $4::timestamptz IS NOT NULL AND $5::text IS NOT NULL
GROUP BY host_state
ORDER BY 2 DESC, 1)sql";

}  // namespace

absl::StatusOr<std::vector<CategoryCount>> CountCategories(Connection& reporter, const ReportScope& scope,
                                                           const std::vector<CountingRule>& rules) {
  return Guarded([&]() -> absl::StatusOr<std::vector<CategoryCount>> {
    nlohmann::json rows = nlohmann::json::array();
    for (const CountingRule& rule : rules) {
      rows.push_back({{"type", rule.type},
                      {"category", rule.category},
                      {"event", rule.event},
                      {"entry_kind", rule.entry_kind},
                      {"in_person", rule.in_person},
                      {"direction", rule.direction},
                      {"party_role", rule.party_role},
                      {"persons", rule.persons},
                      {"key", rule.key},
                      {"unless", rule.unless}});
    }
    std::vector<Param> params = ScopeParams(scope);
    params.emplace_back(rows.dump());
    auto result = reporter.Execute(kCategories, params);
    if (!result.ok()) return result.status();
    std::vector<CategoryCount> counts;
    for (const auto& row : *result) counts.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int64_t>()});
    return counts;
  });
}

absl::StatusOr<std::vector<HostStateCount>> CountHostStates(Connection& reporter, const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<HostStateCount>> {
    auto result = reporter.Execute(kHostStates, ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<HostStateCount> counts;
    for (const auto& row : *result) counts.push_back({row[0].c_str(), row[1].as<int64_t>()});
    return counts;
  });
}

}  // namespace arasha::storage
