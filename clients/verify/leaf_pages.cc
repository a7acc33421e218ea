#include "clients/verify/leaf_pages.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

using rules::log::Hash;

constexpr int64_t kLeavesPerPage = 5000;

}  // namespace

absl::StatusOr<std::vector<v1::ExportRecord>> FetchLeaves(Session& session, int64_t end, bool with_tree,
                                                          rules::log::CompactRange& tree) {
  v1::ReadLeavesRequest request;
  request.set_start(tree.size());
  request.set_limit(static_cast<int32_t>(std::min(end - tree.size(), kLeavesPerPage)));
  request.set_with_tree(with_tree);
  absl::StatusOr<v1::ReadLeavesResponse> page = session.api().Call(request);
  if (!page.ok()) return page.status();
  if (page->leaves().empty()) {
    return TamperedError("audit.leaves_missing",
                         {{"leaf", absl::StrCat(tree.size())}, {"size", absl::StrCat(end)}});
  }
  std::vector<v1::ExportRecord> records;
  auto mislisted = page->mislisted().begin();
  auto checkpoint = page->checkpoints().begin();
  for (int i = 0; i < std::min(page->leaves_size(), request.limit()); ++i) {
    const Hash hash = rules::log::HashLeaf(page->leaves(i));
    const auto in_tree = i < page->hashes_size() ? rules::log::ToHash(page->hashes(i)) : std::nullopt;
    if (in_tree && *in_tree != hash) records.emplace_back().set_tree_hash(page->hashes(i));
    records.emplace_back().set_leaf(std::move(*page->mutable_leaves(i)));
    if (mislisted != page->mislisted().end() && mislisted->leaf_index() == tree.size()) {
      *records.emplace_back().mutable_mislisted() = *mislisted++;
    }
    tree.Append(hash);
    if (checkpoint != page->checkpoints().end() && checkpoint->size() == tree.size()) {
      records.emplace_back().set_checkpoint(checkpoint++->note());
    }
  }
  return records;
}

}  // namespace arasha::clients
