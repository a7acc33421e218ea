// What could go wrong: the hash is not SHA-256 of what was added, in its order, so that nobody else's
// sha256sum agrees; or what was added before is hashed again.

#include "services/rules/log/digest.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "absl/strings/escaping.h"

namespace arasha::rules::log {
namespace {

// FIPS 180-4's examples, of NIST.
constexpr const char* kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* kOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr const char* kOfMillionA = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

std::string Hex(const Hash& hash) { return absl::BytesToHexString(ToBytes(hash)); }

TEST(Digest, IsThatOfThePiecesTogether) {
  Digest digest;
  digest.Add("a");
  digest.Add("");
  digest.Add("bc");
  EXPECT_EQ(Hex(digest.Finish()), kOfAbc);
}

TEST(Digest, BeginsAnewBehindEach) {
  Digest digest;
  EXPECT_EQ(Hex(digest.Finish()), kOfNothing);
  digest.Add("abc");
  EXPECT_EQ(Hex(digest.Finish()), kOfAbc);
  EXPECT_EQ(Hex(digest.Finish()), kOfNothing);
}

TEST(Digest, TakesAStreamToItsEnd) {
  Digest digest;
  std::istringstream million(std::string(1'000'000, 'a'));
  EXPECT_EQ(digest.Add(million), 1'000'000);
  EXPECT_TRUE(million.eof());
  EXPECT_EQ(Hex(digest.Finish()), kOfMillionA);
  EXPECT_EQ(digest.Add(million), 0) << "which has no more";
  EXPECT_EQ(Hex(digest.Finish()), kOfNothing);
}

TEST(Digest, OfAHashIsThatOfItsBytes) {
  Digest digest;
  const Hash hash = Sha256("abc");
  digest.Add(hash);
  EXPECT_EQ(digest.Finish(), Sha256(ToBytes(hash)));
}

}  // namespace
}  // namespace arasha::rules::log
