// What could go wrong: a replica computes other tokens than another; equal names of two missions show as
// equal; what the database holds can be computed without the key.
#include "storage/cases/findables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/crypto/hmac.h"

namespace arasha::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

const SecretKey& Key() {
  static const SecretKey key(std::string(32, 'k'));
  return key;
}

TEST(Hmac, IsThatOfRfc4231) {
  EXPECT_EQ(absl::BytesToHexString(
                HmacSha256(SecretKey(std::string(20, '\x0b') + std::string(12, '\0')), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

// What was stored by an older release must be found by a newer one. Computed by Python and openssl.
TEST(SearchTokens, AreThoseOfEveryRelease) {
  EXPECT_THAT(SearchTokens(Key(), "IST", {" as", "ase", "set"}),
              ElementsAre(81639040, 868483068, 1846488102));
  EXPECT_THAT(SearchTokens(Key(), "IST", {"fifteen letters", "sixteen letters.", std::string(40, 'x')}),
              ElementsAre(76154880, 666342394, 1766564162));
}

TEST(SearchTokens, AreSortedWithoutRepeats) {
  std::vector<std::string> ngrams;
  for (int i = 0; i < 200; ++i) ngrams.push_back(absl::StrCat(i % 100));
  const std::vector<int32_t> tokens = SearchTokens(Key(), "IST", ngrams);
  EXPECT_THAT(tokens, SizeIs(100));
  EXPECT_TRUE(std::is_sorted(tokens.begin(), tokens.end()));
  EXPECT_TRUE(SearchTokens(Key(), "IST", {}).empty());
}

TEST(SearchTokens, DependOnKeyAndMission) {
  const std::vector<std::string> ngrams = {" as"};
  const std::set<int32_t> tokens = {SearchTokens(Key(), "IST", ngrams)[0],
                                    SearchTokens(Key(), "WAW", ngrams)[0],
                                    SearchTokens(SecretKey::Generate(), "IST", ngrams)[0]};
  EXPECT_THAT(tokens, SizeIs(3));
}

TEST(SearchTokens, TellApartWhatPaddingCouldConfuse) {
  const std::vector<std::string> ngrams = {"", std::string(1, '\0'), std::string(2, '\0'), "a",
                                           std::string("a\0", 2)};
  EXPECT_THAT(SearchTokens(Key(), "IST", ngrams), SizeIs(5));
}

TEST(BlindIndex, IsThatOfEveryRelease) {
  EXPECT_EQ(absl::BytesToHexString(BlindIndex(Key(), "iin", "910214309989")),
            "d623c07c80eb9bdaacda524d7eded2e2");
}

TEST(BlindIndex, DependsOnKeyKindAndValue) {
  const std::set<std::string> indexes = {
      BlindIndex(Key(), "iin", "910214309989"), BlindIndex(Key(), "bin", "910214309989"),
      BlindIndex(Key(), "iin", "910214309988"), BlindIndex(Key(), "iin9", "10214309989"),
      BlindIndex(SecretKey::Generate(), "iin", "910214309989")};
  EXPECT_THAT(indexes, SizeIs(5));
  for (const std::string& index : indexes) EXPECT_THAT(index, SizeIs(16));
}

}  // namespace
}  // namespace arasha::storage
