#include "services/rules/log/merkle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "absl/status/status.h"

namespace arasha::rules::log {
namespace {

// Largest power of two below n; n > 1.
int64_t Split(int64_t n) { return static_cast<int64_t>(std::bit_floor(static_cast<uint64_t>(n - 1))); }

int Level(int64_t full_size) { return std::countr_zero(static_cast<uint64_t>(full_size)); }

// MTH of the leaves [begin, end), where begin is a multiple of the largest full subtree in it.
absl::StatusOr<Hash> RangeHash(int64_t begin, int64_t end, NodeReader node) {
  const int64_t n = end - begin;
  if (std::has_single_bit(static_cast<uint64_t>(n))) return node(Level(n), begin >> Level(n));
  const int64_t middle = begin + Split(n);
  const absl::StatusOr<Hash> left = RangeHash(begin, middle, node);
  if (!left.ok()) return left;
  const absl::StatusOr<Hash> right = RangeHash(middle, end, node);
  if (!right.ok()) return right;
  return HashNode(*left, *right);
}

absl::Status Append(absl::StatusOr<Hash> hash, std::vector<Hash>& proof) {
  if (!hash.ok()) return hash.status();
  proof.push_back(*hash);
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> ToBytes(absl::Span<const Hash> hashes) {
  std::vector<std::string> all;
  all.reserve(hashes.size());
  for (const Hash& hash : hashes) all.push_back(ToBytes(hash));
  return all;
}

Hash HashLeaf(absl::string_view leaf) {
  thread_local Digest digest;
  digest.Add(absl::string_view("\0", 1));
  digest.Add(leaf);
  return digest.Finish();
}

Hash HashNode(const Hash& left, const Hash& right) {
  std::array<char, 1 + 2 * kHashBytes> bytes;
  bytes[0] = 1;
  std::copy(left.begin(), left.end(), bytes.begin() + 1);
  std::copy(right.begin(), right.end(), bytes.begin() + 1 + kHashBytes);
  return Sha256(absl::string_view(bytes.data(), bytes.size()));
}

Hash EmptyRoot() { return Sha256(""); }

absl::StatusOr<CompactRange> CompactRange::FromEdge(int64_t size, absl::Span<const Hash> edge) {
  if (size < 0) return absl::InvalidArgumentError("a tree has no negative size");
  if (edge.size() != static_cast<size_t>(std::popcount(static_cast<uint64_t>(size)))) {
    return absl::InvalidArgumentError("the left edge does not have one hash for each full subtree");
  }
  CompactRange range;
  range.size_ = size;
  range.edge_.assign(edge.begin(), edge.end());
  return range;
}

void CompactRange::Append(const Hash& leaf_hash) {
  Hash hash = leaf_hash;
  // Each bit set at the low end is a full subtree as large as the one that has just been completed.
  for (uint64_t rest = static_cast<uint64_t>(size_); (rest & 1) != 0; rest >>= 1) {
    hash = HashNode(edge_.back(), hash);
    edge_.pop_back();
  }
  edge_.push_back(hash);
  ++size_;
}

Hash CompactRange::Root() const {
  if (edge_.empty()) return EmptyRoot();
  Hash root = edge_.back();
  for (auto left = edge_.rbegin() + 1; left != edge_.rend(); ++left) root = HashNode(*left, root);
  return root;
}

absl::StatusOr<Hash> RootOf(int64_t size, NodeReader node) {
  if (size < 0) return absl::InvalidArgumentError("a tree has no negative size");
  if (size == 0) return EmptyRoot();
  return RangeHash(0, size, node);
}

absl::StatusOr<std::vector<Hash>> ProveInclusion(int64_t index, int64_t size, NodeReader node) {
  if (index < 0 || index >= size) return absl::InvalidArgumentError("no such leaf in a tree of this size");
  std::vector<Hash> proof;
  // From the root down to the leaf; the path goes the other way.
  for (int64_t begin = 0, end = size; end - begin > 1;) {
    const int64_t middle = begin + Split(end - begin);
    const bool left = index < middle;
    const absl::Status status =
        Append(left ? RangeHash(middle, end, node) : RangeHash(begin, middle, node), proof);
    if (!status.ok()) return status;
    (left ? end : begin) = middle;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::StatusOr<std::vector<Hash>> ProveConsistency(int64_t old_size, int64_t new_size, NodeReader node) {
  if (old_size < 0 || old_size > new_size) {
    return absl::InvalidArgumentError("the older tree is the larger one");
  }
  std::vector<Hash> proof;
  if (old_size == 0 || old_size == new_size) return proof;
  int64_t begin = 0;
  int64_t end = new_size;
  while (old_size != end) {
    const int64_t middle = begin + Split(end - begin);
    const bool left = old_size <= middle;
    const absl::Status status =
        Append(left ? RangeHash(middle, end, node) : RangeHash(begin, middle, node), proof);
    if (!status.ok()) return status;
    (left ? end : begin) = middle;
  }
  // Whoever has the older root knows this node if it is the whole older tree.
  if (begin > 0) {
    const absl::Status status = Append(RangeHash(begin, end, node), proof);
    if (!status.ok()) return status;
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

bool VerifyInclusion(int64_t index, int64_t size, const Hash& leaf_hash, absl::Span<const Hash> proof,
                     const Hash& root) {
  if (index < 0 || index >= size) return false;
  Hash hash = leaf_hash;
  auto node = static_cast<uint64_t>(index);
  auto last = static_cast<uint64_t>(size - 1);
  for (const Hash& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      hash = HashNode(sibling, hash);
      // A right edge without sibling moves up unchanged.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = HashNode(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(int64_t old_size, const Hash& old_root, int64_t new_size, const Hash& new_root,
                       absl::Span<const Hash> proof) {
  if (old_size < 0 || old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  if (old_size == 0) return proof.empty() && old_root == EmptyRoot();
  // The last node of the older tree that is a full subtree of both, and the last node of the newer.
  auto node = static_cast<uint64_t>(old_size - 1);
  auto last = static_cast<uint64_t>(new_size - 1);
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  size_t next = 0;
  Hash old_hash = old_root;
  if (node != 0) {  // otherwise the older tree is that subtree, and the proof leaves its root out
    if (proof.empty()) return false;
    old_hash = proof[next++];
  }
  Hash new_hash = old_hash;
  for (; next < proof.size(); ++next) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_hash = HashNode(proof[next], old_hash);
      new_hash = HashNode(proof[next], new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = HashNode(new_hash, proof[next]);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && new_hash == new_root;
}

absl::StatusOr<CompactRange> EdgeFromLastLeaf(int64_t size, const Hash& leaf_hash,
                                              absl::Span<const Hash> proof) {
  if (size <= 0) return absl::InvalidArgumentError("a tree without leaves has no last one");
  // Every sibling of the last leaf's path is on its left: first those inside the smallest full subtree, then
  // the larger full subtrees.
  const auto inside = static_cast<size_t>(std::countr_zero(static_cast<uint64_t>(size)));
  if (proof.size() < inside) return absl::InvalidArgumentError("the proof is too short");
  Hash smallest = leaf_hash;
  for (const Hash& sibling : proof.first(inside)) smallest = HashNode(sibling, smallest);
  std::vector<Hash> edge(proof.rbegin(), proof.rend() - static_cast<std::ptrdiff_t>(inside));
  edge.push_back(smallest);
  return CompactRange::FromEdge(size, edge);
}

}  // namespace arasha::rules::log
