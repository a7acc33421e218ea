// What could go wrong: a case bears a risk that it has not, the same seed draws other cases, or a risk makes
// a case no more likely to be drawn.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/postgres/encoding.h"
#include "storage/reports/report_review.h"
#include "tests/reports/figures_fixture.h"

namespace arasha::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Those of IST as planted: four open, one met late and closed, one closed within an hour.
class ReviewFigures : public Figures {
 protected:
  void SetUp() override {
    Figures::SetUp();
    scope_.missions = {"IST"};
    rules_.risks = {{"missed_deadlines", 3}, {"sensitive", 2},   {"long_silence", 2},
                    {"many_corrections", 2}, {"closed_fast", 2}, {"reopened", 2}};
    rules_.final_states = {{"rights.detention", "closed"}};
    rules_.seed = "reports/1/00/";
    rules_.size = 200;
  }

  void Run(const std::string& sql) {
    const absl::Status done = database().owner().ExecuteScript(sql);
    ASSERT_TRUE(done.ok()) << done;
  }
  storage::ReviewSample Draw() {
    const auto sample = storage::DrawReviewSample(*reporter_, scope_, rules_);
    EXPECT_TRUE(sample.ok()) << sample.status();
    return sample.ok() ? *sample : storage::ReviewSample();
  }
  std::vector<std::string> Numbers() {
    std::vector<std::string> numbers;
    for (const storage::SampledCase& one : Draw().cases) numbers.push_back(one.number);
    return numbers;
  }
  std::vector<std::string> Reasons(int serial) {
    for (const storage::SampledCase& one : Draw().cases) {
      if (one.number == absl::StrCat("IST-2026-00000", serial)) return one.reasons;
    }
    ADD_FAILURE() << "not drawn: " << serial;
    return {};
  }

  storage::ReviewRules rules_;
};

TEST_F(ReviewFigures, ARiskIsWhatTheRowsSay) {
  EXPECT_EQ(Draw().drawn_from, 6);
  EXPECT_THAT(Reasons(1), IsEmpty()) << "met at the last instant";
  EXPECT_THAT(Reasons(3), ElementsAre("missed_deadlines")) << "met late";
  EXPECT_THAT(Reasons(4), ElementsAre("missed_deadlines")) << "not met; two corrections are not many";
  EXPECT_THAT(Reasons(6), IsEmpty()) << "too few were closed to tell what is fast";
  rules_.host_states = {{"rights.detention", "first_contact"}};
  EXPECT_THAT(Reasons(4), IsEmpty()) << "not the mission's to meet";
  rules_.host_states.clear();
  Run("UPDATE case_file SET sensitivity = 2 WHERE mission = 'IST' AND serial = 1");
  EXPECT_THAT(Reasons(1), ElementsAre("sensitive"));
  Run("INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, triggers, "
      "from_state, to_state) "
      "SELECT mission, uid, gen_random_uuid(), 7, '2026-11-10', '2026-11-10', 'staff/a.omarova', '{}', "
      "'closed', "
      "'registered' FROM case_file WHERE mission = 'IST' AND serial = 2");
  EXPECT_THAT(Reasons(2), ElementsAre("reopened"));
  Run("INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, triggers, "
      "corrects) "
      "SELECT mission, case_uid, gen_random_uuid(), 14, '2026-11-11', '2026-11-11', 'staff/a.omarova', '{}', "
      "uid "
      "FROM entry WHERE mission = 'IST' AND corrects IS NULL AND kind = 2 "
      "AND case_uid = '00000000-0000-0000-0000-000000000004'");
  EXPECT_THAT(Reasons(4), ElementsAre("missed_deadlines", "many_corrections"));
}

