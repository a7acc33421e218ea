// What could go wrong: a notification next year starts a deadline there; a child is taken away before it was
// born; what is merely rare is refused; a day that has begun where it happened counts as the future; what an
// older rule let in keeps everybody from changing anything.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/rules/casework/chronology_samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct ChronologyRow {
  std::string details;
  std::vector<std::string> lines;
};

TEST(CheckFieldTimes, EachBoundOnBothSides) {
  const CaseType type = Type();
  const std::string received = "2026-11-20 09:00 UTC+03:00";
  const ChronologyRow rows[] = {
      {R"({})", {}},
      // The future: five minutes are the clock's, and a day begins in Kiribati first.
      {R"({"told": "2026-11-24T10:05:00Z"})", {}},
      {R"({"told": "2026-11-24T10:05:01Z"})", {"d.told: must not lie in the future"}},
      {R"({"told": "2026-12-05T10:00:00+03:00"})", {"d.told: must not lie in the future"}},
      {R"({"seen_on": "2026-11-25"})", {}},
      {R"({"seen_on": "2026-11-26"})", {"d.seen_on: must not lie in the future"}},
      {R"({"seen_on": "2027-05-05"})", {"d.seen_on: must not lie in the future"}},
      {R"({"hearing": "2027-05-05"})", {}},
      // Long before the case: ten years where the rule says nothing.
      {R"({"told": "2016-11-20T00:00:00+03:00"})", {}},
      {R"({"told": "2016-11-18T00:00:00+03:00"})",
       {"d.told: lies too long before the case was received, " + received}},
      {R"({"told": "1800-01-01T00:00:00Z"})",
       {"d.told: lies too long before the case was received, " + received}},
      {R"({"told": "2026-08-20T00:00:00Z"})", {}},  // three months are no reason
      {R"({"lately": "2026-08-20T00:00:00+03:00"})", {}},
      {R"({"lately": "2026-08-18T00:00:00+03:00"})",
       {"d.lately: lies too long before the case was received, " + received}},
      {R"({"contract": "1991-02-14"})", {}},
      // After the case, which it brought.
      {R"({"word": "2026-11-20T09:05:00+03:00"})", {}},
      {R"({"word": "2026-11-20T09:05:01+03:00"})",
       {"d.word: must not lie after the case was received, " + received}},
      // Before the person.
      {R"({"contract": "1991-02-13"})", {"d.contract: must not lie before the birth of whom it is about"}},
      // Before another field; dates and instants are told apart only as far as they can be.
      {R"({"told": "2026-11-20T09:00:00+03:00", "seen_on": "2026-11-20"})", {}},
      {R"({"told": "2026-11-20T23:30:00-12:00", "seen_on": "2026-11-20"})", {}},
      {R"({"told": "2026-11-20T09:00:00+03:00", "seen_on": "2026-11-18"})",
       {"d.seen_on: must not lie before told"}},
      {R"({"told": "2026-12-05T10:00:00Z", "seen_on": "2026-11-20"})",
       {"d.told: must not lie in the future"}},
      {R"({"seen_on": "2026-11-20", "hearing": "2026-11-20"})", {}},
      {R"({"seen_on": "2026-11-20", "hearing": "2026-11-19"})", {"d.hearing: must not lie before seen_on"}},
      // Of another form, which CheckDetails refuses.
      {R"({"told": "noon", "seen_on": 5, "hearing": "2026-02-30"})", {}},
  };
  for (const ChronologyRow& row : rows) {
    EXPECT_THAT(Lines(CheckFieldTimes(type, Json(row.details), Times(), Now(), "d")),
                ElementsAreArray(row.lines))
        << row.details;
  }
}

TEST(CheckFieldTimes, OfABirthAreThatOfASubject) {
  v1::CaseType proto = GoodType();
  proto.mutable_fields(1)->set_subjects_birth(true);
  const CaseType type = Made(proto);
  CaseTimes times = Times();
  times.births = {absl::CivilDay(2018, 5, 5), absl::CivilDay(2020, 1, 1)};
  const auto judged = [&](const std::string& day) {
    return Lines(
        CheckFieldTimes(type, Json(absl::StrCat(R"({"seen_on": ")", day, R"("})")), times, Now(), "d"));
  };
  EXPECT_THAT(judged("2018-05-05"), IsEmpty());
  EXPECT_THAT(judged("2020-01-01"), IsEmpty());
  EXPECT_THAT(judged("2019-05-05"),
              ElementsAre("d.seen_on: does not agree with the date of birth of whom the case is about"));
  times.births.clear();
  EXPECT_THAT(judged("2019-05-05"), IsEmpty()) << "it is not known of each";
}

TEST(CheckFieldTimes, KnowsNoBirthWhereOneIsNotKnown) {
  CaseTimes times = Times();
  times.births.clear();
  EXPECT_THAT(Lines(CheckFieldTimes(Type(), Json(R"({"contract": "1980-01-01"})"), times, Now(), "d")),
              IsEmpty());
}

TEST(CheckFieldTimes, AreNotMeasuredByABirthAhead) {
  CaseTimes times = Times();
  times.births = {absl::CivilDay(2030, 1, 1)};
  EXPECT_THAT(Lines(CheckFieldTimes(Type(), Json(R"({"seen_on": "2026-11-20"})"), times, Now(), "d")),
              IsEmpty());
}

TEST(NewFieldTimes, AreThoseOfWhatChanged) {
  const CaseType type = Type();
  const auto judged = [&](const std::string& before, const std::string& after) {
    v1::Case was, is;
    *was.mutable_details() = Json(before);
    *is.mutable_details() = Json(after);
    return Fields(NewFieldTimes(type, was, Times(), is, Times(), Now(), "d"));
  };
  const std::string old = R"("told": "1999-01-01T00:00:00Z")";
  EXPECT_THAT(judged("{" + old + "}", "{" + old + R"(, "place": "a"})"), IsEmpty());
  EXPECT_THAT(judged("{" + old + "}", R"({"told": "1999-01-02T00:00:00Z"})"), ElementsAre("d.told"));
  EXPECT_THAT(judged("{}", "{" + old + "}"), ElementsAre("d.told"));
  EXPECT_THAT(
      judged(R"({"seen_on": "2026-11-01"})", R"({"seen_on": "2026-11-01", "told": "2026-11-20T09:00:00Z"})"),
      ElementsAre("d.seen_on"))
      << "unchanged, but now before what changed";
}

}  // namespace
}  // namespace arasha::rules
