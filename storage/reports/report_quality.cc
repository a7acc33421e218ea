#include "storage/reports/report_quality.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// $6 items owed as [{type, state, item}], $7 contacts expected as [{type, in_person}], $8 rules of host
// states as [{type, rule}], $9 days of silence. Entry kinds up to 6, and 18, a tick, are those that people
// write, 3 a contact, 4 a visit; who is named in none was the subject (role 2). What was corrected does not
// count. What is known of a case is gathered by its key and not joined: where PostgreSQL has no statistics
// yet, it takes each side of a join for a handful of rows, and compares every case with every other.
constexpr absl::string_view kCaseQuality = R"sql(
WITH fact AS (
  SELECT mission, uid, type, state, coalesce(assignee, '') AS officer,
         received_time < $4::timestamptz - $9::integer * interval '1 day' AS old,
         NULL::timestamptz AS told, NULL::boolean AS contacted, NULL::boolean AS seen,
         NULL::uuid AS subject, NULL::uuid AS identified, NULL::text AS ticked
  FROM case_file
  WHERE open AND sensitivity <> 3 AND received_time < $3::timestamptz
    AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[]))
  UNION ALL
  SELECT e.mission, e.case_uid, NULL, NULL, NULL, NULL, CASE WHEN e.kind <= 6 OR e.kind = 18 THEN e.happened_time END,
         e.kind IN (3, 4) AND coalesce(p.role, 2) = 2, e.kind IN (3, 4) AND coalesce(p.role, 2) = 2 AND e.in_person,
         NULL, NULL, e.check_item
  FROM entry e LEFT JOIN party p ON p.mission = e.mission AND p.case_uid = e.case_uid AND p.uid = e.party_uid
  WHERE (e.kind <= 6 OR e.kind = 18 OR e.check_item IS NOT NULL)
    AND (cardinality($1::text[]) = 0 OR e.mission = ANY ($1::text[]))
    AND NOT EXISTS (SELECT FROM entry x
                    WHERE x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid)
  UNION ALL
  SELECT mission, case_uid, NULL, NULL, NULL, NULL, NULL, NULL, NULL, uid, NULL, NULL FROM party
  WHERE role = 2 AND remove_time IS NULL AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[]))
  UNION ALL
  SELECT mission, case_uid, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, uid, NULL
  FROM identified_parties($1::text[])
), held AS (
  SELECT mission, max(type) AS type, max(state) AS state, max(officer) AS officer, bool_or(old) AS old,
         coalesce(max(told) >= $4::timestamptz - $9::integer * interval '1 day', false) AS lately,
         coalesce(bool_or(contacted), false) AS contacted, coalesce(bool_or(seen), false) AS seen,
         count(subject) > 0 AS about,
         array_agg(subject) FILTER (WHERE subject IS NOT NULL) <@
           coalesce(array_agg(identified) FILTER (WHERE identified IS NOT NULL), '{}') AS identified,
         coalesce(array_agg(ticked) FILTER (WHERE ticked IS NOT NULL), '{}') AS ticked
  FROM fact GROUP BY mission, uid HAVING count(type) > 0
), of_cases AS (
  SELECT h.mission, h.officer, count(*) AS open,
         count(*) FILTER (WHERE h.old AND NOT h.lately) AS silent,
         count(*) FILTER (WHERE NOT h.about) AS without_subject,
         count(*) FILTER (WHERE NOT h.identified) AS without_identifier,
         count(*) FILTER (WHERE h.about AND r.type IS NOT NULL) AS to_contact,
         count(*) FILTER (WHERE h.about AND r.type IS NOT NULL AND NOT h.contacted) AS never_contacted,
         count(*) FILTER (WHERE h.about AND r.in_person) AS to_see,
         count(*) FILTER (WHERE h.about AND r.in_person AND NOT h.seen) AS never_seen,
         count(*) FILTER (WHERE o.items > 0) AS with_items_owed, coalesce(sum(o.items), 0) AS items_owed
  FROM held h
  LEFT JOIN jsonb_to_recordset($7::jsonb) AS r (type text, in_person boolean) ON r.type = h.type
  CROSS JOIN LATERAL (SELECT count(*) AS items FROM jsonb_to_recordset($6::jsonb) AS o (type text, state text, item text)
                      WHERE o.type = h.type AND o.state = h.state AND o.item <> ALL (h.ticked)) AS o
  GROUP BY 1, 2
), missed AS (
  SELECT d.mission, coalesce(c.assignee, '') AS officer, EXISTS (
           SELECT FROM entry e LEFT JOIN entry x ON x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid
           WHERE e.mission = d.mission AND e.case_uid = d.case_uid AND (e.kind <= 6 OR e.kind = 18)
             AND e.happened_time >= d.start_time AND x.uid IS NULL) AS told
  FROM deadline d JOIN case_file c ON c.mission = d.mission AND c.uid = d.case_uid AND c.sensitivity <> 3
  WHERE (cardinality($1::text[]) = 0 OR d.mission = ANY ($1::text[]))
    AND d.due_time >= $2::timestamptz AND d.due_time < $3::timestamptz AND d.met_time IS NULL AND d.waive_time IS NULL
    AND d.due_time <= coalesce(d.stop_time, d.paused_since, $4::timestamptz) AND $5::text IS NOT NULL
    AND NOT EXISTS (SELECT FROM jsonb_to_recordset($8::jsonb) AS r (type text, rule text)
                    WHERE r.type = c.type AND r.rule = split_part(d.rule, '/', 1))
)
SELECT mission, officer, sum(open)::bigint, sum(silent)::bigint, sum(without_subject)::bigint,
       sum(without_identifier)::bigint, sum(to_contact)::bigint, sum(never_contacted)::bigint, sum(to_see)::bigint,
       sum(never_seen)::bigint, sum(with_items_owed)::bigint, sum(items_owed)::bigint, sum(missed)::bigint, sum(untold)::bigint
