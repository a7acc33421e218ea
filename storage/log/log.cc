#include "storage/log/log.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// An array literal of numbers, or of what needs no quotes.
template <typename Items, typename Of>
std::string PlainArray(const Items& items, Of of) {
  return absl::StrCat(
      "{",
      absl::StrJoin(items, ",", [&](std::string* out, const auto& item) { absl::StrAppend(out, of(item)); }),
      "}");
}

// A bytea in an array literal: the backslash of its hex form needs quotes and another backslash.
std::string BytesItem(absl::string_view bytes) { return absl::StrCat("\"\\", BytesText(bytes), "\""); }

CheckpointRow ReadCheckpoint(const pqxx::row& row) {
  return {.origin = row["origin"].c_str(),
          .size = row["size"].as<int64_t>(),
          .root = ParseBytesText(row["root"].c_str()),
          .note = row["note"].c_str(),
          .created = ParseTimeText(row["create_time"].c_str())};
}

// "Arasha sequencer" as a number; any fixed value does. Taken again by its own session, it stays with it.
//
// $1 limit, $2 after.
constexpr absl::string_view kReadQueue = R"sql(
WITH lease AS MATERIALIZED (
  SELECT pg_try_advisory_lock(7365102) AS held
)
SELECT l.held, s.size, p.leaf_id, p.leaf_hash, pg_snapshot_xmin(pg_current_snapshot())::text AS oldest_running,
  pg_snapshot_xmax(pg_current_snapshot())::text AS after_ended
FROM lease l
LEFT JOIN LATERAL (SELECT coalesce(max(tree_index) + 1, 0) AS size FROM audit_sequence WHERE l.held) s ON true
LEFT JOIN LATERAL (
  SELECT leaf_id, leaf_hash FROM audit_pending WHERE l.held AND leaf_id > $2::bigint ORDER BY leaf_id LIMIT $1::integer
) p ON true
ORDER BY p.leaf_id)sql";

constexpr absl::string_view kLogSize = "SELECT coalesce(max(tree_index) + 1, 0) FROM audit_sequence";

// $1 size, $2 leaf ids in order, $3 levels, $4 numbers and $5 hashes of the tiles.
constexpr absl::string_view kIntegrate = R"sql(
WITH stands AS (
  SELECT 1 WHERE $1::bigint = (SELECT coalesce(max(tree_index) + 1, 0) FROM audit_sequence)
), placed AS (
  INSERT INTO audit_sequence (tree_index, leaf_id)
  SELECT $1::bigint + new.place - 1, new.leaf_id FROM stands, unnest($2::bigint[]) WITH ORDINALITY AS new (leaf_id, place)
  RETURNING leaf_id
), taken AS (
  DELETE FROM audit_pending q USING placed WHERE q.leaf_id = placed.leaf_id
), grown AS (
  INSERT INTO audit_tile (level, n, hashes)
  SELECT new.* FROM stands, unnest($3::smallint[], $4::bigint[], $5::bytea[]) AS new
  ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes
)
SELECT EXISTS (SELECT 1 FROM stands))sql";

// $1 levels, $2 numbers.
constexpr absl::string_view kReadTiles = R"sql(
SELECT t.level, t.n, t.hashes
FROM unnest($1::smallint[], $2::bigint[]) AS asked (level, n) JOIN audit_tile t USING (level, n))sql";

// $1 origin, $2 size, $3 root, $4 note.
constexpr absl::string_view kStoreCheckpoint = R"sql(
WITH added AS (
  INSERT INTO audit_checkpoint (origin, size, root, note) VALUES ($1, $2::bigint, $3::bytea, $4)
  ON CONFLICT DO NOTHING
  RETURNING origin, size, root, note, create_time
)
SELECT * FROM added
UNION ALL
SELECT origin, size, root, note, create_time FROM audit_checkpoint WHERE size = $2::bigint)sql";

constexpr absl::string_view kNewestCheckpoint =
    "SELECT origin, size, root, note, create_time FROM audit_checkpoint ORDER BY size DESC LIMIT 1";

// $1 origin.
constexpr absl::string_view kEpochBegin =
    "SELECT create_time FROM audit_checkpoint WHERE origin = $1 ORDER BY size LIMIT 1";

// $1 origin, $2 size, $3 witness, $4 line.
constexpr absl::string_view kStoreCosignature = R"sql(
INSERT INTO audit_cosignature (origin, size, witness, line) VALUES ($1, $2::bigint, $3, $4)
ON CONFLICT DO NOTHING)sql";

// $1 leaf ids.
constexpr absl::string_view kFindLeaves = R"sql(
SELECT s.tree_index, coalesce(substr(t.hashes, (s.tree_index % 256)::integer * 32 + 1, 32), q.leaf_hash) AS hash
FROM unnest($1::bigint[]) WITH ORDINALITY AS asked (leaf_id, place)
LEFT JOIN audit_sequence s USING (leaf_id)
LEFT JOIN audit_tile t ON t.level = 0 AND t.n = s.tree_index / 256
LEFT JOIN audit_pending q USING (leaf_id)
ORDER BY asked.place)sql";

}  // namespace

