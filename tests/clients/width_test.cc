// Kazakh text is where columns go out of line: letters of two bytes, letters made of two characters,
// names of any script beside them; and text from outside may carry what steers a terminal.

#include "clients/width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/grid.h"

namespace arasha::clients {
namespace {

TEST(DisplayWidthTest, CountsColumnsNotBytes) {
  const struct {
    const char* text;
    int width;
  } kCases[] = {
      {"", 0},
      {"Silivri", 7},
      {"Әңғүұқөһі", 9},
      {"ӘҢҒҮҰҚӨҺІ", 9},
      {"Қасым-Жомарт", 12},
      {"й", 1},
      {"и\u0306", 1},  // й of two characters
      {"Маи\u0306ра", 5},
      {"e\u0301\u0327", 1},  // two marks on one letter
      {"李娜", 4},           // wide
      {"→ …", 3},
  };
  for (const auto& c : kCases) EXPECT_EQ(DisplayWidth(c.text), c.width) << c.text;
}

TEST(TruncatedTest, KeepsWholeCharactersWithinTheWidth) {
  EXPECT_EQ(Truncated("Жұмабаев", 8), "Жұмабаев");
  EXPECT_EQ(Truncated("Жұмабаев", 5), "Жұма…");
  EXPECT_EQ(Truncated("Жұмабаев", 1), "…");
  EXPECT_EQ(Truncated("Жұмабаев", 0), "");
  // The mark stays with its letter.
  EXPECT_EQ(Truncated("Маи\u0306ра", 4), "Маи\u0306…");
  // Half a wide character does not fit.
  EXPECT_EQ(Truncated("李娜李", 4), "李…");
}

TEST(OneLineTest, LetsNothingSteerTheTerminal) {
  EXPECT_EQ(OneLine("a\x1b[2Jb"), "a\uFFFD[2Jb");
  EXPECT_EQ(OneLine("a\nb\tc\r\nd"), "a b c d");
  EXPECT_EQ(OneLine("a\u202Eb"), "a\uFFFDb");
  EXPECT_EQ(OneLine("a\u0085b"), "a\uFFFDb");
  EXPECT_EQ(OneLine("a\xff"), "a\uFFFD");
  EXPECT_EQ(Lines("a\nb\x07"), "a\nb\uFFFD");
}

TEST(IsUtf8Test, RefusesWhatIsNot) {
  EXPECT_TRUE(IsUtf8("Жұмабаев 李"));
  for (const char* bad : {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80"}) {
    EXPECT_FALSE(IsUtf8(bad));
  }
}

TEST(GridTest, AlignsColumnsByWidth) {
  const Grid grid{
      {{"ІС"}, {"NAME"}, {"X"}},
      {{{"1"}, {"Әйгерім"}, {"a"}}, {{"22"}, {"Маи\u0306ра"}, {"b"}}, {{"333"}, {"李娜"}, {"c"}}}};
  EXPECT_EQ(GridText(grid, std::nullopt, false),
            "ІС   NAME     X\n"
            "1    Әйгерім  a\n"
            "22   Маи\u0306ра    b\n"
            "333  李娜     c\n");
}

TEST(GridTest, ShortensFlexibleColumnsToTheTerminal) {
  const Grid grid{{{"ID"}, {"TEXT", true}}, {{{"IST-1"}, {"Қамауға алынған азамат"}}}};
  EXPECT_EQ(GridText(grid, 20, false), "ID     TEXT\nIST-1  Қамауға алын…\n");
  // A title gives way before what stands under it.
  const Grid titled{{{"NEXT DUE (Europe/Istanbul)"}, {"TEXT", true}},
                    {{{"2026-11-24"}, {"Қамауға алынған"}}}};
  EXPECT_EQ(GridText(titled, 27, false), "NEXT DUE …  TEXT\n2026-11-24  Қамауға алынған\n");
  // Too narrow for any of it: still no line is wider.
  EXPECT_EQ(GridText(grid, 9, false), "ID     T…\nIST-1  Қ…\n");
}

TEST(GridTest, ColoursOnlyWhereAsked) {
  const Grid grid{{{""}}, {{{"late", Tone::kBad}}}};
  EXPECT_EQ(GridText(grid, std::nullopt, false), "late\n");
  EXPECT_EQ(GridText(grid, std::nullopt, true), "\x1b[31mlate\x1b[0m\n");
}

}  // namespace
}  // namespace arasha::clients
