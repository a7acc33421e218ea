// What could go wrong: a value changes on its way to PostgreSQL and back: a quote ends an array element,
// a microsecond is lost, a byte is taken for text, a time's zone is guessed.
#include "storage/postgres/encoding.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using Encoding = support::DatabaseTest;

// As a statement would see it: quoted as an SQL literal.
std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

TEST_F(Encoding, ArraysKeepEveryElement) {
  const std::vector<std::string> values = {"plain",       "",         "a,b",  "{x}",   "\"quoted\"",
                                           "back\\slash", " spaced ", "NULL", "Қазақ", "line\nbreak"};
  const auto rows = database().Rows("SELECT unnest(" + Quoted(ArrayText(values)) + "::text[])");
  ASSERT_EQ(rows.size(), values.size());
  for (size_t i = 0; i < values.size(); ++i) EXPECT_EQ(rows[i][0], values[i]);
  EXPECT_EQ(database().Value("SELECT cardinality(" + Quoted(ArrayText({})) + "::text[])"), "0");
}

TEST_F(Encoding, TimesKeepTheirMicroseconds) {
  const absl::Time base = absl::FromUnixSeconds(1795503600);
  for (const absl::Time time :
       {base, base + absl::Microseconds(1), base + absl::Microseconds(999999), base + absl::Milliseconds(500),
        absl::UnixEpoch(), base - absl::Hours(24 * 365 * 300)}) {
    const std::string literal = Quoted(TimeText(time)) + "::timestamptz";
    EXPECT_EQ(ParseTimeText(database().Value("SELECT " + literal)), time) << literal;
    EXPECT_EQ(ParseTimeText(database().Value("SELECT to_json(" + literal + ")#>>'{}'")), time) << literal;
  }
}

TEST_F(Encoding, TimesThatAreNoneThrow) {
  for (const char* text : {"", "infinity", "2026-11-24", "24 November", "2026-13-01 00:00:00+00"}) {
    EXPECT_THROW(ParseTimeText(text), std::runtime_error) << text;
  }
}

TEST_F(Encoding, BytesOfEveryValueComeBack) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(ParseBytesText(database().Value("SELECT " + Quoted(BytesText(all)) + "::bytea")), all);
  EXPECT_EQ(ParseBytesText(BytesText("")), "");
  EXPECT_THROW(ParseBytesText("00"), std::runtime_error);
}

TEST_F(Encoding, Sha256IsThatOfPostgres) {
  EXPECT_EQ(BytesText(Sha256("abc")), database().Value("SELECT sha256('abc')"));
}

TEST_F(Encoding, UidsAreVersionSevenAndInOrderOfTime) {
  const absl::Time now = absl::FromUnixMillis(1795503600123);
  const std::string early = NewUid(now);
  const std::string late = NewUid(now + absl::Milliseconds(1));
  EXPECT_LT(early, late);
  EXPECT_EQ(early[14], '7');
  EXPECT_NE(std::string("89ab").find(early[19]), std::string::npos) << early;
  EXPECT_EQ(database().Value("SELECT " + Quoted(early) + "::uuid"), early);
  EXPECT_NE(NewUid(now), NewUid(now));
}

}  // namespace
}  // namespace arasha::storage
