#include "services/sequencing/log_tree.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"

namespace arasha::server {
namespace {

using rules::log::Hash;
using rules::log::kHashBytes;

// Level-0 tiles read at once while replaying.
constexpr int64_t kReplayTiles = 64;

absl::Status Mismatch(absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("the audit log in the database is not the one that was signed: ", what,
                   "; keep the database as it is, and see what `arashad log check` finds"));
}

}  // namespace

absl::Status LogTree::Load(absl::Span<const PublishedHead> published) {
  edge_ = TreeEdge();
  head_.reset();
  epoch_ = 1;
  auto size = storage::LogSize(connection_);
  if (!size.ok()) return size.status();
  auto newest = storage::NewestCheckpoint(connection_);
  if (!newest.ok()) return newest.status();
  if (newest->has_value()) {
    const storage::CheckpointRow& row = **newest;
    auto head = keys_.Open(row.note);
    if (!head.ok()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the newest head in the database: ", head.status().message()));
    }
    if (head->checkpoint.size != row.size || head->checkpoint.origin != row.origin) {
      return Mismatch("a head's columns tell another tree than its note");
    }
    if (row.size > *size) return Mismatch("leaves have lost their places");
    auto tiles = storage::ReadTiles(connection_, TreeEdge::TilesOf(row.size));
    if (!tiles.ok()) return tiles.status();
    auto edge = TreeEdge::FromTiles(row.size, *std::move(tiles));
    if (!edge.ok()) return Mismatch(edge.status().message());
    if (edge->Root() != head->checkpoint.root) return Mismatch("its tiles give another root");
    edge_ = *std::move(edge);
    head_ = row;
    epoch_ = head->epoch;
  }
  if (absl::Status s = Replay(*size, edge_); !s.ok()) return s;
  for (const PublishedHead& head : published) {
    if (absl::Status s = CheckPublished(head); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status LogTree::Replay(int64_t size, TreeEdge& edge) {
  while (edge.size() < size) {
    const int64_t first = edge.size() / kTileHashes;
    std::vector<storage::TileKey> keys;
    for (int64_t n = first; n <= (size - 1) / kTileHashes && n < first + kReplayTiles; ++n) {
      keys.push_back({0, n});
    }
    auto tiles = storage::ReadTiles(connection_, keys);
    if (!tiles.ok()) return tiles.status();
    const Tiles stored(*std::move(tiles));
    std::vector<storage::PendingLeaf> leaves;
    const int64_t end = std::min(size, (keys.back().n + 1) * kTileHashes);
    for (int64_t index = edge.size(); index < end; ++index) {
      auto hash = stored.Node(0, index);
      if (!hash.ok()) return Mismatch(hash.status().message());
      leaves.push_back({0, rules::log::ToBytes(*hash)});
    }
    const std::vector<storage::Tile> expected = edge.Append(leaves);
    keys.clear();
    for (const storage::Tile& tile : expected) keys.push_back(tile.key);
    tiles = storage::ReadTiles(connection_, keys);
    if (!tiles.ok()) return tiles.status();
    std::map<storage::TileKey, std::string> found;
    for (storage::Tile& tile : *tiles) found.emplace(tile.key, std::move(tile.hashes));
    for (const storage::Tile& tile : expected) {
      // The last tile of this step is still a beginning of the stored one.
      if (found[tile.key].substr(0, tile.hashes.size()) != tile.hashes) {
        return Mismatch(absl::StrCat("tile ", tile.key.n, " of level ", tile.key.level,
                                     " is not that of the leaves below it"));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status LogTree::CheckAll() {
  TreeEdge edge;
  if (absl::Status s = Replay(edge_.size(), edge); !s.ok()) return s;
  return edge.Root() == edge_.Root() ? absl::OkStatus() : Mismatch("its leaves give another root");
}

absl::Status LogTree::CheckPublished(const PublishedHead& published) {
  auto head = keys_.Open(published.note);
  if (!head.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(published.where, ": ", head.status().message()));
  }
  if (head->epoch < epoch_) return absl::OkStatus();  // Given up by a fork.
  const int64_t size = head->checkpoint.size;
  bool ours = head->epoch == epoch_ && size <= edge_.size();
  if (ours) {
    auto root =
        AskTree(connection_, [size](rules::log::NodeReader node) { return rules::log::RootOf(size, node); });
    if (absl::IsDataLoss(root.status())) return Mismatch(root.status().message());
    if (!root.ok()) return root.status();
    ours = *root == head->checkpoint.root;
  }
  if (ours) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the audit log in the database has ", edge_.size(), " leaves under ", keys_.Origin(epoch_),
                   ", and a head of ", size, " leaves under ", head->checkpoint.origin, " was published (",
                   published.where,
                   ") that is none of its heads: leaves are lost, as after restoring a backup, or changed. "
                   "The log cannot go on "
                   "under this name: run `arashad log fork --config FILE --reason TEXT --old-note ",
                   published.where, "`"));
}

absl::StatusOr<bool> LogTree::Append(absl::Span<const storage::PendingLeaf> leaves) {
  TreeEdge grown = edge_;
  const std::vector<storage::Tile> tiles = grown.Append(leaves);
  auto done = storage::Integrate(connection_, edge_.size(), leaves, tiles);
  if (done.ok() && *done) edge_ = std::move(grown);
  return done;
}

absl::Status LogTree::Sign() {
  const Hash root = edge_.Root();
  auto note = keys_.Sign(epoch_, edge_.size(), root);
  if (!note.ok()) return note.status();
  storage::CheckpointRow row{.origin = keys_.Origin(epoch_),
                             .size = edge_.size(),
                             .root = rules::log::ToBytes(root),
                             .note = *std::move(note),
                             .created = absl::UnixEpoch()};
  auto stored = storage::StoreCheckpoint(connection_, row);
  if (!stored.ok()) return stored.status();
  if (stored->origin != row.origin || stored->root != row.root) {
    return Mismatch(absl::StrCat("another head of ", row.size, " leaves is stored"));
  }
  head_ = *std::move(stored);
  return absl::OkStatus();
}

}  // namespace arasha::server
