// What could go wrong: Kazakh letters counted as bytes, so that a text of lawful length is refused; a date
// that no calendar has taken for the next month's first.

#include "services/rules/text.h"

#include <gtest/gtest.h>

namespace arasha::rules {
namespace {

TEST(CountCharacters, CountsCodePointsNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0U);
  EXPECT_EQ(CountCharacters("abc"), 3U);
  EXPECT_EQ(CountCharacters("Қасым-Жомарт"), 12U);
  EXPECT_EQ(CountCharacters("€𝄞"), 2U);  // three and four bytes
}

TEST(IsCountryCode, TwoCapitals) {
  for (const char* good : {"TR", "KZ", "XK"}) EXPECT_TRUE(IsCountryCode(good)) << good;
  for (const char* bad : {"", "T", "tr", "Tr", "TUR", "T1", "Қ"}) EXPECT_FALSE(IsCountryCode(bad)) << bad;
}

TEST(IsId, LowerCaseDigitsUnderscores) {
  for (const char* good : {"a", "in_progress", "art_36", "x__"}) EXPECT_TRUE(IsId(good)) << good;
  for (const char* bad : {"", "A", "1st", "_a", "a-b", "a.b", "a b", "ү"}) EXPECT_FALSE(IsId(bad)) << bad;
}

TEST(IsStaffName, AsCertificatesHaveThem) {
  for (const char* good : {"staff/a.omarova", "staff/x", "staff/9_-."})
    EXPECT_TRUE(IsStaffName(good)) << good;
  for (const char* bad :
       {"", "staff/", "staff/A", "staff/a/b", "staff/a,b", "staff/a\nb", "a.omarova", "partners/x/y"}) {
    EXPECT_FALSE(IsStaffName(bad)) << bad;
  }
}

TEST(IsPartnerName, AsCertificatesHaveThem) {
  EXPECT_TRUE(IsPartnerName("partners/iom/registry"));
  for (const char* bad :
       {"partners/iom", "partners//x", "partners/x/", "partners/a/b/c", "partner/a/b", "staff/a"}) {
    EXPECT_FALSE(IsPartnerName(bad)) << bad;
  }
}

TEST(ParseDate, OnlyDaysThatExist) {
  EXPECT_EQ(ParseDate("2026-11-24"), absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(ParseDate("2028-02-29"), absl::CivilDay(2028, 2, 29));
  EXPECT_EQ(ParseDate("2000-02-29"), absl::CivilDay(2000, 2, 29));
  for (const char* bad :
       {"", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01",
        "26-01-01", "2026/01/01", "2026-01-01 ", "2026-01-01T00:00:00Z", "+026-01-01", "2026-+1-01",
        "24.11.2026", "0000-01-01", "1799-12-31", "3000-01-01"}) {
    EXPECT_FALSE(ParseDate(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace arasha::rules
