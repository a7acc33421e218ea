// What could go wrong: the tree is not the one of RFC 6962, so that nobody else's verifier agrees; or a proof
// of something else is accepted, and the log proves nothing.

#include "services/rules/log/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace arasha::rules::log {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The tree that Certificate Transparency's implementations test with.
const std::vector<std::string>& KnownLeaves() {
  static const std::vector<std::string> leaves = {
      "",
      std::string("\x00", 1),
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
  };
  return leaves;
}

constexpr const char* kKnownRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

std::string HashText(const Hash& hash) { return absl::BytesToHexString(ToBytes(hash)); }

std::vector<std::string> HashText(const std::vector<Hash>& hashes) {
  std::vector<std::string> all;
  for (const Hash& hash : hashes) all.push_back(HashText(hash));
  return all;
}

// Every full subtree of the tree over these leaves.
class Tree {
 public:
  explicit Tree(const std::vector<std::string>& leaves) {
    for (const std::string& leaf : leaves) Add(0, HashLeaf(leaf));
  }

  int64_t size() const { return static_cast<int64_t>(levels_[0].size()); }
  const Hash& leaf_hash(int64_t index) const { return levels_[0][static_cast<size_t>(index)]; }

  absl::StatusOr<Hash> Node(int level, int64_t index) const {
    if (level >= static_cast<int>(levels_.size()) ||
        index >= static_cast<int64_t>(levels_[static_cast<size_t>(level)].size())) {
      return absl::OutOfRangeError(absl::StrCat("no full subtree ", level, "/", index));
    }
    return levels_[static_cast<size_t>(level)][static_cast<size_t>(index)];
  }

  Hash Root(int64_t size) const { return *RootOf(size, Reader()); }
  std::vector<Hash> Inclusion(int64_t index, int64_t size) const {
    return *ProveInclusion(index, size, Reader());
  }
  std::vector<Hash> Consistency(int64_t old_size, int64_t new_size) const {
    return *ProveConsistency(old_size, new_size, Reader());
  }

 private:
  struct Reading {
    const Tree* tree;
    absl::StatusOr<Hash> operator()(int level, int64_t index) const { return tree->Node(level, index); }
  };
  // Lives as long as the tree, for NodeReader only refers to it.
  const Reading& Reader() const { return reading_; }

  void Add(size_t level, const Hash& hash) {
    if (levels_.size() <= level) levels_.emplace_back();
    levels_[level].push_back(hash);
    const size_t n = levels_[level].size();
    if (n % 2 == 0) Add(level + 1, HashNode(levels_[level][n - 2], levels_[level][n - 1]));
  }

  std::vector<std::vector<Hash>> levels_;
  Reading reading_{this};
};

constexpr int64_t kLargest = 70;

const Tree& LargeTree() {
  static const Tree* const tree = [] {
    std::vector<std::string> leaves;
    for (int64_t i = 0; i < kLargest; ++i) leaves.push_back(absl::StrCat("leaf ", i));
    return new Tree(leaves);
  }();
  return *tree;
}

// The definition in RFC 6962 section 2.1, word for word.
Hash Definition(const Tree& tree, int64_t begin, int64_t end) {
  if (begin == end) return EmptyRoot();
  if (end - begin == 1) return tree.leaf_hash(begin);
  int64_t k = 1;
  while (2 * k < end - begin) k *= 2;
  return HashNode(Definition(tree, begin, begin + k), Definition(tree, begin + k, end));
}

// Each proof with one bit of it flipped, one hash left out, one doubled, two exchanged, or one more at an
// end.
std::vector<std::vector<Hash>> Spoilt(const std::vector<Hash>& proof) {
  std::vector<std::vector<Hash>> all;
  for (size_t i = 0; i < proof.size(); ++i) {
    for (const size_t bit : {size_t{0}, (i * 37) % 256, size_t{255}}) {
      all.push_back(proof);
      all.back()[i][bit / 8] = static_cast<uint8_t>(all.back()[i][bit / 8] ^ (1 << (bit % 8)));
    }
    all.push_back(proof);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
    all.push_back(proof);
    all.back().insert(all.back().begin() + static_cast<std::ptrdiff_t>(i), proof[i]);
    if (i > 0) {
      all.push_back(proof);
      std::swap(all.back()[i - 1], all.back()[i]);
    }
  }
  for (const Hash& more : {Hash{}, EmptyRoot()}) {
    all.push_back(proof);
    all.back().insert(all.back().begin(), more);
    all.push_back(proof);
    all.back().push_back(more);
  }
  return all;
}

