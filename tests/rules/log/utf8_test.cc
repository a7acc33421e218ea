// What could go wrong: bytes that are no UTF-8 are taken for text, and kept, signed or sent as it.
#include "services/rules/log/utf8.h"

#include <gtest/gtest.h>

namespace arasha::rules::log {
namespace {

TEST(CharacterLength, IsThatOfTheFirst) {
  EXPECT_EQ(CharacterLength("a€"), 1U);
  EXPECT_EQ(CharacterLength("Қa"), 2U);
  EXPECT_EQ(CharacterLength("€𝄞"), 3U);
  EXPECT_EQ(CharacterLength("𝄞€"), 4U);
  EXPECT_EQ(CharacterLength("\x80\x80"), 0U);
  EXPECT_EQ(CharacterLength("\xd0"), 0U);
}

TEST(IsUtf8, IsWhatUnicodeSays) {
  for (const absl::string_view good : {"", "abc", "Қ€𝄞", "\u0000x", "Жұмабаев 李"}) {
    EXPECT_TRUE(IsUtf8(good)) << good;
  }
  for (const char* bad :
       {"\xff", "\xc3", "a\xd0", "a\x80", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xcf\xf0\xe8"}) {
    EXPECT_FALSE(IsUtf8(bad)) << bad;
  }
}

}  // namespace
}  // namespace arasha::rules::log
