// What could go wrong: a deadline is extended further or more often than its law allows, or an extension is
// lost when the start is put right; a pause counts days that were not in it, or lets what was missed run
// again; a waived duty looks missed, or ends a series that goes on.

#include "services/rules/deadlines/extensions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rules/deadlines/recurrence.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// GoodType() with a state to wait in, and a duty that the opening starts and that rests there.
CaseType TypeWith(const std::string& duty) {
  v1::CaseType proto = GoodType();
  *proto.add_states() = Parse<v1::StateRule>(R"(id: "waiting" label { kk: "к" ru: "р" en: "e" })");
  *proto.add_transitions() = Parse<v1::TransitionRule>(
      R"(id: "wait" label { kk: "к" ru: "р" en: "e" } from: "open" to: "waiting" roles: "officer")");
  *proto.add_transitions() = Parse<v1::TransitionRule>(
      R"(id: "resume" label { kk: "к" ru: "р" en: "e" } from: "waiting" to: "open" roles: "officer")");
  *proto.add_deadlines() = Parse<v1::DeadlineRule>(absl::StrCat(
      R"(id: "duty" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 5" starts_on { opened: true }
         met_by { entry { kind: "VISIT" } } )",
      duty));
  return Made(std::move(proto));
}

// The mission got the case on a Monday.
const absl::Time kCaseReceived = At("2026-11-02T12:00:00+03:00");
const google::protobuf::Struct kNoDetails;

