// What could go wrong: a note that stands in a case as nonsense, for it was read in the wrong encoding; a
// mark that was stored with it; or an officer who is told that the server is too old.

#include "clients/text/text_encoding.h"

#include <gtest/gtest.h>

namespace arasha::clients {
namespace {

using namespace std::string_literals;

TEST(ToUtf8, ReadsWhatOfficersHave) {
  struct {
    std::string bytes;
    std::string text;
  } const kCases[] = {
      {"", ""},
      {"Visit", "Visit"},
      {"Кездесу 🙂", "Кездесу 🙂"},
      {"\xef\xbb\xbfВстреча", "Встреча"},                    // UTF-8 of Notepad
      {"\xcf\xf0\xe8\xb8\xec \xe2 17:00", "Приём в 17:00"},  // windows-1251
      {"\xab\xcd\xe5\xf2\xbb \x97 \xb9 5", "«Нет» — № 5"},   // its punctuation
      {"\xff\xfe\x14\x04\x30\x04\n\0"s, "Да\n"},             // UTF-16, low byte first, marked
      {"\xfe\xff\x04\x14\x04\x30"s, "Да"},                   // high byte first
      {"\x14\x04\x30\x04"s, "Да"},                           // unmarked
      {"V\0i\0s\0i\0t\0"s, "Visit"},                         // of PowerShell
      {"\0V\0i\0s\0i\0t"s, "Visit"},
  };
  for (const auto& c : kCases) EXPECT_EQ(ToUtf8(c.bytes), c.text);
}

TEST(ToUtf8, GuessesNothing) {
  for (const std::string& bytes : {
           "\xf7\xd3\xd4\xd2\xc5\xde\xc1"s,  // KOI8-R
           "\x82\xe1\xe2\xe0\xa5\xe7\xa0"s,  // IBM 866
           "M\xfcller"s,                     // windows-1252
           "\xea\xe5\xe7\x8d"s,              // Kazakh in KZ-1048: no letter of Russian
           "\xff\xfe\x14"s,                  // cut off
           "\x98"s,
       }) {
    EXPECT_EQ(ToUtf8(bytes), std::nullopt);
  }
}

}  // namespace
}  // namespace arasha::clients
