#include "storage/reports/report_leaves.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <unordered_set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// Places that one statement lists; its answer is held in memory.
constexpr int64_t kListPlaces = 16384;

constexpr absl::string_view kHead =
    "SELECT origin, size, root, note FROM audit_checkpoint ORDER BY create_time DESC, size DESC LIMIT 1";

// $1 first place, $2 end. Begins every statement that counts or lists leaves.
constexpr absl::string_view kStretch = R"sql(
WITH stretch AS MATERIALIZED (
  SELECT tree_index, leaf_id FROM audit_sequence WHERE tree_index >= $1::bigint AND tree_index < $2::bigint
))sql";

// $3 missions, $4 actor, $5 case, $6 actions, $7 changes only, $8 start, $9 end. Each leaf by its key: as a
// plain join PostgreSQL reads the whole log for each stretch of it, or, while a young register has no
// statistics, for each leaf. For lists a case is looked for among the uids that the leaf says it showed.
constexpr absl::string_view kMatching = R"sql(
  FROM stretch s, LATERAL (SELECT * FROM audit_leaf WHERE leaf_id = s.leaf_id OFFSET 0) AS l
  WHERE (cardinality($3::text[]) = 0 OR l.mission = ANY ($3::text[]))
    AND ($4::text = '' OR l.actor = $4::text)
    AND ($5::uuid IS NULL OR l.object_uid = $5::uuid
         OR (l.object_uid IS NULL AND position(uuid_send($5::uuid) IN l.leaf_data) > 0))
    AND (cardinality($6::text[]) = 0 OR l.action = ANY ($6::text[]))
    AND (NOT $7::boolean OR l.action !~ '^(Explain|Get|List|Read|Search|WhoAmI)')
    AND tstzrange($8::timestamptz, $9::timestamptz) @> l.occurred_time)sql";

std::vector<Param> MatchingParams(const LeafSelection& filter, const LeafPlaces& places) {
  return {absl::StrCat(places.first),
          absl::StrCat(places.end),
          ArrayText(filter.missions),
          filter.actor,
          filter.case_uid.empty() ? Param() : Param(filter.case_uid),
          ArrayText(filter.actions),
          filter.changes_only ? "true" : "false",
          filter.start == absl::InfinitePast() ? "-infinity" : TimeText(filter.start),
          filter.end == absl::InfiniteFuture() ? "infinity" : TimeText(filter.end)};
}

// $10 zone. Hashes come out in the order of the log; the groups as rows of day, actor, action, denied,
// mission and count.
const std::string& TallySql() {
  static const std::string sql = absl::StrCat(kStretch, R"sql(, counted AS MATERIALIZED (
  SELECT s.tree_index, l.leaf_hash, (l.occurred_time AT TIME ZONE $10::text)::date AS day, l.actor, l.action,
         l.decision = 'denied' AS denied, coalesce(l.mission, '') AS mission)sql",
                                              kMatching, R"sql(
), grouped AS (
  SELECT day, actor, action, denied, mission, count(*) AS leaves, grouping(day, actor, mission) AS by
  FROM counted GROUP BY GROUPING SETS ((day, action, denied), (actor, action, denied), (mission))
)
SELECT count(*), coalesce(min(tree_index), -1), coalesce(max(tree_index), -1),
       coalesce(string_agg(leaf_hash, ''::bytea ORDER BY tree_index), ''::bytea),
       (SELECT coalesce(json_agg(json_build_array(by, day, actor, action, denied, mission, leaves)), '[]') FROM grouped)
FROM counted)sql");
  return sql;
}

// grouping() sets a bit for each column that a group is not by: day 4, actor 2, mission 1.
constexpr int kByDay = 3;
constexpr int kByActor = 5;

std::string Text(const json& value) { return value.is_null() ? "" : value.get<std::string>(); }

LeafCount ReadCount(const json& row) {
  LeafCount count;
  count.day = Text(row.at(1));
  count.actor = Text(row.at(2));
  count.action = Text(row.at(3));
  count.denied = row.at(4).is_boolean() && row.at(4).get<bool>();
  count.mission = Text(row.at(5));
  count.leaves = row.at(6).get<int64_t>();
  return count;
}

// $1 start, $2 end, $3 size. By the index on time (BRIN) to a range of ids, and from that to places. Of bare
// ids PostgreSQL would look for the first and the last along the primary key, through the whole log before
// and behind the period.
constexpr absl::string_view kPlaces = R"sql(
WITH ids AS (
  SELECT min(leaf_id + 0) AS first, max(leaf_id + 0) AS last FROM audit_leaf
  WHERE occurred_time >= $1::timestamptz AND occurred_time < $2::timestamptz
)
SELECT coalesce(min(tree_index), 0), coalesce(max(tree_index) + 1, 0)
FROM ids JOIN audit_sequence s ON s.leaf_id BETWEEN ids.first AND ids.last AND s.tree_index < $3::bigint)sql";

