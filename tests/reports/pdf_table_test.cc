// What could go wrong: a table is broken with a row or two alone on a page, or parted from its note.

#include "services/reports/render/pdf_table.h"

#include <gtest/gtest.h>

namespace arasha::reports {
namespace {

Table TableOf(size_t rows) {
  Table table{.id = "t",
              .title = "",
              .note = "",
              .columns = {{"mission", "Mission", ColumnKind::kText}, {"due", "Due", ColumnKind::kCount}},
              .rows = {}};
  table.rows.assign(rows, Row{std::string("IST"), int64_t{7}});
  return table;
}

TEST(PdfTable, WhatFollowsItStandsOnThePageOfItsLastRows) {
  const Texts texts(Language::kEn);
  const Typesetter typesetter;
  const PdfTable set(TableOf(10), texts, absl::UTCTimeZone(), typesetter);
  constexpr double kNote = 30;
  PdfPages measured;
  const double room = measured.Room();
  set.Place(measured);
  const double height = room - measured.Room();
  PdfPages pages;
  pages.Place(pages.Room() - height - kNote / 2, nullptr);
  set.Place(pages, kNote);
  const size_t after_table = pages.Bookmark("after the table");
  pages.Place(kNote, nullptr);
  const size_t after_note = pages.Bookmark("after the note");
  EXPECT_EQ(pages.PageOf(after_table), 2);
  EXPECT_EQ(pages.PageOf(after_note), 2) << "and not alone: the last rows went along";
  EXPECT_LT(pages.Room(), room - kNote);
}

TEST(PdfTable, IsBrokenWithThreeRowsOnEitherSide) {
  const Texts texts(Language::kEn);
  const Typesetter typesetter;
  const auto beginning = [&](size_t rows) {
    return PdfTable(TableOf(rows), texts, absl::UTCTimeZone(), typesetter).BeginningHeight();
  };
  const double one = beginning(1);
  const double three = beginning(3);
  const double row = (three - one) / 2;
  EXPECT_NEAR(beginning(5), three + 2 * row, 0.01) << "two rows alone are too few";
  EXPECT_NEAR(beginning(6), three, 0.01) << "the other three may stand on the next page";
  EXPECT_NEAR(beginning(30), three, 0.01);
  const PdfTable thirty(TableOf(30), texts, absl::UTCTimeZone(), typesetter);
  PdfPages pages;
  pages.Place(pages.Room() - thirty.BeginningHeight() - 1, nullptr);
  const size_t before = pages.Bookmark("before");
  thirty.Place(pages);
  const size_t after = pages.Bookmark("after");
  EXPECT_EQ(pages.PageOf(before), 1);
  EXPECT_EQ(pages.PageOf(after), 2);
  const double heading = one - row;
  EXPECT_NEAR(pages.Room(), kBodyBottom - kBodyTop - heading - 27 * row, 0.1) << "three rows stayed";
}

TEST(PdfTable, IsBrokenWithinARowThatNoPageHolds) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "қорытынды ";
  Table table{.id = "t",
              .title = "",
              .note = "",
              .columns = {{"granted", "Granted", ColumnKind::kTime}, {"reason", "Reason", ColumnKind::kText}},
              .rows = {}};
  table.rows.assign(2, Row{absl::UnixEpoch(), text});
  const Texts texts(Language::kEn);
  const Typesetter typesetter;
  const PdfTable set(table, texts, absl::UTCTimeZone(), typesetter);
  PdfPages pages;
  const double page = pages.Room();
  EXPECT_LT(set.BeginningHeight(), page / 2) << "what stands above it need not leave a page empty";
  pages.Place(page / 2, nullptr);
  set.Place(pages);
  EXPECT_GT(pages.Count(), 3u) << "two rows of more than a page each";
  EXPECT_GT(pages.Room(), 0);
}

}  // namespace
}  // namespace arasha::reports
