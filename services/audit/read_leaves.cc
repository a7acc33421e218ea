#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/audit/checkpoints.h"
#include "services/audit/operations.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/merkle.h"
#include "services/sequencing/tiles.h"
#include "storage/log/log_reading.h"

namespace arasha::audit {
namespace {

constexpr server::PageSizes kLeafPages = {.usual = 1000, .most = 5000};
// gRPC's clients take answers of up to 4 MiB unless they are told otherwise.
constexpr size_t kMostLeafBytes = size_t{3} * 1024 * 1024;
// What a place may take beyond its leaf: a hash, and a checkpoint with a few witnesses.
constexpr size_t kTreeBytes = 1024;

// The columns that do not tell what the leaf beside them tells. None of a leaf that nobody can read: it is
// false itself.
std::vector<absl::string_view> OtherColumns(const std::string& bytes, const storage::LeafColumns& columns) {
  const auto leaf = rules::log::DecodeLeaf(bytes);
  if (!leaf.ok()) return {};
  std::vector<absl::string_view> others;
  const auto compare = [&](absl::string_view name, bool same) {
    if (!same) others.push_back(name);
  };
  compare("leaf_hash", columns.hash == rules::log::ToBytes(rules::log::HashLeaf(bytes)));
  compare("occurred_time", columns.occurred_time == leaf->occurred_time);
  compare("actor", columns.actor == leaf->actor);
  compare("action", columns.action == leaf->action);
  compare("decision", columns.decision == (leaf->denied ? "denied" : "done"));
  compare("mission", columns.mission == leaf->mission);
  compare("object_uid", columns.object_uid == rules::log::FormatUid(leaf->object_uid));
  return others;
}

}  // namespace

absl::StatusOr<v1::ReadLeavesResponse> ReadLeaves(server::Call& call, const v1::ReadLeavesRequest& request) {
  if (request.start() < 0) return server::InvalidFields({{"start", rules::Problem::kNegative}});
  const auto limit = server::SizeOf(request.limit(), kLeafPages, "limit");
  if (!limit.ok()) return limit.status();
  auto page =
      storage::ReadLeaves(*call.connection, call.context.audit, request.start(), *limit, request.with_tree());
  if (!page.ok()) return page.status();
  v1::ReadLeavesResponse response;
  size_t bytes = 0;
  for (size_t i = 0; i < page->leaves.size(); ++i) {
    std::string& leaf = page->leaves[i];
    bytes += leaf.size() + (request.with_tree() ? kTreeBytes : 0);
    if (bytes > kMostLeafBytes && response.leaves_size() > 0) break;
    const std::vector<absl::string_view> others = OtherColumns(leaf, page->columns[i]);
    response.add_leaves(std::move(leaf));
    if (others.empty()) continue;
    v1::MislistedLeaf& mislisted = *response.add_mislisted();
    mislisted.set_leaf_index(request.start() + static_cast<int64_t>(i));
    for (const absl::string_view name : others) mislisted.add_columns(std::string(name));
  }
  if (!request.with_tree()) return response;
  const int64_t end = request.start() + response.leaves_size();
  const server::Tiles tiles(std::move(page->tiles));
  for (int64_t place = request.start(); place < end; ++place) {
    const absl::StatusOr<rules::log::Hash> hash = tiles.Node(0, place);
    response.add_hashes(hash.ok() ? rules::log::ToBytes(*hash) : "");
  }
  for (const storage::CheckpointRow& head : page->heads) {
    if (head.size <= end) *response.add_checkpoints() = ToMessage(head);
  }
  return response;
}

}  // namespace arasha::audit