absl::Time NoonOf(const std::string& day) { return At(day + "T12:00:00+03:00"); }
absl::Time EndOfDay(const std::string& day) { return At(day + "T23:59:59.999999+03:00"); }
std::string Text(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M", time, Istanbul().zone); }

DeadlineFacts FactsOf(const CaseType& type, absl::string_view state) {
  return {type, "TR", Istanbul(), kNoDetails, !type.IsFinal(state), kCaseReceived, state};
}

DeadlineCourse Duty(const DeadlineFacts& facts, const std::vector<Happening>& happenings) {
  for (const StartedDeadline& started : StartDeadlines(facts, happenings)) {
    if (started.rule != "duty") continue;
    return {.started = started, .met = MetAt(started.met_by, started.start, happenings)};
  }
  ADD_FAILURE() << "no duty";
  return {};
}

struct Change {
  std::string event;
  std::string at;
};
struct PauseRow {
  std::string name;
  std::string period;
  std::vector<Change> changes;
  std::string state;
  std::string due;
  std::string paused = "";
};

TEST(Pauses, MoveWhatIsDueByWhatWasSpentInThem) {
  const PauseRow rows[] = {
      {"never", "working_days: 5", {}, "open", "2026-11-09 23:59"},
      {"two days",
       "working_days: 5",
       {{"wait", "2026-11-04T12:00:00+03:00"}, {"resume", "2026-11-06T09:00:00+03:00"}},
       "open",
       "2026-11-11 23:59"},
      {"to the next working day",
       "working_days: 5",
       {{"wait", "2026-11-04T12:00:00+03:00"}, {"resume", "2026-11-09T09:00:00+03:00"}},
       "open",
       "2026-11-16 23:59"},
      {"within a day",
       "working_days: 5",
       {{"wait", "2026-11-04T09:00:00+03:00"}, {"resume", "2026-11-04T18:00:00+03:00"}},
       "open",
       "2026-11-09 23:59"},
      {"twice",
       "days: 7",
       {{"wait", "2026-11-03T12:00:00+03:00"},
        {"resume", "2026-11-04T12:00:00+03:00"},
        {"wait", "2026-11-05T12:00:00+03:00"},
        {"resume", "2026-11-06T12:00:00+03:00"}},
       "open",
       "2026-11-11 23:59"},
      {"goes on",
       "days: 7",
       {{"wait", "2026-11-04T12:00:00+03:00"}},
       "waiting",
       "2026-11-09 23:59",
       "2026-11-04 12:00"},
      {"what was missed stays so",
       "days: 7",
       {{"wait", "2026-11-10T00:00:00+03:00"}},
       "waiting",
       "2026-11-09 23:59"},
      {"hours rest for hours",
       "hours: 48",
       {{"wait", "2026-11-03T12:00:00+03:00"}, {"resume", "2026-11-03T18:30:00+03:00"}},
       "open",
       "2026-11-04 18:30"},
      {"at one time, of which the case knows the last",
       "days: 7",
       {{"wait", "2026-11-04T12:00:00+03:00"}, {"resume", "2026-11-04T12:00:00+03:00"}},
       "waiting",
       "2026-11-09 23:59",
       "2026-11-04 12:00"},
      {"ended with the case",
       "days: 7",
       {{"wait", "2026-11-04T12:00:00+03:00"}, {"finish", "2026-11-05T12:00:00+03:00"}},
       "done",
       "2026-11-10 23:59"},
  };
  for (const PauseRow& row : rows) {
    const CaseType type = TypeWith(absl::StrCat(R"(paused_in: "waiting" period { )", row.period, " }"));
    ASSERT_TRUE(type.NeedsTimeline());
    std::vector<Happening> happenings = {Opened(kCaseReceived), OfTransition("begin", kCaseReceived)};
    for (const Change& change : row.changes) happenings.push_back(OfTransition(change.event, At(change.at)));
    const DeadlineFacts facts = FactsOf(type, row.state);
    std::vector<DeadlineCourse> courses = {Duty(facts, happenings)};
    SettleLeeway(facts, happenings, courses);
    EXPECT_EQ(Text(DueOf(courses[0])), row.due) << row.name;
    const auto& paused = courses[0].leeway.paused;
    EXPECT_EQ(paused ? Text(*paused) : "", row.paused) << row.name;
  }
}

TEST(Pauses, LetAVisitComeInTime) {
  const CaseType type = TypeWith(R"(paused_in: "waiting" period { days: 7 })");
  const DeadlineFacts waiting = FactsOf(type, "waiting");
  std::vector<Happening> happenings = {Opened(kCaseReceived),
                                       OfTransition("begin", kCaseReceived),
                                       OfTransition("wait", NoonOf("2026-11-04")),
                                       {.keys = {"entry:VISIT"}, .at = NoonOf("2026-11-12")}};
  std::vector<DeadlineCourse> courses = {Duty(waiting, happenings)};
  // What the row tells until the case leaves the state, and after.
  courses[0].leeway.paused = NoonOf("2026-11-04");
  EXPECT_EQ(StateOf(courses[0], NoonOf("2026-11-13")), v1::DEADLINE_STATE_MET);
  happenings.push_back(OfTransition("resume", NoonOf("2026-11-20")));
  SettleLeeway(FactsOf(type, "open"), happenings, courses);
  EXPECT_EQ(Text(DueOf(courses[0])), "2026-11-17 23:59") << "it rested for eight days, until it was met";
  EXPECT_EQ(StateOf(courses[0], NoonOf("2026-11-21")), v1::DEADLINE_STATE_MET);
}

struct ExtensionRow {
  std::string name;
  std::string rule;
  std::string until;
  std::vector<std::string> refused;  // fields
  int before = 0;                    // extensions
};

TEST(CheckExtension, LetsItGoAsFarAsTheRuleSays) {
  const std::string month = R"(extension { roles: "head" at_most { months: 1 } })";
  const std::string in_all = R"(extension { roles: "head" at_most { months: 1 } from_start: true times: 2 })";
  const ExtensionRow rows[] = {
      {"as far as it goes", month, "2026-12-09", {}},
      {"a day further", month, "2026-12-10", {"due_time"}},
      {"no later than it is", month, "2026-11-09", {"due_time"}},
      {"past", month, "2026-11-01", {"due_time"}},
      {"once alone", month, "2026-11-20", {"rule"}, 1},
      {"from the start", in_all, "2026-12-02", {}},
      {"from the start, a day further", in_all, "2026-12-03", {"due_time"}},
      {"twice", in_all, "2026-12-02", {}, 1},
      {"not three times", in_all, "2026-12-02", {"rule"}, 2},
      {"never", "", "2026-11-10", {"rule"}},
  };
  for (const ExtensionRow& row : rows) {
    const CaseType type = TypeWith(absl::StrCat("period { working_days: 5 } ", row.rule));
    const DeadlineFacts facts = FactsOf(type, "open");
    const std::vector<Happening> happenings = {Opened(kCaseReceived)};
    DeadlineCourse course = Duty(facts, happenings);
    course.leeway.extensions = row.before;
    const absl::Time due = ExtendedDue(course, NoonOf(row.until), Istanbul());
    EXPECT_EQ(due, EndOfDay(row.until)) << "of a day the end";
    EXPECT_EQ(Fields(CheckExtension(facts, *type.FindDeadline("duty"), course, happenings, due,
                                    NoonOf("2026-11-03"), "due_time")),
              row.refused)
        << row.name;
  }
}

TEST(Extend, IsKeptWhenTheStartIsPutRight) {
  const CaseType type =
      TypeWith(R"(period { working_days: 5 } extension { roles: "head" at_most { months: 1 } })");
  const DeadlineFacts facts = FactsOf(type, "open");
  DeadlineCourse course = Duty(facts, {Opened(kCaseReceived)});
  Extend(course, EndOfDay("2026-12-01"), NoonOf("2026-11-03"));
  std::vector<DeadlineCourse> courses = {course};
  SettleLeeway(facts, {}, courses);
  EXPECT_EQ(DueOf(courses[0]), EndOfDay("2026-12-01"));
  // The case came a week later than was said, or a month.
  for (const auto& [received, due] : {std::pair{"2026-11-09", "2026-12-01"}, {"2026-12-07", "2026-12-14"}}) {
    const std::vector<Happening> happenings = {Opened(NoonOf(received))};
    const auto decided = Redecide(facts, courses, happenings, {{"opened"}}, std::nullopt);
    ASSERT_FALSE(decided.empty());
    EXPECT_EQ(decided[0].started.rule, "duty");
    EXPECT_EQ(DueOf(decided[0]), EndOfDay(due)) << received;
    EXPECT_EQ(decided[0].leeway.extensions, 1);
  }
}

TEST(Extend, RestsWithTheCase) {
  const CaseType type = TypeWith(R"(paused_in: "waiting" period { days: 7 }
                                    extension { roles: "head" at_most { months: 1 } })");
  std::vector<Happening> happenings = {Opened(kCaseReceived), OfTransition("begin", kCaseReceived),
                                       OfTransition("wait", NoonOf("2026-11-16")),
                                       OfTransition("resume", NoonOf("2026-11-18"))};
  const DeadlineFacts facts = FactsOf(type, "open");
  std::vector<DeadlineCourse> courses = {Duty(facts, happenings)};
  Extend(courses[0], EndOfDay("2026-11-20"), NoonOf("2026-11-05"));
  SettleLeeway(facts, happenings, courses);
  EXPECT_EQ(Text(DueOf(courses[0])), "2026-11-23 23:59") << "two days later, on a Sunday: on Monday";
}

TEST(Waive, OwesItNoMore) {
  const CaseType type = TypeWith("period { working_days: 5 }");
  DeadlineCourse course = Duty(FactsOf(type, "open"), {Opened(kCaseReceived)});
  Waive(course, NoonOf("2026-11-05"));
  EXPECT_EQ(StateOf(course, NoonOf("2026-11-05")), v1::DEADLINE_STATE_WAIVED);
  EXPECT_EQ(StateOf(course, NoonOf("2027-11-05")), v1::DEADLINE_STATE_WAIVED) << "it is never missed";
  course.met = NoonOf("2026-11-04");
  EXPECT_EQ(StateOf(course, NoonOf("2027-11-05")), v1::DEADLINE_STATE_MET) << "as came out afterwards";
}

constexpr char kWeekly[] = R"(period { days: 7 } extension { roles: "head" at_most { months: 1 } }
  repeats { phases { every { days: 7 } } runs: 5 })";