Hash Flipped(Hash hash, size_t bit) {
  hash[bit / 8] = static_cast<uint8_t>(hash[bit / 8] ^ (1 << (bit % 8)));
  return hash;
}

TEST(Merkle, RootsOfTheKnownTree) {
  const Tree tree(KnownLeaves());
  CompactRange range;
  for (int64_t size = 0; size <= tree.size(); ++size) {
    EXPECT_EQ(HashText(tree.Root(size)), kKnownRoots[size]);
    EXPECT_EQ(HashText(range.Root()), kKnownRoots[size]);
    if (size < tree.size()) range.Append(tree.leaf_hash(size));
  }
}

TEST(Merkle, InclusionProofsOfTheKnownTree) {
  const Tree tree(KnownLeaves());
  EXPECT_THAT(tree.Inclusion(0, 1), IsEmpty());
  EXPECT_THAT(HashText(tree.Inclusion(0, 8)),
              ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(HashText(tree.Inclusion(5, 8)),
              ElementsAre("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  EXPECT_THAT(HashText(tree.Inclusion(2, 3)),
              ElementsAre("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
  EXPECT_THAT(HashText(tree.Inclusion(1, 5)),
              ElementsAre("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
}

TEST(Merkle, ConsistencyProofsOfTheKnownTree) {
  const Tree tree(KnownLeaves());
  EXPECT_THAT(tree.Consistency(1, 1), IsEmpty());
  EXPECT_THAT(HashText(tree.Consistency(1, 8)),
              ElementsAre("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
  EXPECT_THAT(HashText(tree.Consistency(6, 8)),
              ElementsAre("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
  EXPECT_THAT(HashText(tree.Consistency(2, 5)),
              ElementsAre("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
}

TEST(Merkle, EveryRootIsTheOneDefined) {
  CompactRange range;
  for (int64_t size = 0; size <= kLargest; ++size) {
    const Hash defined = Definition(LargeTree(), 0, size);
    EXPECT_EQ(LargeTree().Root(size), defined) << size;
    EXPECT_EQ(range.Root(), defined) << size;
    EXPECT_EQ(range.size(), size);
    if (size < kLargest) range.Append(LargeTree().leaf_hash(size));
  }
}

TEST(Merkle, EveryInclusionIsProvedAndNothingElse) {
  for (int64_t size = 1; size <= kLargest; ++size) {
    const Hash root = LargeTree().Root(size);
    for (int64_t index = 0; index < size; ++index) {
      const Hash& leaf = LargeTree().leaf_hash(index);
      const std::vector<Hash> proof = LargeTree().Inclusion(index, size);
      ASSERT_TRUE(VerifyInclusion(index, size, leaf, proof, root)) << index << " in " << size;
      EXPECT_FALSE(VerifyInclusion(index, size, Flipped(leaf, 7), proof, root));
      EXPECT_FALSE(VerifyInclusion(index, size, leaf, proof, Flipped(root, 255)));
      EXPECT_FALSE(VerifyInclusion(index + size, size, leaf, proof, root));
      EXPECT_FALSE(VerifyInclusion(-1, size, leaf, proof, root));
      for (int64_t other = 0; other < size; ++other) {
        if (other == index) continue;
        ASSERT_FALSE(VerifyInclusion(other, size, leaf, proof, root))
            << index << " as " << other << " in " << size;
      }
      for (const std::vector<Hash>& spoilt : Spoilt(proof)) {
        ASSERT_FALSE(VerifyInclusion(index, size, leaf, spoilt, root)) << index << " in " << size;
      }
    }
  }
}

TEST(Merkle, EveryConsistencyIsProvedAndNothingElse) {
  for (int64_t new_size = 0; new_size <= kLargest; ++new_size) {
    const Hash new_root = LargeTree().Root(new_size);
    for (int64_t old_size = 0; old_size <= new_size; ++old_size) {
      const Hash old_root = LargeTree().Root(old_size);
      const std::vector<Hash> proof = LargeTree().Consistency(old_size, new_size);
      ASSERT_TRUE(VerifyConsistency(old_size, old_root, new_size, new_root, proof))
          << old_size << " " << new_size;
      EXPECT_FALSE(VerifyConsistency(old_size, Flipped(old_root, 0), new_size, new_root, proof));
      // The tree without leaves is a beginning of any, whatever that is.
      if (old_size > 0) {
        EXPECT_FALSE(VerifyConsistency(old_size, old_root, new_size, Flipped(new_root, 9), proof));
      }
      if (old_size < new_size) {
        EXPECT_FALSE(VerifyConsistency(new_size, new_root, old_size, old_root, proof));
      }
      for (const std::vector<Hash>& spoilt : Spoilt(proof)) {
        ASSERT_FALSE(VerifyConsistency(old_size, old_root, new_size, new_root, spoilt))
            << old_size << " " << new_size;
      }
    }
  }
}

TEST(Merkle, AnEdgeIsFoundFromTheLastLeafAndGoesOn) {
  for (int64_t size = 1; size < kLargest; ++size) {
    const std::vector<Hash> proof = LargeTree().Inclusion(size - 1, size);
    absl::StatusOr<CompactRange> range = EdgeFromLastLeaf(size, LargeTree().leaf_hash(size - 1), proof);
    ASSERT_TRUE(range.ok()) << range.status();
    EXPECT_EQ(range->Root(), LargeTree().Root(size));
    for (int64_t i = size; i < kLargest; ++i) range->Append(LargeTree().leaf_hash(i));
    EXPECT_EQ(range->Root(), LargeTree().Root(kLargest));
    for (const std::vector<Hash>& spoilt : Spoilt(proof)) {
      const auto other = EdgeFromLastLeaf(size, LargeTree().leaf_hash(size - 1), spoilt);
      EXPECT_FALSE(other.ok() && other->Root() == LargeTree().Root(size)) << size;
    }
  }
}

TEST(Merkle, RefusesWhatCannotBe) {
  const std::vector<Hash> one = {Hash{}};
  EXPECT_FALSE(CompactRange::FromEdge(-1, {}).ok());
  EXPECT_FALSE(CompactRange::FromEdge(3, one).ok());
  EXPECT_TRUE(CompactRange::FromEdge(int64_t{1} << 62, one).ok());
  EXPECT_FALSE(EdgeFromLastLeaf(0, Hash{}, {}).ok());
  EXPECT_FALSE(EdgeFromLastLeaf(2, Hash{}, {}).ok());
  const auto none = [](int, int64_t) -> absl::StatusOr<Hash> { return Hash{}; };
  EXPECT_FALSE(RootOf(-1, none).ok());
  EXPECT_FALSE(ProveInclusion(3, 3, none).ok());
  EXPECT_FALSE(ProveInclusion(-1, 3, none).ok());
  EXPECT_FALSE(ProveConsistency(4, 3, none).ok());
  EXPECT_FALSE(ProveConsistency(-1, 3, none).ok());
  EXPECT_FALSE(VerifyConsistency(-1, Hash{}, 3, Hash{}, {}));
}

TEST(Merkle, PassesOnWhatTheReaderSays) {
  const auto away = [](int, int64_t) -> absl::StatusOr<Hash> { return absl::UnavailableError("away"); };
  EXPECT_EQ(RootOf(7, away).status(), absl::UnavailableError("away"));
  EXPECT_EQ(ProveInclusion(3, 7, away).status(), absl::UnavailableError("away"));
  EXPECT_EQ(ProveConsistency(3, 7, away).status(), absl::UnavailableError("away"));
}

}  // namespace
}  // namespace arasha::rules::log
