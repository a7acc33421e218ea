// What could go wrong: keys are written to swap or into a core dump, or stay in memory after their use; more
// keys than there is locked memory for stop the server.
#include "storage/crypto/secret_key.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace arasha::storage {
namespace {

// The flags of the mapping that holds this address, as proc(5) names them.
std::set<std::string> FlagsOf(const void* address) {
  std::ifstream maps("/proc/self/smaps");
  const auto wanted = reinterpret_cast<uintptr_t>(address);
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    uint64_t from = 0;
    uint64_t to = 0;
    const std::vector<std::string> range = absl::StrSplit(line.substr(0, line.find(' ')), '-');
    if (range.size() == 2 && absl::SimpleHexAtoi(range[0], &from) && absl::SimpleHexAtoi(range[1], &to)) {
      inside = from <= wanted && wanted < to;
    } else if (inside && line.substr(0, 8) == "VmFlags:") {
      return absl::StrSplit(line.substr(8), ' ', absl::SkipEmpty());
    }
  }
  return {};
}

TEST(SecretKey, LiesInMemoryThatIsNeitherSwappedNorDumped) {
  const SecretKey key = SecretKey::Generate();
  const std::set<std::string> flags = FlagsOf(key.bytes().data());
  EXPECT_EQ(flags.count("dd"), 1u) << "left out of core dumps";
  EXPECT_EQ(flags.count("lo"), SecretMemoryIsLocked() ? 1u : 0u) << "locked";
}

TEST(SecretKey, IsWipedWhenReleased) {
  const std::string bytes(SecretKey::kSize, 'k');
  const char* left = nullptr;
  {
    const SecretKey key(bytes);
    ASSERT_EQ(key.bytes(), bytes);
    left = key.bytes().data();
  }
  // The heap keeps notes of its own in what is free.
  for (size_t i = 0; i < SecretKey::kSize; ++i) EXPECT_NE(left[i], 'k') << i;
}

TEST(SecretKey, MovesWithItsBytes) {
  SecretKey key(std::string(SecretKey::kSize, 'a'));
  SecretKey moved = std::move(key);
  EXPECT_EQ(moved.bytes(), std::string(SecretKey::kSize, 'a'));
  moved = SecretKey(std::string(SecretKey::kSize, 'b'));
  EXPECT_EQ(moved.bytes(), std::string(SecretKey::kSize, 'b'));
}

TEST(SecretKey, CanBeMoreThanThereIsLockedMemoryFor) {
  std::vector<SecretKey> keys;
  for (int i = 0; i < 40000; ++i) keys.push_back(SecretKey::Generate());
  EXPECT_NE(keys.front().bytes(), keys.back().bytes());
}

}  // namespace
}  // namespace arasha::storage
