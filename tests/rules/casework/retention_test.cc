// What could go wrong: a case is due to be erased too soon: while it was still open, before a child is of
// age, for a date that nobody filled in, or though it is kept for ever or held.
#include "services/rules/casework/retention.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "proto/timestamps.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

struct KeptCase {
  const char* rule;
  const char* closed;
  const char* transition;  // when it was made; empty if never
  const char* filled_in;   // the date field; empty if not
  std::set<absl::CivilDay> births;
  const char* until;  // empty for ever
};

const absl::TimeZone kUtc = absl::UTCTimeZone();

TEST(Retention, IsCountedFromWhatTheRuleSays) {
  const absl::CivilDay elder(2010, 1, 1), younger(2020, 2, 29);
  const KeptCase cases[] = {
      {"years: 5", "2021-03-01T10:00:00Z", "", "", {}, "2026-03-01T10:00:00Z"},
      {"years: 1", "2024-02-29T00:00:00Z", "", "", {}, "2025-03-01T00:00:00Z"},
      {"", "2021-03-01T10:00:00Z", "", "", {}, ""},
      {"archive: true", "1999-03-01T10:00:00Z", "", "", {}, ""},
      {"years: 5 transition: 'found'",
       "2021-03-01T10:00:00Z",
       "2023-01-01T00:00:00Z",
       "",
       {},
       "2028-01-01T00:00:00Z"},
      {"years: 5 transition: 'found'", "2021-03-01T10:00:00Z", "", "", {}, "2026-03-01T10:00:00Z"},
      // Not before it closed.
      {"years: 5 field: 'decided'", "2021-03-01T10:00:00Z", "", "2001-05-01", {}, "2021-03-01T10:00:00Z"},
      {"years: 75 field: 'decided'", "2021-03-01T10:00:00Z", "", "2001-05-01", {}, "2076-05-01T00:00:00Z"},
      {"years: 5 field: 'decided'", "2021-03-01T10:00:00Z", "", "", {}, "2026-03-01T10:00:00Z"},
      {"age: 18", "2021-03-01T10:00:00Z", "", "", {elder, younger}, "2038-03-01T00:00:00Z"},
      {"age: 18 years: 10", "2021-03-01T10:00:00Z", "", "", {elder}, "2038-01-01T00:00:00Z"},
      // Of who is of age already, from closing.
      {"age: 18 years: 10",
       "2021-03-01T10:00:00Z",
       "",
       "",
       {absl::CivilDay(1950, 1, 1)},
       "2031-03-01T10:00:00Z"},
      {"age: 18", "2021-03-01T10:00:00Z", "", "", {absl::CivilDay(1950, 1, 1)}, "2021-03-01T10:00:00Z"},
      // Whose birth is not known may have been born the day it closed.
      {"age: 18 years: 10", "2021-03-01T10:00:00Z", "", "", {}, "2049-03-01T10:00:00Z"},
  };
  for (const KeptCase& one : cases) {
    SCOPED_TRACE(one.rule);
    google::protobuf::Struct details;
    if (*one.filled_in != 0) (*details.mutable_fields())["decided"].set_string_value(one.filled_in);
    const KeptFacts facts = {
        .closed = At(one.closed),
        .transition = *one.transition != 0 ? std::optional(At(one.transition)) : std::nullopt,
        .details = details,
        .births = one.births,
        .zone = kUtc};
    EXPECT_EQ(KeptUntil(Parse<v1::Retention>(one.rule), facts),
              *one.until != 0 ? At(one.until) : absl::InfiniteFuture());
  }
}

TEST(Retention, HasAPlainForm) {
  v1::CaseType type;
  EXPECT_TRUE(KeepsForEver(RetentionOf(type)));
  type.set_retention_years(5);
  EXPECT_EQ(RetentionOf(type).years(), 5);
  EXPECT_FALSE(KeepsForEver(RetentionOf(type)));
  type.clear_retention_years();
  type.mutable_retention()->set_age(18);
  EXPECT_FALSE(KeepsForEver(RetentionOf(type)));
  type.mutable_retention()->set_archive(true);
  EXPECT_TRUE(KeepsForEver(RetentionOf(type)));
}

TEST(Hold, LastsUntilItEndsOrIsReleased) {
  const absl::Time now = At("2026-11-24T12:00:00Z");
  v1::Case matter;
  EXPECT_FALSE(IsHeld(matter, now));
  matter.mutable_hold()->set_reason("a claim");
  EXPECT_TRUE(IsHeld(matter, now));
  *matter.mutable_hold()->mutable_until() = ToTimestamp(now + absl::Seconds(1));
  EXPECT_TRUE(IsHeld(matter, now));
  EXPECT_FALSE(IsHeld(matter, now + absl::Seconds(1)));
}

}  // namespace
}  // namespace arasha::rules
