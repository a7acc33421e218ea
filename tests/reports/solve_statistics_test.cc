// What could go wrong: somebody adds up and takes away what the public statistics print, in whichever of
// their tables, and is left with a count that was held back.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bitset>
#include <map>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha::reports {
namespace {

using ::testing::UnorderedElementsAre;

// Of these the catalogue counts the cases as they are received: each case in one of them.
const std::vector<std::string> kOfReceipts = {"arrests", "business", "children"};
const std::vector<std::string> kStates = {"TR", "KZ", "TM"};

using Figure = std::optional<int64_t>;  // none: held back, and so not zero
using Sums = std::bitset<256>;          // what something may come to

Sums Possible(const Figure& figure) { return figure ? Sums(1) << static_cast<size_t>(*figure) : ~Sums(1); }

Sums Plus(const Sums& one, const Sums& other) {
  Sums sums;
  for (size_t i = 0; i < one.size(); ++i) {
    if (one[i]) sums |= other << i;
  }
  return sums;
}

struct Line {
  std::vector<Figure> cells;
  Figure total;

  Sums Totals() const {
    Sums sums(1);
    for (const Figure& cell : cells) sums = Plus(sums, Possible(cell));
    return sums & Possible(total);
  }
};

// All figures that a report prints, and how they hang together.
struct Printed {
  std::vector<Line> receipts;
  std::vector<Line> others;
  Line states;

  bool CanBe() const {
    for (const Line& line : others) {
      if (line.Totals().none()) return false;
    }
    Sums received(1);
    for (const Line& line : receipts) received = Plus(received, line.Totals());
    return (received & states.Totals()).any();
  }
  std::vector<Figure*> HeldBack() {
    std::vector<Figure*> held;
    const auto take = [&held](Line& line) {
      for (Figure& cell : line.cells) {
        if (!cell) held.push_back(&cell);
      }
      if (!line.total) held.push_back(&line.total);
    };
    for (Line& line : receipts) take(line);
    for (Line& line : others) take(line);
    take(states);
    return held;
  }
  // Whether more than one value of this figure goes with all the others.
  bool Hides(Figure& figure) const {
    int values = 0;
    for (int64_t value = 1; value < 100 && values < 2; ++value) {
      figure = value;
      if (CanBe()) ++values;
    }
    figure.reset();
    return values > 1;
  }
};

Figure FigureOf(const Value& value) {
  if (std::holds_alternative<Suppressed>(value)) return std::nullopt;
  return std::get<int64_t>(value);
}

class SolveStatistics : public ::testing::Test {
 protected:
  // So many months, from January on.
  void SetMonths(int months) {
    order_.kind = v1::REPORT_KIND_STATISTICS;
    order_.zone = absl::UTCTimeZone();
    order_.start = absl::FromCivil(absl::CivilMonth(2026, 1), order_.zone);
    order_.end = absl::FromCivil(absl::CivilMonth(2026, 1) + months, order_.zone);
    order_.made_at = order_.end;
  }

  Printed Print(const StatisticsFigures& figures) const {
    const KindContext context = {order_, texts_, names_, leaves_,
                                 std::make_shared<LeafSpool>([](LeafSink) { return absl::OkStatus(); })};
    Document document;
    AddStatistics(context, figures, document);
    Printed printed;
    size_t bars = 0;
    for (const Table* table : TablesOf(document)) {
      for (size_t i = 0; i < table->rows.size(); ++i) {
        std::vector<Figure> figures_of_row;
        for (size_t column = 1; column < table->columns.size(); ++column) {
          figures_of_row.push_back(FigureOf(table->rows[i][column]));
        }
        if (table->id == "by_host_state") {
          printed.states.cells.push_back(figures_of_row.at(0));
          continue;
        }
        Line line{figures_of_row, figures_of_row.back()};  // a single month is its own total
        if (line.cells.size() > 1) line.cells.pop_back();
        if (line.total.value_or(0) > 0) ++bars;
        const bool receipt =
            std::find(kOfReceipts.begin(), kOfReceipts.end(), table->keys[i]) != kOfReceipts.end();
        (receipt ? printed.receipts : printed.others).push_back(std::move(line));
      }
      if (table->total) {
        EXPECT_EQ(FigureOf((*table->total)[1]), FigureOf(document.headlines.at(0).value));
      }
    }
    printed.states.total = FigureOf(document.headlines.at(0).value);
    EXPECT_EQ(printed.receipts.size(), kOfReceipts.size());
    const auto* chart =
        std::get_if<BarChart>(&document.sections[0].blocks[0]);  // none where nothing is drawn
    EXPECT_EQ(chart == nullptr ? 0 : chart->bars.size(), bars) << "a bar is as long as what is printed";
    return printed;
  }