TEST_F(ReviewFigures, SilenceIsTheLongestOnTheTimeline) {
  scope_.end = absl::FromCivil(absl::CivilDay(2027, 2, 1), scope_.zone);
  scope_.as_of = absl::FromCivil(absl::CivilDay(2027, 1, 30), scope_.zone);
  EXPECT_THAT(Reasons(1), ElementsAre("long_silence"));
  EXPECT_THAT(Reasons(3), ElementsAre("missed_deadlines")) << "it was closed";
  Run("INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, triggers) "
      "SELECT mission, uid, gen_random_uuid(), 1, '2026-12-20', '2026-12-20', 'staff/a.omarova', '{}' "
      "FROM case_file WHERE mission = 'IST' AND serial = 1");
  EXPECT_THAT(Reasons(1), IsEmpty()) << "47 and 41 days";
}

TEST_F(ReviewFigures, FastIsWhatTookAQuarterOfTheUsualTime) {
  Run("UPDATE case_file SET close_time = '2026-11-20 08:00+00', open = false WHERE mission = 'IST' AND "
      "serial < 5");
  EXPECT_THAT(Reasons(6), ElementsAre("closed_fast"));
  EXPECT_THAT(Reasons(1), IsEmpty());
}

TEST_F(ReviewFigures, WhatIsInACompartmentIsNotDrawn) {
  Run("UPDATE case_file SET sensitivity = 3, compartment = 'trafficking' WHERE mission = 'IST' AND serial = "
      "1");
  EXPECT_EQ(Draw().drawn_from, 5);
}

TEST_F(ReviewFigures, WhatWasNotOpenInThePeriodIsNotDrawn) {
  scope_.start = absl::FromCivil(absl::CivilDay(2026, 11, 21), scope_.zone);
  EXPECT_EQ(Draw().drawn_from, 4);
  Run("UPDATE case_file SET erase_time = '2026-11-22' WHERE mission = 'IST' AND serial = 1");
  EXPECT_EQ(Draw().drawn_from, 3);
  scope_.start = absl::FromCivil(absl::CivilDay(2025, 11, 1), scope_.zone);
  scope_.end = absl::FromCivil(absl::CivilDay(2025, 12, 1), scope_.zone);
  EXPECT_THAT(Draw().cases, IsEmpty());
  EXPECT_EQ(Draw().drawn_from, 0);
}

// As the method of the report tells it, by other code.
TEST_F(ReviewFigures, WhoeverKnowsTheSeedDrawsTheSame) {
  std::map<double, std::string> keys;
  for (const storage::SampledCase& one : Draw().cases) {
    const std::string uid = absl::StrCat("00000000-0000-0000-0000-00000000000", one.number.substr(14));
    const std::string hash = absl::BytesToHexString(storage::Sha256(rules_.seed + uid));
    uint64_t bits = 0;
    ASSERT_TRUE(absl::SimpleHexAtoi(hash.substr(0, 13), &bits));
    const double chance = (static_cast<double>(bits) + 0.5) / 4503599627370496.0;
    keys[-std::log(chance) / static_cast<double>(one.weight)] = one.number;
    EXPECT_EQ(one.weight, one.reasons.empty() ? 1 : 4);
  }
  std::vector<std::string> expected;
  for (const auto& [key, number] : keys) expected.push_back(number);
  EXPECT_THAT(expected, SizeIs(6));
  EXPECT_EQ(Numbers(), expected);
  rules_.size = 2;
  EXPECT_EQ(Numbers(), std::vector<std::string>(expected.begin(), expected.begin() + 2));
  EXPECT_EQ(Draw().drawn_from, 6);
}

TEST_F(ReviewFigures, RiskIsDrawnMoreReadilyAndNothingIsOutOfReach) {
  rules_.size = 1;
  const auto drawn = [&](int weight) {
    rules_.risks = {{"missed_deadlines", weight}};
    std::map<std::string, int> times;
    for (int seed = 0; seed < 60; ++seed) {
      rules_.seed = absl::StrCat("reports/", seed, "/00/");
      for (const std::string& number : Numbers()) ++times[number];
    }
    return times;
  };
  EXPECT_THAT(drawn(0), SizeIs(6)) << "each was drawn first by some seed";
  std::map<std::string, int> heavy = drawn(1000);
  EXPECT_GE(heavy["IST-2026-000003"] + heavy["IST-2026-000004"], 57);
}

}  // namespace
}  // namespace arasha::reports
