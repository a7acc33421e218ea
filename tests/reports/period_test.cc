// What could go wrong: a report is about other days than whoever ordered it meant, about none, or about days
// that have not come yet.

#include "services/reports/period.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace arasha::reports {
namespace {

constexpr absl::CivilDay kToday(2026, 11, 24);

TEST(Periods, AreWhatIsSaidAndWhatIsMeant) {
  struct Row {
    const char* start_date;
    const char* end_date;
    int case_year;
    const char* period;  // or the field that is wrong
  };
  constexpr Row kRows[] = {
      {"2026-03-01", "2026-03-31", 0, "2026-03-01 2026-03-31"},
      {"2026-11-24", "2026-11-24", 0, "2026-11-24 2026-11-24"},
      {"", "", 0, "2026-10-01 2026-10-31"},
      {"2026-03-01", "", 0, "2026-03-01 2026-11-24"},
      {"", "2026-02-10", 0, "2026-02-01 2026-02-10"},
      {"", "", 2025, "2025-01-01 2026-11-24"},
      {"2026-11-01", "", 2025, "2026-11-01 2026-11-24"},
      {"", "2025-12-31", 2025, "2025-01-01 2025-12-31"},
      {"2016-11-25", "2026-11-24", 0, "2016-11-25 2026-11-24"},
      {"2016-11-01", "2026-11-24", 0, "end_date"},
      {"2026-03-02", "2026-03-01", 0, "end_date"},
      {"2026-11-24", "2026-11-30", 0, "2026-11-24 2026-11-30"},
      {"", "2026-11-30", 0, "2026-11-01 2026-11-30"},
      {"2026-11-25", "", 0, "start_date"},
      {"2026-11-25", "2026-11-30", 0, "start_date"},
      {"", "2026-12-31", 0, "end_date"},
      {"", "", 2027, "start_date"},
      {"", "2027-06-30", 2027, "end_date"},
      {"", "2024-12-31", 2025, "end_date"},
      {"yesterday", "", 0, "start_date"},
      {"2026-02-30", "2026-03-01", 0, "start_date"},
      {"2026-03-01", "31.03.2026", 0, "end_date"},
      {"x", "y", 0, "end_date start_date"},
  };
  for (const Row& row : kRows) {
    rules::Violations violations;
    const Period period = ParsePeriod(row.start_date, row.end_date, row.case_year, kToday, violations);
    std::string got;
    for (const auto& violation : violations) absl::StrAppend(&got, got.empty() ? "" : " ", violation.field);
    if (violations.empty())
      got = absl::StrCat(absl::FormatCivilTime(period.first), " ", absl::FormatCivilTime(period.last));
    EXPECT_EQ(got, row.period) << row.start_date << " to " << row.end_date << ", case of " << row.case_year;
  }
}

TEST(Periods, OfTheLastMonthEndWithTheYearBefore) {
  rules::Violations violations;
  const Period period = ParsePeriod("", "", 0, absl::CivilDay(2027, 1, 1), violations);
  EXPECT_TRUE(violations.empty());
  EXPECT_EQ(period.first, absl::CivilDay(2026, 12, 1));
  EXPECT_EQ(period.last, absl::CivilDay(2026, 12, 31));
}

}  // namespace
}  // namespace arasha::reports