// The days on which the runs are due, with what the rule says.
std::vector<std::string> DueDays(const std::vector<DeadlineCourse>& runs) {
  std::vector<std::string> days;
  for (const DeadlineCourse& run : runs) {
    days.push_back(absl::FormatTime("%Y-%m-%d", run.started.due, Istanbul().zone));
  }
  return days;
}

TEST(ARepeatedDuty, GoesOnAfterARunThatWasWaived) {
  const CaseType type = TypeWith(kWeekly);
  const DeadlineFacts facts = FactsOf(type, "open");
  const std::vector<Happening> happenings = {Opened(kCaseReceived)};
  std::vector<DeadlineCourse> courses = {Duty(facts, happenings)};
  EXPECT_THAT(LaterRuns(facts, courses[0].started, happenings, courses), IsEmpty());
  Waive(courses[0], NoonOf("2026-11-05"));
  const auto later = LaterRuns(facts, courses[0].started, happenings, courses);
  EXPECT_THAT(DueDays(later), ElementsAre("2026-11-16"));
  EXPECT_FALSE(later[0].leeway.waived.has_value()) << "of the next nothing was said";
}

TEST(ARepeatedDuty, IsExtendedForOneRunAlone) {
  const CaseType type = TypeWith(kWeekly);
  const DeadlineFacts facts = FactsOf(type, "open");
  const std::vector<Happening> happenings = {Opened(kCaseReceived),
                                             {.keys = {"entry:VISIT"}, .at = NoonOf("2026-11-12")}};
  std::vector<DeadlineCourse> courses = {Duty(facts, happenings)};
  Extend(courses[0], EndOfDay("2026-11-13"), NoonOf("2026-11-05"));
  SettleLeeway(facts, happenings, courses);
  EXPECT_EQ(StateOf(courses[0], NoonOf("2026-11-13")), v1::DEADLINE_STATE_MET);
  EXPECT_THAT(DueDays(LaterRuns(facts, courses[0].started, happenings, courses)), ElementsAre("2026-11-16"))
      << "a week after the rule's day, not the extension's";
}

TEST(OfExtension, IsWhatTriggersWaitFor) {
  EXPECT_THAT(OfExtension("duty", kCaseReceived).keys,
              ElementsAre(TriggerKey(Parse<v1::Trigger>(R"(extended: "duty")"))));
}

}  // namespace
}  // namespace arasha::rules