FROM (
  SELECT *, 0 AS missed, 0 AS untold FROM of_cases
  UNION ALL
  SELECT mission, officer, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*), count(*) FILTER (WHERE NOT told) FROM missed
  GROUP BY 1, 2
) AS quality
GROUP BY 1, 2
ORDER BY 1, 2)sql";

// $6 days after which it is late. A correction tells of what happened before, and is not late; kind 7 is a
// change of state, 2 to 4 are contacts, tried or made, and visits.
constexpr absl::string_view kEntryQuality = R"sql(
SELECT e.mission, e.author, count(*) FILTER (WHERE e.kind <= 6),
       count(*) FILTER (WHERE e.kind <= 6 AND e.late),
       count(*) FILTER (WHERE e.kind IN (2, 3, 4) AND e.happened_time < c.received_time AND x.uid IS NULL),
       count(*) FILTER (WHERE e.kind <= 6 AND x.uid IS NOT NULL),
       count(*) FILTER (WHERE e.kind = 7), count(*) FILTER (WHERE e.kind = 7 AND e.late)
FROM (
  SELECT *, record_time > happened_time + $6::integer * interval '1 day' AS late
  FROM (SELECT mission, case_uid, uid, kind, author, happened_time, record_time FROM entry
        WHERE kind <= 7 AND corrects IS NULL
          AND record_time >= $2::timestamptz AND record_time < $3::timestamptz
          AND (cardinality($1::text[]) = 0 OR mission = ANY ($1::text[]))
          AND $4::timestamptz IS NOT NULL AND $5::text IS NOT NULL) AS written) AS e
JOIN case_file c ON c.mission = e.mission AND c.uid = e.case_uid AND c.sensitivity <> 3
LEFT JOIN entry x ON x.mission = e.mission AND x.case_uid = e.case_uid AND x.corrects = e.uid
GROUP BY 1, 2
ORDER BY 1, 2)sql";

std::vector<Param> CaseParams(const ReportScope& scope, const QualityRules& rules) {
  json owed = json::array();
  for (const OwedItem& one : rules.owed) {
    owed.push_back({{"type", one.type}, {"state", one.state}, {"item", one.item}});
  }
  json contacts = json::array();
  for (const ExpectedContact& one : rules.contacts) {
    contacts.push_back({{"type", one.type}, {"in_person", one.in_person}});
  }
  json host_states = json::array();
  for (const RuleOfType& one : rules.host_states) {
    host_states.push_back({{"type", one.type}, {"rule", one.rule}});
  }
  std::vector<Param> params = ScopeParams(scope);
  params.emplace_back(owed.dump());
  params.emplace_back(contacts.dump());
  params.emplace_back(host_states.dump());
  params.emplace_back(absl::StrCat(kSilentDays));
  return params;
}

}  // namespace

CaseQuality& CaseQuality::operator+=(const CaseQuality& other) {
  open += other.open;
  silent += other.silent;
  without_subject += other.without_subject;
  without_identifier += other.without_identifier;
  to_contact += other.to_contact;
  never_contacted += other.never_contacted;
  to_see += other.to_see;
  never_seen += other.never_seen;
  with_items_owed += other.with_items_owed;
  items_owed += other.items_owed;
  missed += other.missed;
  missed_untold += other.missed_untold;
  return *this;
}

EntryQuality& EntryQuality::operator+=(const EntryQuality& other) {
  entries += other.entries;
  late += other.late;
  before_received += other.before_received;
  corrected += other.corrected;
  changes += other.changes;
  late_changes += other.late_changes;
  return *this;
}

absl::StatusOr<std::vector<CaseQuality>> CountCaseQuality(Connection& reporter, const ReportScope& scope,
                                                          const QualityRules& rules) {
  return Guarded([&]() -> absl::StatusOr<std::vector<CaseQuality>> {
    auto result = reporter.Execute(kCaseQuality, CaseParams(scope, rules));
    if (!result.ok()) return result.status();
    std::vector<CaseQuality> counts;
    for (const auto& row : *result) {
      counts.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int64_t>(), row[3].as<int64_t>(),
                        row[4].as<int64_t>(), row[5].as<int64_t>(), row[6].as<int64_t>(),
                        row[7].as<int64_t>(), row[8].as<int64_t>(), row[9].as<int64_t>(),
                        row[10].as<int64_t>(), row[11].as<int64_t>(), row[12].as<int64_t>(),
                        row[13].as<int64_t>()});
    }
    return counts;
  });
}

absl::StatusOr<std::vector<EntryQuality>> CountEntryQuality(Connection& reporter, const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<EntryQuality>> {
    std::vector<Param> params = ScopeParams(scope);
    params.emplace_back(absl::StrCat(kLateDays));
    auto result = reporter.Execute(kEntryQuality, params);
    if (!result.ok()) return result.status();
    std::vector<EntryQuality> counts;
    for (const auto& row : *result) {
      counts.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int64_t>(), row[3].as<int64_t>(),
                        row[4].as<int64_t>(), row[5].as<int64_t>(), row[6].as<int64_t>(),
                        row[7].as<int64_t>()});
    }
    return counts;
  });
}

}  // namespace arasha::storage