// The rows of a statement that begins by kStretch, from each stretch of the places in turn.
absl::Status ForEachRow(Connection& reporter, absl::string_view sql, const LeafSelection& filter,
                        LeafPlaces places, absl::FunctionRef<absl::Status(const pqxx::row&)> take) {
  return Guarded([&]() -> absl::Status {
    for (; places.first < places.end; places.first += kListPlaces) {
      auto result = reporter.Execute(
          sql, MatchingParams(filter, {places.first, std::min(places.first + kListPlaces, places.end)}));
      if (!result.ok()) return result.status();
      for (const auto& row : *result) {
        if (absl::Status s = take(row); !s.ok()) return s;
      }
    }
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<std::optional<LogHead>> ReadLogHead(Connection& reporter) {
  return Guarded([&]() -> absl::StatusOr<std::optional<LogHead>> {
    auto result = reporter.Execute(kHead, {});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    return LogHead{row[0].c_str(), row[1].as<int64_t>(), ParseBytesText(row[2].c_str()), row[3].c_str()};
  });
}

absl::StatusOr<LeafPlaces> FindLeafPlaces(Connection& reporter, absl::Time start, absl::Time end,
                                          int64_t size) {
  if (start == absl::InfinitePast()) return LeafPlaces{0, size};
  auto result = reporter.Execute(
      kPlaces,
      {TimeText(start), end == absl::InfiniteFuture() ? "infinity" : TimeText(end), absl::StrCat(size)});
  if (!result.ok()) return result.status();
  return LeafPlaces{result->front()[0].as<int64_t>(), result->front()[1].as<int64_t>()};
}

absl::StatusOr<LeafTally> TallyLeaves(Connection& reporter, const LeafSelection& filter,
                                      const LeafPlaces& places, absl::TimeZone zone) {
  return Guarded([&]() -> absl::StatusOr<LeafTally> {
    std::vector<Param> params = MatchingParams(filter, places);
    params.emplace_back(zone.name());
    auto result = reporter.Execute(TallySql(), params);
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    LeafTally tally;
    tally.leaves = row[0].as<int64_t>();
    tally.first_index = row[1].as<int64_t>();
    tally.last_index = row[2].as<int64_t>();
    tally.hashes = ParseBytesText(row[3].c_str());
    for (const json& group : ParseJsonText(row[4].c_str())) {
      const int by = group.at(0).get<int>();
      auto& counts = by == kByDay ? tally.by_day : by == kByActor ? tally.by_actor : tally.by_mission;
      counts.push_back(ReadCount(group));
    }
    return tally;
  });
}

absl::Status ListLeaves(Connection& reporter, const LeafSelection& filter, LeafPlaces places,
                        absl::FunctionRef<absl::Status(const ReportedLeaf&)> sink) {
  static const std::string sql = absl::StrCat(kStretch, R"sql(
SELECT m.tree_index, m.occurred_time, m.actor, m.action, m.decision = 'denied', coalesce(m.mission, ''), c.year, c.serial
FROM (SELECT s.tree_index, l.*)sql",
                                              kMatching, R"sql() AS m
LEFT JOIN case_file c ON c.mission = m.mission AND c.uid = m.object_uid
ORDER BY m.tree_index)sql");
  return ForEachRow(reporter, sql, filter, places, [&](const pqxx::row& row) {
    ReportedLeaf leaf;
    leaf.index = row[0].as<int64_t>();
    leaf.occurred = ParseTimeText(row[1].c_str());
    leaf.actor = row[2].c_str();
    leaf.action = row[3].c_str();
    leaf.denied = row[4].as<bool>();
    leaf.mission = row[5].c_str();
    if (!row[6].is_null()) {
      leaf.case_number = absl::StrFormat("%s-%d-%06d", leaf.mission, row[6].as<int>(), row[7].as<int>());
    }
    return sink(leaf);
  });
}

absl::Status ReadLeafData(Connection& reporter, const LeafSelection& filter, LeafPlaces places,
                          absl::FunctionRef<absl::Status(int64_t index, absl::string_view leaf)> sink) {
  static const std::string sql =
      absl::StrCat(kStretch, " SELECT s.tree_index, l.leaf_data", kMatching, " ORDER BY s.tree_index");
  return ForEachRow(reporter, sql, filter, places, [&](const pqxx::row& row) {
    return sink(row[0].as<int64_t>(), ParseBytesText(row[1].c_str()));
  });
}

absl::StatusOr<int64_t> CountCases(Connection& reporter, const LeafSelection& filter, LeafPlaces places) {
  static const std::string sql = absl::StrCat(kStretch, " SELECT DISTINCT l.object_uid", kMatching,
                                              " AND l.object_uid IS NOT NULL AND l.decision = 'done'");
  std::unordered_set<std::string> cases;
  for (; places.first < places.end; places.first += kLeafStretch) {
    auto result = reporter.Execute(
        sql, MatchingParams(filter, {places.first, std::min(places.first + kLeafStretch, places.end)}));
    if (!result.ok()) return result.status();
    for (const auto& row : *result) cases.insert(row[0].c_str());
  }
  return static_cast<int64_t>(cases.size());
}

}  // namespace arasha::storage