  Order order_;
  const Texts texts_{Language::kEn};
  const Names names_{texts_, {}, support::ShippedTypes(), [](const std::string&) { return std::string(); }};
  const LeafFigures leaves_;
};

// Whoever is drawn most often makes many; the others are few.
size_t Draw(std::mt19937& random, size_t kinds) { return std::min(random() % kinds, random() % kinds); }

StatisticsFigures RandomFigures(std::mt19937& random, size_t months) {
  std::map<std::pair<std::string, std::string>, int64_t> categories;
  std::map<std::string, int64_t> states;
  const auto month = [&] { return absl::StrCat("2026-0", 1 + Draw(random, months)); };
  const size_t most_states = 1 + random() % kStates.size();
  for (size_t cases = random() % 40; cases > 0; --cases) {
    ++categories[{kOfReceipts[Draw(random, kOfReceipts.size())], month()}];
    ++states[kStates[Draw(random, most_states)]];
  }
  for (size_t visits = random() % 20; visits > 0; --visits) ++categories[{"visits_prisons", month()}];
  StatisticsFigures figures;
  for (const auto& [of, count] : categories) figures.categories.push_back({of.first, of.second, count});
  for (const auto& [state, count] : states) figures.host_states.push_back({state, count});
  return figures;
}

TEST_F(SolveStatistics, NothingThatIsHeldBackCanBeComputed) {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    const size_t months = 1 + random() % 3;
    SetMonths(static_cast<int>(months));
    const StatisticsFigures figures = RandomFigures(random, months);
    Printed printed = Print(figures);
    std::string what = absl::StrCat("round ", round, ":");
    for (const storage::CategoryCount& one : figures.categories) {
      absl::StrAppend(&what, " ", one.category, " ", one.month, " ", one.count);
    }
    for (const storage::HostStateCount& one : figures.host_states) {
      absl::StrAppend(&what, " ", one.host_state, " ", one.received);
    }
    ASSERT_TRUE(printed.CanBe()) << what;
    for (Figure* figure : printed.HeldBack()) EXPECT_TRUE(printed.Hides(*figure)) << what;
  }
}

TEST_F(SolveStatistics, TheCasesOfAStateAreThoseOfTheCategories) {
  SetMonths(1);
  const Printed two = Print({{{"arrests", "2026-01", 7}, {"children", "2026-01", 2}}, {{"TR", 9}}});
  EXPECT_EQ(two.states.total, 9);
  std::vector<Figure> categories;
  for (const Line& line : two.receipts) categories.push_back(line.total);
  EXPECT_THAT(categories, UnorderedElementsAre(std::nullopt, std::nullopt, 0)) << "9 less 7 is 2";
  const Printed one =
      Print({{{"arrests", "2026-01", 5}}, {{"KZ", 1}, {"TM", 1}, {"TR", 1}, {"UZ", 1}, {"CN", 1}}});
  EXPECT_EQ(one.states.total, std::nullopt);
  EXPECT_TRUE(std::any_of(one.receipts.begin(), one.receipts.end(), [](const Line& line) {
    return !line.total;
  })) << "the five arrests would be the total, by which each state has one";
}

TEST_F(SolveStatistics, NothingIsHeldBackWithoutNeed) {
  SetMonths(2);
  Printed printed = Print({{{"arrests", "2026-01", 7},
                            {"arrests", "2026-02", 9},
                            {"children", "2026-02", 6},
                            {"visits_prisons", "2026-01", 3},
                            {"visits_prisons", "2026-02", 8}},
                           {{"TR", 15}, {"KZ", 7}}});
  EXPECT_EQ(printed.HeldBack().size(), 2U) << "the visits of both months alone, which are in no other sum";
}

}  // namespace
}  // namespace arasha::reports
