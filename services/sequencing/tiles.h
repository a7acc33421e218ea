#ifndef ARASHA_SERVICES_SEQUENCING_TILES_H_
#define ARASHA_SERVICES_SEQUENCING_TILES_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/rules/log/merkle.h"
#include "storage/log/log.h"
#include "storage/postgres/connection.h"

// The tree of the audit log as it is stored: in tiles of 256 hashes.
namespace arasha::server {

// Levels of the tree within one tile, and how many hashes a full one has.
inline constexpr int kTileLevels = 8;
inline constexpr int64_t kTileHashes = 1 << kTileLevels;

// Hashes of some tiles, and the nodes that they give.
class Tiles {
 public:
  Tiles() = default;
  explicit Tiles(std::vector<storage::Tile> tiles);

  // The root of a full subtree, as rules::log::NodeReader asks for it. DATA_LOSS if no tile gives it.
  absl::StatusOr<rules::log::Hash> Node(int level, int64_t index) const;

 private:
  std::map<storage::TileKey, std::string> tiles_;
};

// The tile that gives a node.
storage::TileKey TileOf(int level, int64_t index);

// Everything that it takes to append to the tree, which is its last tile at each level while that is not
// full.
class TreeEdge {
 public:
  // The tree without leaves.
  TreeEdge() = default;
  // The tiles that FromTiles() needs.
  static std::vector<storage::TileKey> TilesOf(int64_t size);
  // The edge of the first `size` leaves; the tiles may have grown since. DATA_LOSS if they do not reach it.
  static absl::StatusOr<TreeEdge> FromTiles(int64_t size, std::vector<storage::Tile> tiles);

  // Returns the tiles that this changed, as they are then.
  std::vector<storage::Tile> Append(absl::Span<const storage::PendingLeaf> leaves);

  int64_t size() const { return size_; }
  rules::log::Hash Root() const;

 private:
  int64_t size_ = 0;
  std::vector<std::string> last_;  // by level; the hashes of the last tile, empty when it would be full
};

// Reads the nodes that `ask` asks a rules::log::NodeReader for, in one statement, and returns what it then
// makes of them. `ask` runs twice: first with zeros for nodes.
template <typename Ask>
auto AskTree(storage::Connection& connection, Ask ask)
    -> decltype(ask(std::declval<rules::log::NodeReader>())) {
  std::set<storage::TileKey> wanted;
  const auto record = [&](int level, int64_t index) -> absl::StatusOr<rules::log::Hash> {
    wanted.insert(TileOf(level, index));
    return rules::log::Hash{};
  };
  if (auto dry = ask(record); !dry.ok()) return dry.status();
  auto read = storage::ReadTiles(connection, std::vector<storage::TileKey>(wanted.begin(), wanted.end()));
  if (!read.ok()) return read.status();
  const Tiles tiles(*std::move(read));
  const auto node = [&](int level, int64_t index) { return tiles.Node(level, index); };
  return ask(node);
}

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_TILES_H_
