// What could go wrong: a published table lets somebody compute a count that was held back.

#include "services/reports/suppression.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace arasha::reports {
namespace {

bool Held(const Value& value) { return std::holds_alternative<Suppressed>(value); }

// How many cells of a stretch are held back, where its total is printed.
int64_t HeldWithTotal(const std::vector<Value>& cells, const Value& total) {
  if (Held(total)) return 0;
  return std::count_if(cells.begin(), cells.end(), Held);
}

TEST(Suppression, HoldsBackSmallCountsAndNothingElse) {
  const PublishedCounts published = Publish({{0, 5, 100}, {7, 8, 9}});
  for (const auto& row : published.cells) {
    for (const Value& cell : row) EXPECT_FALSE(Held(cell));
  }
  EXPECT_EQ(std::get<int64_t>(published.row_totals[0]), 105);
  EXPECT_EQ(std::get<int64_t>(published.column_totals[2]), 109);
  for (const int64_t small : {1, 2, 3, 4}) EXPECT_TRUE(Held(Publish({{small}}).cells[0][0])) << small;
}

TEST(Suppression, ATotalGivesNoCellAway) {
  const PublishedCounts published = Publish({{3, 50, 60}, {70, 80, 90}});
  EXPECT_TRUE(Held(published.cells[0][0]));
  EXPECT_TRUE(Held(published.cells[0][1])) << "the smallest other cell of the row";
  EXPECT_TRUE(Held(published.cells[1][0])) << "the smallest other cell of the column";
}

TEST(Suppression, WhereNothingElseCanBeHeldTheTotalIs) {
  const PublishedCounts published = Publish({{3, 0, 0}});
  EXPECT_TRUE(Held(published.row_totals[0]));
  EXPECT_TRUE(Held(published.column_totals[0]));
  EXPECT_FALSE(Held(published.cells[0][1])) << "nothing happened, and that points at nobody";
}

TEST(Suppression, AnEmptyTableStaysEmpty) {
  EXPECT_TRUE(Publish({}).cells.empty());
  EXPECT_TRUE(Publish({{}, {}}).column_totals.empty());
}

TEST(Suppression, HoldsForTablesOfEveryShape) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    const size_t rows = 1 + random() % 8;
    const size_t columns = 1 + random() % 8;
    std::vector<std::vector<int64_t>> counts(rows, std::vector<int64_t>(columns));
    for (auto& row : counts) {
      for (int64_t& count : row) count = random() % 3 == 0 ? 0 : static_cast<int64_t>(random() % 12);
    }
    const PublishedCounts published = Publish(counts);
    for (size_t r = 0; r < rows; ++r) {
      EXPECT_NE(HeldWithTotal(published.cells[r], published.row_totals[r]), 1);
      for (size_t c = 0; c < columns; ++c) {
        if (counts[r][c] > 0 && counts[r][c] < kLeastPublished) {
          EXPECT_TRUE(Held(published.cells[r][c]));
        }
      }
    }
    for (size_t c = 0; c < columns; ++c) {
      std::vector<Value> column;
      for (size_t r = 0; r < rows; ++r) column.push_back(published.cells[r][c]);
      EXPECT_NE(HeldWithTotal(column, published.column_totals[c]), 1);
    }
  }
}

}  // namespace
}  // namespace arasha::reports
