// What could go wrong: the last page holds a line or two, a heading is parted from what it is of, or a
// bookmark leads to where its heading was before.

#include "services/reports/pdf_pages.h"

#include <gtest/gtest.h>

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
