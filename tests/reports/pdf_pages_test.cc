// What could go wrong: the last page holds a line or two, a table is moved whole and leaves a page empty, a
// heading is parted from what it is of, or a bookmark leads to where its heading was before.

#include "services/reports/render/pdf_pages.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace arasha::reports {
namespace {

constexpr double kBody = kBodyBottom - kBodyTop;
constexpr double kLine = 20;

// A cover, a page of paragraphs that belong together with their headings, and `over` lines more than it
// holds.
struct Filled {
  PdfPages pages;
  size_t last_heading = 0;
  int page_before = 0;

  explicit Filled(int over) {
    pages.Place(10, nullptr);
    pages.NewPage();
    const int fit = static_cast<int>(kBody / (3 * kLine));
    for (int i = 0; i < fit; ++i) {
      pages.Keep(3 * kLine);
      last_heading = pages.Bookmark("heading");
      for (int line = 0; line < 3; ++line) pages.Place(kLine, nullptr);
    }
    pages.Place(pages.Room(), nullptr);
    for (int i = 0; i < over; ++i) pages.Place(kLine, nullptr);
    page_before = pages.PageOf(last_heading);
    pages.Balance();
  }
};

TEST(PdfPages, ALastPageOfOneLineGetsTheLastGroupOfThePageBefore) {
  const Filled filled(1);
  EXPECT_EQ(filled.page_before, 2);
  EXPECT_EQ(filled.pages.PageOf(filled.last_heading), 3) << "its heading went along, and so did the bookmark";
}

TEST(PdfPages, ALastPageIsMeagreUpToAThird) {
  EXPECT_FALSE(Filled(0).pages.LastIsMeagre()) << "there is no page but one";
  PdfPages pages;
  pages.Place(kLine, nullptr);
  for (int page = 0; page < 2; ++page) {
    EXPECT_FALSE(pages.LastIsMeagre());
    pages.NewPage();
    pages.Place(kBody / 4, nullptr);
  }
  EXPECT_TRUE(pages.LastIsMeagre());
  pages.Place(kBody / 4, nullptr);
  EXPECT_FALSE(pages.LastIsMeagre());
}

// A table of twenty rows that fills a page to its end, and a line more than it holds; the rows' bookmarks.
struct FilledByTable {
  PdfPages pages;
  std::vector<size_t> rows;

  FilledByTable() {
    const auto heading = std::make_shared<const PdfPages::Repeated>(PdfPages::Repeated{kLine, nullptr});
    pages.Place(10, nullptr);
    pages.NewPage();
    pages.Keep(kLine);
    pages.Place(pages.Room() - 21 * kLine - 1, nullptr);
    pages.Keep(3 * kLine);
    pages.Place(heading->height, heading->draw);
    for (int row = 0; row < 20; ++row) {
      if (row >= 2 && row <= 18) pages.BreakUnder(heading, row == 18 ? 2 * kLine : kLine);
      rows.push_back(pages.Bookmark("row"));
      pages.Place(kLine, nullptr);
    }
    pages.Place(kLine, nullptr);
    pages.Balance();
  }
};

TEST(PdfPages, OfATableALastPageGetsAsManyRowsAsItLacks) {
  const FilledByTable filled;
  EXPECT_EQ(filled.pages.PageOf(filled.rows[11]), 2) << "the table is not taken whole";
  EXPECT_EQ(filled.pages.PageOf(filled.rows[12]), 3);
}

TEST(PdfPages, ATableGoesOnUnderItsHeading) {
  const auto heading = std::make_shared<const PdfPages::Repeated>(PdfPages::Repeated{kLine, nullptr});
  PdfPages pages;
  pages.Place(pages.Room() - 4 * kLine, nullptr);
  pages.Place(heading->height, heading->draw);
  pages.Place(kLine, nullptr);
  pages.Place(kLine, nullptr);
  pages.BreakUnder(heading, 2 * kLine);
  const size_t third = pages.Bookmark("third row");
  EXPECT_EQ(pages.PageOf(third), 2) << "the last two rows stay together";
  EXPECT_NEAR(pages.Room(), kBody - kLine, 0.01) << "the heading stands above them";
}

TEST(PdfPages, AFullLastPageStaysAsItIs) {
  EXPECT_EQ(Filled(0).pages.PageOf(Filled(0).last_heading), 2) << "there is no third page";
  const Filled filled(20);
  EXPECT_EQ(filled.pages.PageOf(filled.last_heading), 2);
}

TEST(PdfPages, NothingIsTakenFromTheCover) {
  PdfPages pages;
  pages.Keep(10);
  const size_t cover = pages.Bookmark("cover");
  pages.Place(10, nullptr);
  pages.NewPage();
  pages.Place(10, nullptr);
  pages.Balance();
  EXPECT_EQ(pages.PageOf(cover), 1);
}

}  // namespace
}  // namespace arasha::reports
