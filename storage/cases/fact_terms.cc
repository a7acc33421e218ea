#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "storage/cases/case_list.h"
#include "storage/cases/rows.h"
#include "storage/postgres/conditions.h"

namespace arasha::storage {
namespace {

// What the case's type has in the parameter.
std::string OfType(int parameter) {
  return absl::StrCat("ARRAY(SELECT jsonb_array_elements_text($", parameter,
                      "::jsonb -> (c.type || '@' || c.type_version)))");
}

// The happenings that have one of these keys, each with the time until which it may have happened.
std::string HappeningsOf(const std::string& keys) {
  return absl::StrCat(R"sql((
      SELECT e.happened_time AS at, e.happened_time AS until FROM entry e
      WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.triggers && )sql",
                      keys, " AND ", kEntryStands, R"sql(
      UNION ALL SELECT c.received_time, c.received_time WHERE 'opened' = ANY ()sql",
                      keys, R"sql()
      UNION ALL SELECT (told.value->>0)::timestamptz, (told.value->>1)::timestamptz
      FROM jsonb_each(c.field_times) AS told WHERE told.key = ANY ()sql",
                      keys, "))");
}

// Days by the dates of the mission, as services/rules/casework/facts.h counts them.
std::string DaysOf(const std::string& begun, const std::string& ended) {
  return absl::StrCat(R"sql((
    SELECT (least((SELECT min(greatest(u.at, f.at)) FROM )sql",
                      ended, R"sql( AS u WHERE u.until >= f.at), ($2::leaf_head).occurred_time)
            AT TIME ZONE z.time_zone)::date - (f.at AT TIME ZONE z.time_zone)::date
    FROM (SELECT min(h.at) AS at FROM )sql",
                      begun, R"sql( AS h) AS f, (SELECT time_zone FROM mission WHERE code = c.mission) AS z
    WHERE f.at <= ($2::leaf_head).occurred_time))sql");
}

std::string ValueOf(const FactTerm& term, int of, int until) {
  const std::string keys = OfType(of);
  switch (term.kind) {
    case FactTerm::Kind::kLast:
      return absl::StrCat("(SELECT max(h.at) FROM ", HappeningsOf(keys), " AS h)");
    case FactTerm::Kind::kFirst:
      return absl::StrCat("(SELECT min(h.at) FROM ", HappeningsOf(keys), " AS h)");
    case FactTerm::Kind::kCount:
      return absl::StrCat("(SELECT count(*) FROM ", HappeningsOf(keys), " AS h)");
    case FactTerm::Kind::kNone:
      return absl::StrCat("(NOT EXISTS (SELECT 1 FROM ", HappeningsOf(keys), " AS h))");
    case FactTerm::Kind::kDays:
      return DaysOf(HappeningsOf(keys), HappeningsOf(OfType(until)));
    case FactTerm::Kind::kNextDue:
      return absl::StrCat(R"sql((SELECT min(d.due_time) FROM deadline d
     WHERE d.mission = c.mission AND d.case_uid = c.uid AND d.rule = ANY ()sql",
                          keys, R"sql() AND d.met_time IS NULL
       AND d.stop_time IS NULL AND d.paused_since IS NULL AND d.due_time < 'infinity'))sql");
  }
  return {};
}

absl::string_view TypeOf(FactTerm::Kind kind) {
  switch (kind) {
    case FactTerm::Kind::kDays:
    case FactTerm::Kind::kCount:
      return "bigint";
    case FactTerm::Kind::kNone:
      return "boolean";
    default:
      return "timestamptz";
  }
}

}  // namespace

std::string FactCondition(const FactTerm& term, Comparison comparison, absl::string_view value,
                          int parameter) {
  const std::string fact = ValueOf(term, parameter + 1, parameter + 2);
  // Nothing is known of a case that was erased, nor of one whose type has no such fact.
  return absl::StrCat("c.erase_time IS NULL AND $", parameter + 1,
                      "::jsonb ? (c.type || '@' || c.type_version) AND $", parameter + 2,
                      "::jsonb IS NOT NULL AND ",
                      Condition({fact, TypeOf(term.kind)}, comparison, value, parameter));
}

}  // namespace arasha::storage