absl::StatusOr<LogQueue> ReadLogQueue(Connection& connection, int limit, int64_t after) {
  return Guarded([&]() -> absl::StatusOr<LogQueue> {
    auto result = connection.Execute(kReadQueue, {absl::StrCat(limit), absl::StrCat(after)});
    if (!result.ok()) return result.status();
    LogQueue queue;
    queue.leased = result->front()["held"].as<bool>();
    if (!queue.leased) return queue;
    queue.size = result->front()["size"].as<int64_t>();
    queue.oldest_running = result->front()["oldest_running"].as<int64_t>();
    queue.after_ended = result->front()["after_ended"].as<int64_t>();
    for (const auto& row : *result) {
      if (row["leaf_id"].is_null()) break;
      queue.pending.push_back({row["leaf_id"].as<int64_t>(), ParseBytesText(row["leaf_hash"].c_str())});
    }
    return queue;
  });
}

absl::StatusOr<int64_t> LogSize(Connection& connection) {
  return Guarded([&]() -> absl::StatusOr<int64_t> {
    auto result = connection.Execute(kLogSize, {});
    if (!result.ok()) return result.status();
    return result->front()[0].as<int64_t>();
  });
}

absl::StatusOr<bool> Integrate(Connection& connection, int64_t size, absl::Span<const PendingLeaf> leaves,
                               absl::Span<const Tile> tiles) {
  return Guarded([&]() -> absl::StatusOr<bool> {
    auto result = connection.Execute(
        kIntegrate,
        {absl::StrCat(size), PlainArray(leaves, [](const PendingLeaf& leaf) { return leaf.leaf_id; }),
         PlainArray(tiles, [](const Tile& tile) { return tile.key.level; }),
         PlainArray(tiles, [](const Tile& tile) { return tile.key.n; }),
         PlainArray(tiles, [](const Tile& tile) { return BytesItem(tile.hashes); })});
    if (!result.ok()) return result.status();
    return result->front()[0].as<bool>();
  });
}

absl::StatusOr<std::vector<Tile>> ReadTiles(Connection& connection, absl::Span<const TileKey> keys) {
  return Guarded([&]() -> absl::StatusOr<std::vector<Tile>> {
    std::vector<Tile> tiles;
    if (keys.empty()) return tiles;
    auto result =
        connection.Execute(kReadTiles, {PlainArray(keys, [](const TileKey& key) { return key.level; }),
                                        PlainArray(keys, [](const TileKey& key) { return key.n; })});
    if (!result.ok()) return result.status();
    for (const auto& row : *result) {
      tiles.push_back({{row[0].as<int>(), row[1].as<int64_t>()}, ParseBytesText(row[2].c_str())});
    }
    return tiles;
  });
}

absl::StatusOr<CheckpointRow> StoreCheckpoint(Connection& connection, const CheckpointRow& checkpoint) {
  return Guarded([&]() -> absl::StatusOr<CheckpointRow> {
    auto result = connection.Execute(kStoreCheckpoint, {checkpoint.origin, absl::StrCat(checkpoint.size),
                                                        BytesText(checkpoint.root), checkpoint.note});
    if (!result.ok()) return result.status();
    // Another stored one at this very moment, which this statement could not see yet.
    if (result->empty()) return absl::AbortedError("a checkpoint of this size is being stored");
    return ReadCheckpoint(result->front());
  });
}

absl::StatusOr<std::optional<CheckpointRow>> NewestCheckpoint(Connection& connection) {
  return Guarded([&]() -> absl::StatusOr<std::optional<CheckpointRow>> {
    auto result = connection.Execute(kNewestCheckpoint, {});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    return ReadCheckpoint(result->front());
  });
}

absl::StatusOr<std::optional<absl::Time>> EpochBegin(Connection& connection, absl::string_view origin) {
  return Guarded([&]() -> absl::StatusOr<std::optional<absl::Time>> {
    auto result = connection.Execute(kEpochBegin, {std::string(origin)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    return ParseTimeText(result->front()[0].c_str());
  });
}

absl::Status StoreCosignature(Connection& connection, const CheckpointRow& checkpoint,
                              absl::string_view witness, absl::string_view line) {
  return connection
      .Execute(kStoreCosignature,
               {checkpoint.origin, absl::StrCat(checkpoint.size), std::string(witness), std::string(line)})
      .status();
}

absl::StatusOr<std::vector<LeafPlace>> FindLeaves(Connection& connection,
                                                  absl::Span<const int64_t> leaf_ids) {
  return Guarded([&]() -> absl::StatusOr<std::vector<LeafPlace>> {
    auto result = connection.Execute(kFindLeaves, {PlainArray(leaf_ids, [](int64_t id) { return id; })});
    if (!result.ok()) return result.status();
    std::vector<LeafPlace> places;
    for (const auto& row : *result) {
      LeafPlace& place = places.emplace_back();
      if (!row[0].is_null()) place.tree_index = row[0].as<int64_t>();
      if (!row[1].is_null()) place.hash = ParseBytesText(row[1].c_str());
    }
    return places;
  });
}

}  // namespace arasha::storage
