// Kazakh text is where columns go out of line: letters of two bytes, letters made of two characters,
// names of any script beside them; and text from outside may carry what steers a terminal.

#include "clients/text/width.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/print/grid.h"

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

TEST(WrappedTest, PartsAtBlanksAndOnlyThenWithinWords) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(Wrapped("", 5), Lines{""});
  EXPECT_EQ(Wrapped("Жұмабаев  Әсет", 14), Lines{"Жұмабаев  Әсет"});
  EXPECT_EQ(Wrapped("Жұмабаев  Әсет", 10), (Lines{"Жұмабаев", "Әсет"}));
  EXPECT_EQ(Wrapped("a Жұмабаев", 4), (Lines{"a", "Жұма", "баев"}));
  // What is typed stays whole where it can.
  EXPECT_EQ(Wrapped("as custody_by_agreement", 20), (Lines{"as", "custody_by_agreement"}));
  EXPECT_EQ(Wrapped("as custody_by_agreement", 15), (Lines{"as custody_by_", "agreement"}));
  EXPECT_EQ(Wrapped("open --from-file", 12), (Lines{"open", "--from-file"}));
  EXPECT_EQ(Wrapped("to a-k@post-box.kz", 15), (Lines{"to", "a-k@post-box.kz"}));
  EXPECT_EQ(Wrapped("so next-of-kin", 10), (Lines{"so next-", "of-kin"}));
  // The mark stays with its letter, and half a wide character does not fit.
  EXPECT_EQ(Wrapped("Маи\u0306ра", 3), (Lines{"Маи\u0306", "ра"}));
  EXPECT_EQ(Wrapped("李娜李", 5), (Lines{"李娜", "李"}));
  EXPECT_EQ(Wrapped(Unbroken("8 701 1"), 7), Lines{"8 701 1"});
  EXPECT_EQ(Wrapped("tel. " + Unbroken("8 701 1"), 8), (Lines{"tel.", "8 701 1"}));
}

TEST(WrappedLinesTest, GoOnFurtherInAndBreakNoCommand) {
  EXPECT_EQ(WrappedLines("as it stands, however long", std::nullopt), "as it stands, however long");
  EXPECT_EQ(WrappedLines("arasha: понедельник 9:00\n  say `arasha case list` or not\nend\n", 22),
            "arasha: понедельник\n  9:00\n  say\n    `arasha case list`\n    or not\nend\n");
  EXPECT_EQ(WrappedLines("whole `arasha case list`:", 80), "whole `arasha case list`:");
}

TEST(OneLineTest, LetsNothingSteerTheTerminal) {
  EXPECT_EQ(OneLine("a\x1b[2Jb"), "a\uFFFD[2Jb");
  EXPECT_EQ(OneLine("a\nb\tc\r\nd"), "a b c d");
  EXPECT_EQ(OneLine("a\u202Eb"), "a\uFFFDb");
  for (const char* mark : {"\u0085", "\u200E", "\u200F", "\u061C", "\u2066", "\u2069", "\u206A", "\u2028"}) {
    EXPECT_EQ(OneLine(mark), "\uFFFD");
  }
  EXPECT_EQ(OneLine("a\xff"), "a\uFFFD");
  EXPECT_EQ(Lines("a\nb\x07"), "a\nb\uFFFD");
  EXPECT_EQ(Harmless("a\nb\t\x1b"), "a\nb\t\uFFFD");
  EXPECT_EQ(HarmlessJson("{\"a\": \"\\u001b\u202E\x7f\u009B\",\n \"ә\": 1}"),
            "{\"a\": \"\\u001b\\u202e\\u007f\\u009b\",\n \"ә\": 1}");
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

TEST(GridTest, SparesWhatIsEmptyFirst) {
  Grid grid{{{"CASE"}, {"OFFICER", true}, {"PRIORITY", false, true}}, {{{"IST-1"}, {""}, {"urgent"}}}};
  grid.columns[1].spared_if_empty = true;
  EXPECT_EQ(GridText(grid, 24, false), "CASE   OFFICER  PRIORITY\nIST-1           urgent\n");
  EXPECT_EQ(GridText(grid, 16, false), "CASE   PRIORITY\nIST-1  urgent\n");
  grid.rows[0][1].text = "a.omarova";
  EXPECT_EQ(GridText(grid, 16, false), "CASE   OFFICER\nIST-1  a.omarova\n");
}

TEST(GridTest, GoesOnInFurtherLinesAndCutsNothing) {
  const Grid grid{{{"ID"}, {"TEXT", true}}, {{{"IST-1"}, {"Қамауға алынған азамат"}}}};
  EXPECT_EQ(GridText(grid, 22, false), "ID     TEXT\nIST-1  Қамауға алынған\n       азамат\n");
  // A title gives way before what stands under it.
  const Grid titled{{{"NEXT DUE (Istanbul)"}, {"TEXT", true}}, {{{"2026-11-24"}, {"Қамауға алынған"}}}};
  EXPECT_EQ(GridText(titled, 27, false), "NEXT DUE    TEXT\n(Istanbul)\n2026-11-24  Қамауға алынған\n");
  // Narrower than is comfortable before it is no table any more.
  EXPECT_EQ(GridText(grid, 14, false), "ID     TEXT\nIST-1  Қамауға\n       алынған\n       азамат\n");
  // Too narrow for its words: every row becomes a block.
  EXPECT_EQ(GridText(grid, 13, false), "ID    IST-1\nTEXT  Қамауға\n      алынған\n      азамат\n");
  // Too narrow for anything: whole all the same, in wider lines.
  EXPECT_EQ(GridText({{{"ID"}}, {{{"IST-2026-000001"}}}}, 5, false), "ID  IST-2026-000001\n");
}

// They are copied from the screen.
TEST(GridTest, KeepsIdsWhole) {
  const Grid grid{{{"ID"}, {"FROM", true}, {"NAME", true}},
                  {{{"resolve"}, {"in_progress"}, {"Resolve this case"}}}};
  EXPECT_EQ(GridText(grid, 30, false),
            "ID       FROM         NAME\n"
            "resolve  in_progress  Resolve\n"
            "                      this\n"
            "                      case\n");
  // As a block where there is no room.
  EXPECT_EQ(GridText(grid, 25, false), "ID    resolve\nFROM  in_progress\nNAME  Resolve this case\n");
}

TEST(GridTest, LeavesOutWhatIsDispensable) {
  const Grid grid{{{"ID"}, {"A", false, true}, {"NAME", true}, {"B", false, true}},
                  {{{"IST-1"}, {"aaaa"}, {"Қамауға алынған азамат"}, {"bbbb"}}}};
  EXPECT_EQ(GridText(grid, 60, false),
            "ID     A     NAME                    B\nIST-1  aaaa  Қамауға алынған азамат  bbbb\n");
  EXPECT_EQ(GridText(grid, 30, false),
            "ID     A     NAME\nIST-1  aaaa  Қамауға алынған\n             азамат\n");
  EXPECT_EQ(GridText(grid, 21, false), "ID     NAME\nIST-1  Қамауға\n       алынған азамат\n");
}

TEST(GridTest, ColoursOnlyWhereAsked) {
  const Grid grid{{{""}}, {{{"late", Tone::kBad}}}};
  EXPECT_EQ(GridText(grid, std::nullopt, false), "late\n");
  EXPECT_EQ(GridText(grid, std::nullopt, true), "\x1b[31mlate\x1b[0m\n");
}

}  // namespace
}  // namespace arasha::clients
