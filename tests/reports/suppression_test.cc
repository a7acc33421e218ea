// What could go wrong: a published row lets somebody compute a count that was held back, or holds back what
// gives nobody away.

#include "services/reports/kinds/suppression.h"

#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <random>
#include <set>
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
      {{1, 1, 1, 1, 2}, "* * * * * = *"},  // nor may its being held back tell that
      {{1, 1, 1, 1, 3}, "* * * * * = 7"},
      {{4, 4, 60}, "* * * = 68"},  // 8 of two small ones is 4 each
      {{4, 4}, "* * = 8"},         // but they may be 3 and 5
      {{3, 5, 5}, "* * * = 13"},   // not the first of those that are equal
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
      {{{6, 6}, {3, 0}}, {15}, "* * = *; * 0 = *; 15 = 15"},  // and its months
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

// What a reader knows who computes what is published of any counts.
class Replay {
 public:
  void Take(const std::vector<PublishedCounts>& published, const std::vector<std::vector<int64_t>>& counts) {
    std::string text;
    for (const PublishedCounts& line : published) absl::StrAppend(&text, TextOf(line), "; ");
    std::vector<std::set<int64_t>>& values = values_[text];
    size_t held = 0;
    const auto take = [&](const Value& value, int64_t count) {
      if (!std::holds_alternative<Suppressed>(value)) return;
      if (values.size() == held) values.emplace_back();
      values[held++].insert(count);
    };
    for (size_t line = 0; line < counts.size(); ++line) {
      for (size_t i = 0; i < counts[line].size(); ++i) take(published[line].cells[i], counts[line][i]);
      take(published[line].total, std::accumulate(counts[line].begin(), counts[line].end(), int64_t{0}));
    }
  }
  void ExpectDoubts() const {
    for (const auto& [text, values] : values_) {
      for (const std::set<int64_t>& of_one : values) EXPECT_GT(of_one.size(), 1U) << text;
    }
  }

 private:
  std::map<std::string, std::vector<std::set<int64_t>>>
      values_;  // of each count held back, by what is printed
};

TEST(Suppression, ToReplayItTellsNothing) {
  Replay rows;
  for (int64_t n = 0; n < 13 * 13 * 13 * 13; ++n) {
    const std::vector<int64_t> counts = {n % 13, n / 13 % 13, n / 169 % 13, n / 2197};
    rows.Take({Publish(counts)}, {counts});
  }
  rows.ExpectDoubts();
  Replay receipts;
  for (int64_t n = 0; n < 13 * 13 * 13 * 13; ++n) {
    const std::vector<int64_t> one = {n % 13, n / 13 % 13};
    const std::vector<int64_t> other = {n / 169 % 13, n / 2197};
    const std::vector<int64_t> states = {one[0] + one[1] + other[0] + other[1]};
    if (states[0] > 20) continue;
    const PublishedReceipts published = PublishReceipts({one, other}, states);
    receipts.Take({published.categories[0], published.categories[1], published.host_states},
                  {one, other, states});
  }
  receipts.ExpectDoubts();
}

}  // namespace
}  // namespace arasha::reports
