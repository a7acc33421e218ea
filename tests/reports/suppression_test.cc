// What could go wrong: a published row lets somebody compute a count that was held back, or holds back what
// gives nobody away.

#include "services/reports/kinds/suppression.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace arasha::reports {
namespace {

// "12 * 0 = 17": the cells and the total, held back or not.
std::string TextOf(const PublishedCounts& published) {
  const auto text = [](const Value& value) {
    const auto* count = std::get_if<int64_t>(&value);
    return count == nullptr ? std::string("*") : absl::StrCat(*count);
  };
  std::string line;
  for (const Value& cell : published.cells) absl::StrAppend(&line, text(cell), " ");
  return absl::StrCat(line, "= ", text(published.total));
}

TEST(Suppression, HoldsBackWhatIsSmallOrGivesSuchAway) {
  struct Row {
    std::vector<int64_t> counts;
    const char* published;
  };
  const Row kRows[] = {
      {{}, "= 0"},
      {{0, 0}, "0 0 = 0"},
      {{0, 5, 100}, "0 5 100 = 105"},
      {{7}, "7 = 7"},
      {{4}, "* = *"},
      {{3, 0, 0}, "* 0 0 = *"},            // the total is small itself
      {{3, 50, 60}, "* * 60 = 113"},       // the smallest other
      {{3, 60, 50}, "* 60 * = 113"},       //
      {{8, 2}, "* * = 10"},                //
      {{3, 4, 60}, "* * 60 = 67"},         // two are told by no sum
      {{1, 1, 60, 70}, "* * * 70 = 132"},  // but both of them by this one,
      {{1, 2, 60, 70}, "* * * 70 = 133"},  // and that they are few together
      {{1, 1, 1, 1, 1}, "* * * * * = *"},  // nothing else can be held back
      {{1, 1, 1, 1, 2}, "* * * * * = 6"},
      {{2, 1}, "* * = *"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(TextOf(Publish(row.counts)), row.published) << absl::StrJoin(row.counts, " ");
  }
}

TEST(Suppression, HoldsWhatTheOtherBreakdownGivesAway) {
  struct Receipts {
    std::vector<std::vector<int64_t>> categories;
    std::vector<int64_t> states;
    const char* published;
  };
  const Receipts kReceipts[] = {
      {{{7}, {0}, {2}}, {9}, "* = *; 0 = 0; * = *; 9 = 9"},
      {{{30}, {8}, {2}}, {40}, "30 = 30; * = *; * = *; 40 = 40"},
      {{{2}}, {2}, "* = *; * = *"},
      {{{7}}, {4, 3}, "7 = 7; * * = 7"},                      // two of them
      {{{5}}, {1, 1, 1, 1, 1}, "* = *; * * * * * = *"},       // 5 of five is one each
      {{{6, 6}, {3, 0}}, {15}, "* 6 = *; * 0 = *; 15 = 15"},  // and a month of it
      {{{1, 1, 1, 1, 1}, {1, 0, 0, 0, 0}, {14, 0, 0, 0, 0}},  // six of six is one each
       {20},
       "* * * * * = *; * 0 0 0 0 = *; * 0 0 0 0 = *; 20 = 20"},
      {{{4}, {10}, {1}}, {12}, "* = *; * = *; * = *; 12 = 12"},  // four persons in one of two cases
      {{{50}, {0}, {0}}, {40, 10}, "50 = 50; 0 = 0; 0 = 0; 40 10 = 50"},
  };
  for (const Receipts& receipts : kReceipts) {
    const PublishedReceipts published = PublishReceipts(receipts.categories, receipts.states);
    std::string text;
    for (const PublishedCounts& category : published.categories)
      absl::StrAppend(&text, TextOf(category), "; ");
    EXPECT_EQ(absl::StrCat(text, TextOf(published.host_states)), receipts.published);
  }
}

TEST(Suppression, HoldsForRowsOfEveryShape) {
  std::mt19937 random(7);
  for (int round = 0; round < 5000; ++round) {
    std::vector<int64_t> counts(1 + random() % 12);
    for (int64_t& count : counts) count = random() % 3 == 0 ? 0 : static_cast<int64_t>(random() % 12);
    const PublishedCounts published = Publish(counts);
    int64_t held = 0;
    int64_t sum = 0;
    for (size_t i = 0; i < counts.size(); ++i) {
      const auto* cell = std::get_if<int64_t>(&published.cells[i]);
      if (cell != nullptr) {
        EXPECT_EQ(*cell, counts[i]);
        EXPECT_TRUE(*cell == 0 || *cell >= kLeastPublished) << *cell;
        continue;
      }
      EXPECT_GT(counts[i], 0) << "nothing happened, and that points at nobody";
      ++held;
      sum += counts[i];
    }
    const std::string line = absl::StrCat(absl::StrJoin(counts, " "), ": ", TextOf(published));
    if (std::holds_alternative<Suppressed>(published.total) || held == 0) continue;
    EXPECT_GT(held, 1) << line;
    EXPECT_GT(sum, held) << line;
    EXPECT_GE(sum, kLeastPublished) << line;
  }
}

}  // namespace
}  // namespace arasha::reports
