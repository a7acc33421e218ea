#include "clients/verify/leaf_check.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arasha::clients {
namespace {

using rules::log::Hash;

constexpr size_t kMostOthers = 100'000;

}  // namespace

void LeafCheck::Append(const std::string& leaf, const std::optional<Hash>& tree_hash) {
  const Hash hash = rules::log::HashLeaf(leaf);
  if ((tree_hash || leaf.empty()) && others_.size() < kMostOthers) {
    others_.push_back({size(), leaf.empty() ? std::nullopt : std::optional(hash), tree_hash});
  }
  leaves_.Append(hash);
  tree_.Append(tree_hash.value_or(hash));
}

bool LeafCheck::LeadTo(const rules::log::Checkpoint& checkpoint) {
  if (leaves_.Root() == checkpoint.root) {
    agreed_ = std::max(agreed_, checkpoint.size);
    return true;
  }
  if (tree_.Root() == checkpoint.root) {
    proved_ = std::max(proved_, checkpoint.size);
  } else if (!break_) {
    break_ = {std::max(agreed_, proved_), checkpoint.size};
  }
  return false;
}

void LeafCheck::Narrow(const rules::log::Checkpoint& checkpoint) {
  const bool broken = break_.has_value();
  LeadTo(checkpoint);
  if (break_ && !broken) break_->narrowed = true;
}

void LeafCheck::Finish() {
  NameOthers();
  // That all of them lead nowhere was said.
  if (!break_ || (!break_->narrowed && break_->first == start_)) return;
  findings_.Tampered("CHANGED_BETWEEN", {{"leaf", absl::StrCat(break_->first)},
                                         {"last", absl::StrCat(break_->end - 1)},
                                         {"size", absl::StrCat(break_->end)}});
}

void LeafCheck::NameOthers() {
  std::map<Hash, int64_t> signed_at;
  std::map<Hash, int64_t> found_at;
  for (Other& other : others_) {
    if (other.place >= proved_) other.tree.reset();
    if (!other.tree) continue;
    signed_at.emplace(*other.tree, other.place);
    if (other.leaf) found_at.emplace(*other.leaf, other.place);
  }
  // Where the leaf found in a place belongs; nothing if it belongs nowhere.
  const auto home = [&](const Other& other) -> std::optional<int64_t> {
    if (!other.leaf || !other.tree) return std::nullopt;
    const auto found = signed_at.find(*other.leaf);
    return found == signed_at.end() ? std::nullopt : std::optional(found->second);
  };
  std::optional<Moved> moved;
  for (const Other& other : others_) {
    const std::optional<int64_t> from = home(other);
    // What is put in or taken out moves all that follows: one finding.
    if (moved && from == moved->last + 1 && other.place == moved->to + moved->last + 1 - moved->first) {
      ++moved->last;
    } else {
      Tell(std::exchange(moved, from ? std::optional(Moved{*from, *from, other.place}) : std::nullopt));
    }
    const bool stranger = other.leaf && other.tree && !from;
    // What is put in before it may have moved it beyond the end of the file.
    if (from && 2 * other.place - *from >= size()) continue;
    const bool lost = other.tree ? !found_at.contains(*other.tree) : !other.leaf;
    if (lost) {
      findings_.Tampered(stranger ? "LEAF_CHANGED" : "LEAF_GONE", {{"leaf", absl::StrCat(other.place)}});
    } else if (stranger) {
      findings_.Tampered("LEAF_INSERTED", {{"leaf", absl::StrCat(other.place)}});
    }
  }
  Tell(moved);
}

void LeafCheck::Tell(const std::optional<Moved>& moved) {
  if (!moved) return;
  findings_.Tampered("LEAVES_MOVED", {{"leaf", absl::StrCat(moved->first)},
                                      {"last", absl::StrCat(moved->last)},
                                      {"to", absl::StrCat(moved->to)}});
}

}  // namespace arasha::clients
