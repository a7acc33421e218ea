// What could go wrong: Kazakh letters counted as bytes, so that a text of lawful length is refused; a date
// that no calendar has taken for the next month's first; a name that nobody can see, or that looks like
// another; a script that loses the joiners it is written with.

#include "services/rules/text.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace arasha::rules {
namespace {

TEST(CountCharacters, CountsCodePointsNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0U);
  EXPECT_EQ(CountCharacters("abc"), 3U);
  EXPECT_EQ(CountCharacters("Қасым-Жомарт"), 12U);
  EXPECT_EQ(CountCharacters("€𝄞"), 2U);  // three and four bytes
}

struct Cleaning {
  const char* text;
  const char* kept;
};

TEST(CleanText, KeepsWhatPeopleRead) {
  const Cleaning cases[] = {
      {"", ""},
      {"Айгүл Омарова", "Айгүл Омарова"},
      {"Jose\u0301", "Jos\u00e9"},
      {"Й", "\u0419"},
      {"  two  words ", "two words"},
      {"\u00a0\u3000no-break\u00a0blank\u2003", "no-break blank"},
      {"line\r\nend\ttab\u2028\u0085", "line end tab"},
      {"\ufeffBOM", "BOM"},
      {"Ай\u200bгүл", "Айгүл"},
      {"a\u202egnp.exe", "agnp.exe"},
      {"\u2067محمد\u2069", "محمد"},
      {"\u200eLRM\u200f", "LRM"},
      {"co\u00adop", "coop"},
      {"e\u200b\u0301", "\u00e9"},
      {"tag\U000e0067\U000e007f", "tag"},
      {"한\u3164글", "한글"},
      {"Zo\u200de", "Zoe"},
      {"می\u200cخواهم", "می\u200cخواهم"},
      {"محمد\u200c", "محمد"},
      {"\u200dक्\u200dष", "क्\u200dष"},
      {"र\u200d्य", "र\u200d्य"},
      {"葛\U000e0100城", "葛\U000e0100城"},
      {"☎\ufe0f", "☎"},
      {"O’Neil & Søn №5", "O’Neil & Søn №5"},
      // Nothing that can be seen.
      {" \t\n", ""},
      {"\u200b", ""},
      {"\u00a0", ""},
      {"\u3164", ""},
      {"\u0301", ""},
      {" \u0301\u20dd ", ""},
      {"\u202e\u2066\ufeff\U000e0041", ""},
  };
  for (const Cleaning& c : cases) {
    const CleanedText cleaned = CleanText(c.text, TextForm::kLine);
    EXPECT_EQ(cleaned.text, c.kept) << c.text;
    EXPECT_FALSE(cleaned.refused.has_value()) << c.text;
    EXPECT_EQ(CleanText(c.kept, TextForm::kLine).text, c.kept) << "twice: " << c.text;
  }
}

TEST(CleanText, OfLinesKeepsThem) {
  const Cleaning cases[] = {
      {"one\ntwo", "one\ntwo"},
      {" one\r\n\r\ntwo\rthree\u2029", "one\n\ntwo\nthree"},
      {"a\tb  c\u00a0d", "a\tb  c\u00a0d"},
      {"\n\u200b\n", ""},
  };
  for (const Cleaning& c : cases) EXPECT_EQ(CleanText(c.text, TextForm::kLines).text, c.kept) << c.text;
}

TEST(CleanText, RefusesWhatNobodyWrites) {
  const std::pair<absl::string_view, char32_t> cases[] = {
      {{"a\0b", 3}, 0},   {"\u001b[31mred", 0x1b},  {"bell\u0007", 7},       {"\u007f", 0x7f},
      {"Ð\u009f", 0x9f},  {"\ue001", 0xe001},       {"\U000f0000", 0xf0000}, {"a\uffff", 0xffff},
      {"\ufdd0", 0xfdd0}, {"\U0010fffe", 0x10fffe}, {"\ufffd", 0xfffd},      {"\u0410\ufffd\u0433", 0xfffd},
      {"a\xff", 0xfffd}};
  for (const auto& [text, character] : cases) {
    for (const TextForm form : {TextForm::kLine, TextForm::kLines}) {
      const CleanedText cleaned = CleanText(text, form);
      EXPECT_EQ(cleaned.refused, character) << text;
      EXPECT_EQ(cleaned.text, "");
    }
  }
}

TEST(IsCountryCode, TwoCapitals) {
  for (const char* good : {"TR", "KZ", "XK"}) EXPECT_TRUE(IsCountryCode(good)) << good;
  for (const char* bad : {"", "T", "tr", "Tr", "TUR", "T1", "Қ"}) EXPECT_FALSE(IsCountryCode(bad)) << bad;
}

TEST(IsId, LowerCaseDigitsUnderscores) {
  for (const char* good : {"a", "in_progress", "art_36", "x__"}) EXPECT_TRUE(IsId(good)) << good;
  for (const char* bad : {"", "A", "1st", "_a", "a-b", "a.b", "a b", "ү"}) EXPECT_FALSE(IsId(bad)) << bad;
  EXPECT_TRUE(IsId(std::string(kMaxId, 'a')));
  EXPECT_FALSE(IsId(std::string(kMaxId + 1, 'a')));
  EXPECT_FALSE(IsStaffName("staff/" + std::string(kMaxId + 1, 'a')));
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
