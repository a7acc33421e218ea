#ifndef ARASHA_SERVICES_RULES_LOG_MERKLE_H_
#define ARASHA_SERVICES_RULES_LOG_MERKLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rules/log/digest.h"

// The Merkle tree of RFC 6962 section 2.1. Sizes and indices are never negative; functions that take them
// from outside refuse those that are.
namespace arasha::rules::log {

std::vector<std::string> ToBytes(absl::Span<const Hash> hashes);

// SHA-256 of a zero byte and the leaf.
Hash HashLeaf(absl::string_view leaf);
// SHA-256 of a one byte and both children.
Hash HashNode(const Hash& left, const Hash& right);
// Root of the tree without leaves.
Hash EmptyRoot();

// A tree of which only the roots of its full subtrees are kept: what it takes to append, and to know the
// root.
class CompactRange {
 public:
  CompactRange() = default;
  // A tree of `size` leaves with this left edge: the roots of its full subtrees, largest (leftmost) first,
  // one for each bit that is set in `size`. INVALID_ARGUMENT if their number is another.
  static absl::StatusOr<CompactRange> FromEdge(int64_t size, absl::Span<const Hash> edge);

  void Append(const Hash& leaf_hash);

  int64_t size() const { return size_; }
  const std::vector<Hash>& edge() const { return edge_; }
  Hash Root() const;

 private:
  int64_t size_ = 0;
  std::vector<Hash> edge_;
};

// Yields the root of the full subtree over the leaves [index << level, (index + 1) << level); level 0 holds
// leaf hashes. Which nodes a proof asks for depends on sizes and indices alone: whoever reads from afar may
// first record them with a reader that yields zeros, read them at once, and ask again.
using NodeReader = absl::FunctionRef<absl::StatusOr<Hash>(int level, int64_t index)>;

// Root of the first `size` leaves.
absl::StatusOr<Hash> RootOf(int64_t size, NodeReader node);
// Audit path of a leaf, from its sibling upwards. INVALID_ARGUMENT unless index < size.
absl::StatusOr<std::vector<Hash>> ProveInclusion(int64_t index, int64_t size, NodeReader node);
// Proof that the first `old_size` leaves are a beginning of the first `new_size`; empty if the sizes are
// equal or the older tree has no leaves. INVALID_ARGUMENT unless old_size <= new_size.
absl::StatusOr<std::vector<Hash>> ProveConsistency(int64_t old_size, int64_t new_size, NodeReader node);

bool VerifyInclusion(int64_t index, int64_t size, const Hash& leaf_hash, absl::Span<const Hash> proof,
                     const Hash& root);
bool VerifyConsistency(int64_t old_size, const Hash& old_root, int64_t new_size, const Hash& new_root,
                       absl::Span<const Hash> proof);

// Left edge of the tree of `size` leaves, from the inclusion proof of its last leaf. Compare the root of what
// comes out with the one that is known: only then is the edge known too.
absl::StatusOr<CompactRange> EdgeFromLastLeaf(int64_t size, const Hash& leaf_hash,
                                              absl::Span<const Hash> proof);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_MERKLE_H_
