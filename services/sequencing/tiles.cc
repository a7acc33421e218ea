#include "services/sequencing/tiles.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace arasha::server {
namespace {

using rules::log::Hash;
using rules::log::kHashBytes;

constexpr size_t kTileBytes = kTileHashes * kHashBytes;

// Root of `count` hashes, a power of two, from the `first` on.
std::optional<Hash> RootIn(absl::string_view hashes, size_t first, size_t count) {
  if ((first + count) * kHashBytes > hashes.size()) return std::nullopt;
  std::vector<Hash> nodes(count);
  for (size_t i = 0; i < count; ++i) {
    nodes[i] = *rules::log::ToHash(hashes.substr((first + i) * kHashBytes, kHashBytes));
  }
  for (; nodes.size() > 1; nodes.resize(nodes.size() / 2)) {
    for (size_t i = 0; i < nodes.size() / 2; ++i)
      nodes[i] = rules::log::HashNode(nodes[2 * i], nodes[2 * i + 1]);
  }
  return nodes[0];
}

absl::Status Lacks(const storage::TileKey& key) {
  return absl::DataLossError(
      absl::StrCat("tile ", key.n, " of level ", key.level, " of the log's tree lacks hashes"));
}

}  // namespace

Tiles::Tiles(std::vector<storage::Tile> tiles) {
  for (storage::Tile& tile : tiles) tiles_.emplace(tile.key, std::move(tile.hashes));
}

absl::StatusOr<Hash> Tiles::Node(int level, int64_t index) const {
  const storage::TileKey key = TileOf(level, index);
  const auto found = tiles_.find(key);
  if (found == tiles_.end()) return Lacks(key);
  const int height = level % kTileLevels;
  const auto first = static_cast<size_t>((index << height) % kTileHashes);
  const std::optional<Hash> root = RootIn(found->second, first, size_t{1} << height);
  if (!root) return Lacks(key);
  return *root;
}

storage::TileKey TileOf(int level, int64_t index) {
  return {level / kTileLevels, index >> (kTileLevels - level % kTileLevels)};
}

std::vector<storage::TileKey> TreeEdge::TilesOf(int64_t size) {
  std::vector<storage::TileKey> keys;
  for (int level = 0; size > 0; ++level, size /= kTileHashes) {
    if (size % kTileHashes != 0) keys.push_back({level, size / kTileHashes});
  }
  return keys;
}

absl::StatusOr<TreeEdge> TreeEdge::FromTiles(int64_t size, std::vector<storage::Tile> tiles) {
  TreeEdge edge;
  edge.size_ = size;
  std::map<storage::TileKey, std::string> by_key;
  for (storage::Tile& tile : tiles) by_key.emplace(tile.key, std::move(tile.hashes));
  for (const storage::TileKey& key : TilesOf(size)) {
    const auto width = static_cast<size_t>((size >> (kTileLevels * key.level)) % kTileHashes) * kHashBytes;
    const auto found = by_key.find(key);
    if (found == by_key.end() || found->second.size() < width) return Lacks(key);
    edge.last_.resize(static_cast<size_t>(key.level) + 1);
    edge.last_.back() = found->second.substr(0, width);
  }
  return edge;
}

std::vector<storage::Tile> TreeEdge::Append(absl::Span<const storage::PendingLeaf> leaves) {
  std::vector<storage::Tile> changed;
  std::set<size_t> grown;  // levels whose last tile changed and is not full
  for (const storage::PendingLeaf& leaf : leaves) {
    std::string hash = leaf.hash;
    ++size_;
    for (size_t level = 0;; ++level) {
      if (level == last_.size()) last_.emplace_back();
      std::string& last = last_[level];
      last += hash;
      if (last.size() < kTileBytes) {
        grown.insert(level);
        break;
      }
      grown.erase(level);
      hash = rules::log::ToBytes(*RootIn(last, 0, kTileHashes));
      const int64_t full = size_ >> (kTileLevels * (static_cast<int>(level) + 1));
      changed.push_back({{static_cast<int>(level), full - 1}, std::exchange(last, {})});
    }
  }
  for (const size_t level : grown) {
    const int64_t full = size_ >> (kTileLevels * (static_cast<int>(level) + 1));
    changed.push_back({{static_cast<int>(level), full}, last_[level]});
  }
  return changed;
}

Hash TreeEdge::Root() const {
  const auto node = [this](int level, int64_t index) -> absl::StatusOr<Hash> {
    // Subtrees of the edge lie in the last tile of their level.
    const int height = level % kTileLevels;
    const auto first = static_cast<size_t>((index << height) % kTileHashes);
    return *RootIn(last_[static_cast<size_t>(level / kTileLevels)], first, size_t{1} << height);
  };
  return *rules::log::RootOf(size_, node);
}

}  // namespace arasha::server
