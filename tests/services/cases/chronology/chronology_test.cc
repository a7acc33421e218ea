// What could go wrong: a slip in a year, a month or a day is kept, starts deadlines or ends a case before it
// began, by an opening, an update or a change of state; a right time is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/services/cases/chronology/chronology_fixture.h"

namespace arasha {
namespace {

using support::Line;
using support::Stamp;
using ::testing::HasSubstr;
using Stub = v1::Cases::Stub;

TEST_F(Chronology, OfAnOpening) {
  const auto notified = [](absl::Time at) {
    return [at](v1::Case& asked) {
      asked.mutable_details()->mutable_fields()->at("notified_time").set_string_value(Text(at));
    };
  };
  EXPECT_EQ(Opening(notified(absl::Now() + absl::Hours(6 * 24))), Invalid("case.details.notified_time"));
  EXPECT_EQ(Opening(notified(Year(1800))), Invalid("case.details.notified_time"));
  EXPECT_EQ(Opening(notified(absl::Now() - absl::Hours(90 * 24))), "OK");
  const auto born = [](const std::string& day) {
    return [day](v1::Case& asked) {
      asked.mutable_parties(0)->clear_iin();
      asked.mutable_parties(0)->set_birth_date(day);
    };
  };
  EXPECT_EQ(Opening(born(Day(absl::Now() + absl::Hours(72)))), Invalid("case.parties[0].birth_date"))
      << "and nothing is measured by it";
  EXPECT_EQ(Opening(born("1890-01-01")), Invalid("case.parties[0].birth_date"));
  EXPECT_EQ(Opening(born("2026-11-25")), Invalid("case.details.notified_time")) << "detained before birth";
  const auto received = [](absl::Time at) {
    return [at](v1::Case& asked) { *asked.mutable_received_time() = Stamp(at); };
  };
  EXPECT_EQ(Opening(received(Year(1950))), Invalid("case.received_time"));
  EXPECT_EQ(Opening([](v1::Case& asked) {
              (*asked.mutable_details()->mutable_fields())["hearing_date"].set_string_value(
                  Day(absl::Now() + absl::Hours(30 * 24)));
            }),
            "OK")
      << "a hearing may be ahead";
}

TEST_F(Chronology, OfAnAbduction) {
  const std::string ahead = Day(absl::Now() + absl::Hours(72));
  EXPECT_EQ(Abduction("2019-01-01", "2018-03-01"), Invalid("case.details.removal_date"));
  EXPECT_EQ(Abduction("2019-01-01", ahead), Invalid("case.details.removal_date"));
  EXPECT_EQ(Abduction(ahead, ahead), Invalid("case.details.child_birth_date,case.details.removal_date"));
  EXPECT_EQ(Abduction("2019-01-01", "2020-03-01"), "OK");
  EXPECT_EQ(Abduction("2019-01-01", "2020-03-01", "2019-01-01"), "OK");
  EXPECT_EQ(Abduction("2019-01-01", "2020-03-01", "2018-01-01"), Invalid("case.details.child_birth_date"));
}

TEST_F(Chronology, OfChangesOfState) {
  const grpc::Status early = Move("register", Year(2020));
  EXPECT_EQ(Line(early), Invalid("happened_time"));
  absl::TimeZone istanbul;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Istanbul", &istanbul));
  EXPECT_THAT(support::Read(early).message,
              HasSubstr(absl::StrCat("must not lie before the case was received, ",
                                     absl::FormatTime("%Y-%m-%d %H:%M UTC+03:00", received_, istanbul))));
  EXPECT_EQ(Line(Move("register", received_ - absl::Minutes(10))), Invalid("happened_time"));
  EXPECT_EQ(Line(Move("register", received_ + absl::Hours(2))), "OK");
  const grpc::Status before = Move("resolve", received_ + absl::Hours(1));
  EXPECT_EQ(Line(before), Invalid("happened_time"));
  EXPECT_THAT(support::Read(before).message,
              HasSubstr(absl::StrCat("led here, ", absl::FormatTime("%Y-%m-%d %H:%M UTC+03:00",
                                                                    received_ + absl::Hours(2), istanbul))));
  EXPECT_EQ(Line(Move("resolve", Year(2019))), Invalid("happened_time"));
  EXPECT_EQ(Line(Move("resolve", received_ + absl::Hours(3))), "OK");
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name(), "close"))), "OK");
}

TEST_F(Chronology, OfChangesOfStateWithinMinutes) {
  const absl::Time ahead = absl::Now() + absl::Minutes(3);  // by the caller's clock
  EXPECT_EQ(Line(Move("register", ahead)), "OK");
  EXPECT_EQ(Line(Move("assess", ahead - absl::Minutes(2))), Invalid("happened_time"));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name(), "assess"))), "OK");
  EXPECT_EQ(Line(Move("start", ahead - absl::Minutes(1))), Invalid("happened_time"));
  EXPECT_EQ(Line(Move("start", absl::FromUnixSeconds(absl::ToUnixSeconds(ahead) / 60 * 60))), "OK")
      << "people type minutes";
}

TEST_F(Chronology, OfUpdates) {
  EXPECT_EQ(Update("notified_time", Text(absl::Now() + absl::Hours(24))),
            Invalid("case.details.notified_time"));
  EXPECT_EQ(Update("notified_time", Text(received_ + absl::Hours(1))), Invalid("case.details.notified_time"))
      << "the case was received before";
  EXPECT_EQ(Update("arrested_time", Text(received_ + absl::Hours(1))), Invalid("case.details.notified_time"))
      << "the arrest after word of it came";
  EXPECT_EQ(Update("release_date", Day(absl::Now() + absl::Hours(72))), Invalid("case.details.release_date"));
  EXPECT_EQ(Update("release_date", "2020-01-01"), Invalid("case.details.release_date"))
      << "the mission was told of the detention years after";
  EXPECT_EQ(Update("arrested_time", Text(received_ - absl::Hours(1))), "OK");
  EXPECT_EQ(Receive(Year(1950)), Invalid("case.received_time"));
  EXPECT_EQ(Receive(received_ - absl::Hours(24)), Invalid("case.details.notified_time"));
  EXPECT_EQ(Update("arrested_time", Text(received_ - absl::Hours(30))), "OK");
  EXPECT_EQ(Update("notified_time", Text(received_ - absl::Hours(24))), "OK");
  EXPECT_EQ(Receive(received_ - absl::Hours(24)), "OK");
  EXPECT_EQ(Line(Move("register", received_ - absl::Hours(12))), "OK") << "once the receipt was put right";
  EXPECT_EQ(Receive(received_), Invalid("case.received_time")) << "after the case moved on";
}

}  // namespace
}  // namespace arasha
