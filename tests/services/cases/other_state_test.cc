// What could go wrong: the engine knows the ministry it was first written for. Another state's catalogue,
// with other states, events and words, and its own missions, is worked here by the same server.
//
// What it still has to do as ours does: its texts stand under kk, ru and en; its people have our roles
// (`officer`, `head`), and its entries and parties our kinds; IIN and BIN are the numbers that identify
// somebody, and a telephone number without a country is one of Kazakhstan's.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "tests/support/operator_command.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
using Stub = v1::Cases::Stub;

constexpr char kCatalogue[] = ARASHA_SOURCE_DIR "/tests/other_state/catalogue";

class OtherState : public support::ServerTest {
 protected:
  std::unique_ptr<support::TestDatabase> MakeDatabase() override {
    return support::TestDatabase::CreateOf(kCatalogue, ARASHA_SOURCE_DIR "/tests/other_state/directory.toml");
  }

  static v1::CreateCaseRequest Opening(const std::string& type, const std::string& details) {
    v1::CreateCaseRequest request;
    request.set_parent("missions/SZO");
    request.set_request_id(support::RequestId());
    request.mutable_case_()->set_type(type);
    request.mutable_case_()->set_summary("told at the counter");
    *request.mutable_case_()->mutable_details() = support::Details(details);
    return request;
  }

  v1::Case Held() {
    return Do(&Stub::CreateCase, Opening("help.held", R"({"ward": "tower", "ransom": "300.00 EUR"})"));
  }

  // How each of its deadlines stands, by its rule.
  std::map<std::string, v1::DeadlineState> Deadlines(const std::string& name) {
    std::map<std::string, v1::DeadlineState> states;
    const v1::Case matter = Do(&Stub::GetCase, support::Get(name));
    for (const v1::Deadline& deadline : matter.deadlines()) states[deadline.rule()] = deadline.state();
    return states;
  }
};

TEST_F(OtherState, HasItsOwnTypesAndNoneOfOurs) {
  const support::CommandOutcome checked = support::Arashad({"catalogue", "check", kCatalogue});
  EXPECT_EQ(checked.exit_code, 0) << checked.error;
  const auto answer = Do(&v1::Admin::Stub::ListCaseTypes, v1::ListCaseTypesRequest());
  std::map<std::string, std::string> labels;
  for (const v1::CaseType& type : answer.case_types()) labels[type.id()] = type.label().en();
  EXPECT_THAT(labels,
              ElementsAre(Pair("help.held", "Bordurian under lock"), Pair("papers.lost", "Lost paper")));
  v1::CreateCaseRequest ours = support::OpenDetention("SZO");
  EXPECT_EQ(support::Line(Try(&Stub::CreateCase, ours)), "INVALID_ARGUMENT/CASE_TYPE_UNKNOWN");
}

TEST_F(OtherState, WorksItsCasesItsOwnWay) {
  const v1::Case opened = Held();
  const std::string& name = opened.name();
  EXPECT_THAT(name, StartsWith("missions/SZO/cases/SZO-"));
  EXPECT_EQ(opened.state(), "told");
  EXPECT_EQ(opened.type_version(), 4);
  EXPECT_EQ(opened.host_state(), "KW");
  EXPECT_THAT(Deadlines(name), ElementsAre(Pair("sight", v1::DEADLINE_STATE_RUNNING)));

  v1::AddEntryRequest visit = support::AddNote(name, "He is well");
  visit.mutable_entry()->set_kind(v1::ENTRY_KIND_VISIT);
  visit.mutable_entry()->set_in_person(true);
  Do(&Stub::AddEntry, visit);
  const v1::Case seen = Do(&Stub::TransitionCase, support::Transition(name, "see"));
  EXPECT_EQ(seen.state(), "seen");
  EXPECT_THAT(Deadlines(name), UnorderedElementsAre(Pair("sight", v1::DEADLINE_STATE_MET),
                                                    Pair("letter_home", v1::DEADLINE_STATE_RUNNING)));

  // Two persons settle it, and it is over.
  const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "settle"));
  EXPECT_EQ(proposed.state(), "seen");
  const v1::Case over = Do(&Stub::ApproveTransition, support::Approve(proposed), "head");
  EXPECT_EQ(over.state(), "over");
  EXPECT_TRUE(over.has_close_time());
  EXPECT_EQ(Deadlines(name)["letter_home"], v1::DEADLINE_STATE_MET);

  EXPECT_EQ(Try(&Stub::TransitionCase, support::Transition(name, "take_up", "more came")).error_code(),
            grpc::StatusCode::PERMISSION_DENIED)
      << "an officer does not take up again";
  const v1::Case again = Do(&Stub::TransitionCase, support::Transition(name, "take_up", "more came"), "head");
  EXPECT_EQ(again.state(), "told");
  EXPECT_FALSE(again.has_close_time());
}

TEST_F(OtherState, CountsItsOwnWeek) {
  const v1::Case opened = Held();
  Do(&Stub::TransitionCase, support::Transition(opened.name(), "see"));
  const v1::Case matter = Do(&Stub::GetCase, support::Get(opened.name()));
  absl::TimeZone kuwait;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Kuwait", &kuwait));
  for (const v1::Deadline& deadline : matter.deadlines()) {
    if (deadline.rule() != "letter_home") continue;
    // Four days of work, of which Friday alone is none: whatever the day is, one or no Friday lies between.
    const absl::CivilDay due = absl::ToCivilDay(ToTime(deadline.due_time()), kuwait);
    absl::CivilDay day = absl::ToCivilDay(ToTime(deadline.start_time()), kuwait);
    for (int worked = 0; worked < 4;) worked += absl::GetWeekday(++day) == absl::Weekday::friday ? 0 : 1;
    EXPECT_EQ(due, day);
    return;
  }
  ADD_FAILURE() << "no letter home is owed";
}

TEST_F(OtherState, AsksForWhatItsTypesAskFor) {
  EXPECT_THAT(support::Line(Try(&Stub::CreateCase, Opening("help.held", R"({"ward": "cellar"})"))),
              HasSubstr("ward"));
  EXPECT_FALSE(Try(&Stub::CreateCase, Opening("papers.lost", "{}")).ok()) << "without whom it is about";
  v1::CreateCaseRequest lost = Opening("papers.lost", "{}");
  v1::Party& subject = *lost.mutable_case_()->add_parties();
  subject.set_role(v1::PARTY_ROLE_SUBJECT);
  subject.set_display_name("Sponsz");
  const absl::Time journey = absl::Now() + absl::Hours(24 * 9);
  *lost.mutable_case_()->mutable_details() = support::Details(absl::StrCat(
      R"({"journey_day": ")", absl::FormatTime("%Y-%m-%d", journey, absl::UTCTimeZone()), "\"}"));
  const v1::Case opened = Do(&Stub::CreateCase, lost);
  EXPECT_THAT(Deadlines(opened.name()), ElementsAre(Pair("before_journey", v1::DEADLINE_STATE_RUNNING)));
  EXPECT_EQ(Do(&Stub::TransitionCase, support::Transition(opened.name(), "hand_over")).state(), "over");
}

}  // namespace
}  // namespace arasha
