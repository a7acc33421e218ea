#ifndef ARASHA_CLIENTS_VERIFY_LEAF_CHECK_H_
#define ARASHA_CLIENTS_VERIFY_LEAF_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clients/verify/findings.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/merkle.h"

namespace arasha::clients {

// Builds the tree from leaves as they come, and finds out which of them do not lead to signed checkpoints.
//
// Beside the tree of the leaves it builds that of the hashes which are said to stand in their places. Nobody
// needs to be believed: if that one leads to a signed checkpoint, its hashes were signed, and each leaf that
// has another one is to blame. If neither does, whoever changed leaves changed the hashes too; then the
// checkpoints that were signed in between tell where it begins.
class LeafCheck {
 public:
  explicit LeafCheck(Findings& findings) : findings_(findings) {}

  // The tree before the first leaf.
  void Begin(const rules::log::CompactRange& tree) {
    leaves_ = tree_ = tree;
    agreed_ = start_ = tree.size();
  }
  // A leaf, no bytes if it is gone, and the hash that stands in its place, if that is another one.
  void Append(const std::string& leaf, const std::optional<rules::log::Hash>& tree_hash);
  // Whether the leaves so far lead to a signed checkpoint of their number.
  bool LeadTo(const rules::log::Checkpoint& checkpoint);
  // The same of one that is there only to tell where the leaves stop being those that were signed.
  void Narrow(const rules::log::Checkpoint& checkpoint);
  // To be called last: names the leaves.
  void Finish();

  int64_t size() const { return leaves_.size(); }

 private:
  struct Other {
    int64_t place;
    std::optional<rules::log::Hash> leaf;  // unset if it is gone
    std::optional<rules::log::Hash> tree;  // unset if that is not told
  };

  // Leaves that stand side by side as they were signed, but from the place `to` on.
  struct Moved {
    int64_t first;
    int64_t last;
    int64_t to;
  };

  void NameOthers();
  void Tell(const std::optional<Moved>& moved);

  Findings& findings_;
  rules::log::CompactRange leaves_;
  rules::log::CompactRange tree_;
  // Places in which something else stands than in the tree. A hostile file could have any number of them;
  // only the first are kept.
  std::vector<Other> others_;
  int64_t start_ = 0;
  // Size of the last checkpoint to which the leaves, and of that to which only the hashes led.
  int64_t agreed_ = 0;
  int64_t proved_ = 0;
  // The first to which neither led, and where they had agreed last.
  struct Break {
    int64_t first;
    int64_t end;
    bool narrowed = false;
  };
  std::optional<Break> break_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_LEAF_CHECK_H_
