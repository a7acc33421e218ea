#include "storage/cases/timeline.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/keys/case_keys.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {

using nlohmann::json;

namespace {

// $1 context, $2 leaf_head, $3 labels, $4 mission, $5 year, $6 serial, $7 limit, $8 and $9 the position, or
// NULL.
std::string ListEntriesSql() {
  return absl::StrCat(R"sql(
SELECT coalesce((SELECT json_agg(json_build_array(row_to_json(page), x.uid, x.record_time)
                                 ORDER BY page.happened_time, page.uid) FROM ()sql",
                      WithinPage(R"sql(
         SELECT e.* FROM entry e
         WHERE e.mission = c.mission AND e.case_uid = c.uid
           AND (e.happened_time, e.uid) > (coalesce($8::timestamptz, '-infinity'),
                                         coalesce($9::uuid, '00000000-0000-0000-0000-000000000000'))
         ORDER BY e.happened_time, e.uid LIMIT $7::integer)sql",
                                 "octet_length(l.sealed)", "l.happened_time, l.uid"),
                      R"sql() AS page
         LEFT JOIN entry x ON x.mission = c.mission AND x.case_uid = c.uid AND x.corrects = page.uid), '[]'),
       c.keys, c.uid, c.erased, c.type,
       audit_read($2::leaf_head, c.mission, c.uid, ''::bytea) AS read
FROM caller, LATERAL (
  SELECT mission, uid, keys, erase_time IS NOT NULL AS erased, ("row").type FROM full_case
  WHERE known AND mission = $4::text AND year = $5::smallint AND serial = $6::integer AND labels && $3::text[]
  OFFSET 0) AS c)sql");
}

}  // namespace

absl::StatusOr<std::optional<TimelinePage>> ListEntries(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, int limit,
                                                        const std::optional<PagePosition>& after) {
  return Guarded([&]() -> absl::StatusOr<std::optional<TimelinePage>> {
    static const std::string sql = ListEntriesSql();
    auto result =
        Read(connection, context, sql,
             {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
              absl::StrCat(number.serial), absl::StrCat(limit), after ? Param(after->value) : std::nullopt,
              after ? Param(after->uid) : std::nullopt});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row found = result->front();
    auto keys = ReadKeys(context.sealing->vault, ParseJsonText(found[1].c_str()), found[2].c_str(),
                         found[3].as<bool>());
    if (!keys.ok()) return keys.status();
    TimelinePage page;
    page.erased = found[3].as<bool>();
    page.case_type = found[4].c_str();
    int listed = 0;
    const std::string name = CaseName(number);
    for (const json& item : ParseJsonText(found[0].c_str())) {
      const json& row = item.at(0);
      v1::Entry& entry = page.entries.emplace_back(ReadEntry(row, name, *keys, page.damaged));
      if (!item.at(1).is_null()) {
        SetCorrected(item.at(1).get<std::string>(), item.at(2).get<std::string>(), entry);
      }
      page.last = {row.at("happened_time").get<std::string>(), row.at("uid").get<std::string>()};
      listed = row.at("listed").get<int>();
    }
    page.goes_on = GoesOn(listed, page.entries.size(), limit);
    if (!keys->empty()) context.sealing->case_keys.Remember(name, keys->back());
    return page;
  });
}

}  // namespace arasha::storage
