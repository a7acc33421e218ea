// What could go wrong: an explanation that is not what was reckoned: a weekend told as counted, a treaty left
// out, another entry named as the start; or a deadline that is missing, and nothing says why.

#include "services/rules/deadlines/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/timestamps.h"
#include "services/rules/catalogue/state_calendar.h"
#include "services/rules/deadlines/day_count.h"
#include "services/rules/deadlines/extensions.h"
#include "services/rules/deadlines/misses.h"
#include "services/rules/deadlines/recurrence.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;

std::string Wall(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%m-%dT%H:%M", ToTime(time), Istanbul().zone);
}

std::string Keys(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
  return absl::StrJoin(TriggerKeys(triggers), ",");
}

// " 27=1 28w 29w 30=2", with h for holidays and h? for those that are only expected.
std::string DaysText(const v1::CountStep& count) {
  std::string text;
  for (const v1::CountedDay& day : count.days()) {
    absl::StrAppend(&text, " ", day.date().substr(day.date().size() - 2));
    if (day.number() > 0) {
      absl::StrAppend(&text, "=", day.number());
    } else {
      absl::StrAppend(&text, day.has_holiday() ? "h" : "w", day.provisional() ? "?" : "");
    }
  }
  return text;
}

std::string StartText(const v1::StartStep& start) {
  if (start.after_run() > 0) return absl::StrCat("start after ", start.after_run(), " ", Wall(start.time()));
  if (!start.has_time()) return absl::StrCat("start needs ", Keys(start.starts_on()));
  return absl::StrCat("start ", TriggerKey(start.trigger()), " ", Wall(start.time()),
                      start.reopened() ? " reopened" : "", start.entry().empty() ? "" : " by ",
                      start.entry());
}

// A line for each step, then for what they lead to.
std::vector<std::string> StepLines(const v1::DeadlineExplanation& explanation) {
  std::vector<std::string> lines;
  for (const v1::DeadlineStep& step : explanation.steps()) {
    std::string line;
    switch (step.step_case()) {
      case v1::DeadlineStep::kCondition:
        line = absl::StrCat("condition ", step.condition().condition().field(), " is '",
                            step.condition().value(), "': ", step.condition().holds() ? "holds" : "not");
        break;
      case v1::DeadlineStep::kHostState:
        line = absl::StrCat("there ", step.host_state().host_state(), step.host_state().group());
        break;
      case v1::DeadlineStep::kStart:
        line = StartText(step.start());
        break;
      case v1::DeadlineStep::kRecurrence:
        line = absl::StrCat("phase ", step.recurrence().phase_number(),
                            step.recurrence().from_met() ? " from met" : " from due", " passed over ",
                            step.recurrence().passed_over(), step.recurrence().kept() ? " kept" : "");
        break;
      case v1::DeadlineStep::kDate:
        line = absl::StrCat("date '", step.date().value(), "'",
                            step.date().has_time() ? absl::StrCat(" ", Wall(step.date().time())) : "");
        break;
      case v1::DeadlineStep::kCount:
        line = absl::StrCat("count ", step.count().back() ? "back " : "", Wall(step.count().from_time()), " ",
                            Wall(step.count().to_time()), step.count().shortened() ? " shortened" : "",
                            DaysText(step.count()));
        break;
      case v1::DeadlineStep::kEnd:
        line = absl::StrCat("end ", Keys(step.end().until()),
                            step.end().has_time() ? absl::StrCat(" ", Wall(step.end().time())) : "");
        break;
      case v1::DeadlineStep::kMet:
        if (!step.met().has_time()) continue;
        line = absl::StrCat("met ", Wall(step.met().time()), " ", step.met().entry(), step.met().field());
        break;
      case v1::DeadlineStep::kMiss:
        line = absl::StrCat("miss ", step.miss().entry(), step.miss().field(), " ",
                            v1::DeadlineMiss_Name(step.miss().reason()).substr(sizeof("DEADLINE_MISS")));
        break;
      case v1::DeadlineStep::kStopTime:
        line = absl::StrCat("stop ", Wall(step.stop_time()));
        break;
      case v1::DeadlineStep::kRest:
        line = absl::StrCat("rest ", Wall(step.rest().from_time()),
                            step.rest().has_to_time() ? absl::StrCat(" ", Wall(step.rest().to_time()),
                                                                     " due ", Wall(step.rest().due_time()))
                                                      : "");
        break;
      case v1::DeadlineStep::kExtension:
        line = absl::StrCat("extended ", step.extension().extensions(), " ", Wall(step.extension().time()),
                            " by ", step.extension().entry(), " due ", Wall(step.extension().due_time()));
        break;
      case v1::DeadlineStep::kWaiveTime:
        line = absl::StrCat("waived ", Wall(step.waive_time()));
        break;
      case v1::DeadlineStep::STEP_NOT_SET:
        line = "?";
        break;
    }
    lines.push_back(line);
  }
  if (explanation.has_due_time()) lines.push_back(absl::StrCat("due ", Wall(explanation.due_time())));
  if (explanation.absence() != v1::DEADLINE_ABSENCE_UNSPECIFIED) {
    lines.push_back(absl::StrCat(
        "none ", v1::DeadlineAbsence_Name(explanation.absence()).substr(sizeof("DEADLINE_ABSENCE"))));
  }
  return lines;
}

ToldHappening Entered(const std::string& entry, std::vector<std::string> keys, const std::string& at,
                      bool stands = true) {
  return {
      .happening = {std::move(keys), At(absl::StrCat(at, ":00+03:00"))}, .entry = entry, .stands = stands};
}

struct Explained {
  std::string name;
  std::string rule;
  std::string details;
  std::vector<ToldHappening> told;  // beside the opening, on Thursday, 26 November 2026, at noon, and fields
  std::vector<std::string> lines;
  int run = 1;
  std::string host_state = "TR";
};

// As the server stores them: all runs of all rules, by the same facts.
std::vector<DeadlineCourse> Stored(const DeadlineFacts& facts, const std::vector<Happening>& happenings) {
  std::vector<DeadlineCourse> courses;
  for (const StartedDeadline& first : StartDeadlines(facts, happenings)) {
    courses.push_back({.started = first});
    for (DeadlineCourse& run : LaterRuns(facts, first, happenings, {})) courses.push_back(std::move(run));
  }
  for (DeadlineCourse& course : courses) {
    course.met = MetAt(course.started.met_by, course.started.start, happenings);
  }
  return courses;
}

v1::DeadlineExplanation Explain(const CaseType& type, const Explained& row,
                                const WorkCalendar& calendar = Istanbul()) {
  const google::protobuf::Struct details = Json(row.details);
  const DeadlineFacts facts{type, row.host_state, calendar, details, true, At("2026-11-26T12:00:00+03:00")};
  std::vector<ToldHappening> told = {{.happening = Opened(facts.received)}};
  for (const Happening& field : OfFields(type, details, calendar.zone)) told.push_back({.happening = field});
  told.insert(told.end(), row.told.begin(), row.told.end());
  std::vector<Happening> standing;
  for (const ToldHappening& one : told) {
    if (one.stands) standing.push_back(one.happening);
  }
  const v1::DeadlineExplanation explanation =
      ExplainDeadline(facts, *type.FindDeadline(row.rule), row.run, told, Stored(facts, standing));
  EXPECT_FALSE(explanation.differs()) << row.name;
  return explanation;
}

CaseType TypeOfAll() {
  v1::CaseType proto = GoodType();
  *proto.add_state_groups() = Parse<v1::StateGroup>(R"(
    id: "eaeu" label { kk: "к" ru: "р" en: "e" } states: ["RU", "BY"] source: "Treaty of 29 May 2014")");
  proto.mutable_deadlines(1)->MergeFrom(Parse<v1::DeadlineRule>(R"(
    host_states { group: "eaeu" starts_on { transition: "begin" } source: "Treaty, art. 1" })"));
  proto.mutable_fields(1)->set_may_lie_ahead(true);
  const auto add = [&](const std::string& text) {
    *proto.add_deadlines() = Parse<v1::DeadlineRule>(
        absl::StrCat(R"(label { kk: "к" ru: "р" en: "e" } source: "General law, art. 4" )", text));
  };
  add(R"(id: "only_red" starts_on { opened: true } met_by { entry { kind: "VISIT" } } period { days: 2 }
         when { field: "colour" values: "red" } when { field: "urgent" values: "true" })");
  add(R"(id: "before" starts_on { opened: true } met_by { entry { kind: "VISIT" } }
         due_on { field: "seen_on" before { working_days: 2 } })");
  add(R"(id: "that_day" starts_on { opened: true } met_by { entry { kind: "VISIT" } } due_on { field: "seen_on" })");
  add(R"(id: "there_only" starts_on { opened: true } met_by { entry { kind: "VISIT" } }
         host_states { host_state: "TM" period { years: 1 less_than: true } source: "Treaty, art. 14" })");
  add(R"(id: "monthly" starts_on { opened: true } met_by { entry { kind: "DECISION" } } period { months: 1 }
         repeats { phases { every { months: 1 } until { months: 3 } } phases { every { days: 10 } }
                   until { transition: "finish" } })");
  add(R"(id: "twice" starts_on { opened: true } met_by { entry { kind: "DECISION" } } period { days: 5 }
         repeats { phases { every { days: 5 } } from_met: true runs: 2 })");
  add(R"(id: "note" starts_on { opened: true } period { days: 9 }
         met_by { entry { kind: "NOTE_VERBALE" direction: "SENT" party_role: "HOST_AUTHORITY" } })");
  return Made(std::move(proto));
}

const std::string kNoMore = "end transition:finish";

TEST(Explanations, TellEachStep) {
  const CaseType type = TypeOfAll();
  const std::string told = R"({"told": "2026-11-24T12:00:00+03:00"})";
  const auto decided = [](const std::string& id, const std::string& at) {
    return Entered(id, {"entry:DECISION", "entry:DECISION/SUBJECT"}, at);
  };
  const Explained rows[] = {
      {"working days over a weekend",
       "answer",
       "{}",
       {},
       {"start opened 11-26T12:00", "count 11-26T12:00 12-01T23:59 27=1 28w 29w 30=2 01=3",
        "due 12-01T23:59"}},
      {"hours, from a field",
       "visit",
       told,
       {},
       {"start field:told 11-24T12:00", "count 11-24T12:00 11-25T12:00", "due 11-25T12:00"}},
      {"the earliest of what starts it",
       "visit",
       R"({"told": "2026-11-24T12:00:00+03:00", "seen_on": "2026-11-20"})",
       {},
       {"start field:seen_on 11-20T00:00", "count 11-20T00:00 11-21T00:00", "due 11-21T00:00"}},
      {"the end of a shorter month",
       "reply",
       "{}",
       {Entered("e1", {"transition:begin"}, "2027-01-31T12:00")},
       {"start transition:begin 01-31T12:00 by e1", "count 01-31T12:00 02-28T23:59 shortened",
        "due 02-28T23:59"}},
      {"a treaty's period",
       "visit",
       told,
       {},
       {"there TM", "start field:told 11-24T12:00", "count 11-24T12:00 11-28T23:59 25=1 26=2 27=3 28=4",
        "due 11-28T23:59"},
       1,
       "TM"},
      {"a group's start",
       "visit",
       told,
       {Entered("e1", {"transition:begin"}, "2026-11-27T09:00")},
       {"there eaeu", "start transition:begin 11-27T09:00 by e1", "count 11-27T09:00 11-28T09:00",
        "due 11-28T09:00"},
       1,
       "BY"},
      {"less than a year, there alone",
       "there_only",
       "{}",
       {},
       {"there TM", "start opened 11-26T12:00", "count 11-26T12:00 11-25T23:59", "due 11-25T23:59"},
       1,
       "TM"},
      {"conditions that hold",
       "only_red",
       R"({"colour": "red", "urgent": true})",
       {},
       {"condition colour is 'red': holds", "condition urgent is 'true': holds", "start opened 11-26T12:00",
        "count 11-26T12:00 11-28T23:59 27=1 28=2", "due 11-28T23:59"}},
      {"working days before a date",
       "before",
       R"({"seen_on": "2026-12-01"})",
       {},
       {"start opened 11-26T12:00", "date '2026-12-01' 12-01T00:00",
        "count back 12-01T00:00 11-27T23:59 30=1 29w 28w 27=2", "due 11-27T23:59"}},
      {"the very day",
       "that_day",
       R"({"seen_on": "2026-12-01"})",
       {},
       {"start opened 11-26T12:00", "date '2026-12-01' 12-01T23:59", "due 12-01T23:59"}},
      {"the first run",
       "monthly",
       "{}",
       {},
       {"start opened 11-26T12:00", "count 11-26T12:00 12-26T23:59", kNoMore, "due 12-26T23:59"}},
      {"the second, a due time having gone by",
       "monthly",
       "{}",
       {decided("e1", "2027-02-03T10:00")},
       {"start after 1 02-03T10:00", "phase 1 from due passed over 1", "count 11-26T12:00 02-26T23:59",
        kNoMore, "due 02-26T23:59"},
       2},
      {"the next phase",
       "monthly",
       "{}",
       {decided("e1", "2026-12-01T10:00"), decided("e2", "2027-01-20T10:00"),
        decided("e3", "2027-02-20T10:00")},
       {"start after 3 02-27T00:00", "phase 2 from due passed over 0",
        "count 02-26T23:59 03-08T23:59 27=1 28=2 01=3 02=4 03=5 04=6 05=7 06=8 07=9 08=10", kNoMore,
        "due 03-08T23:59"},
       4},
      {"from when it was met",
       "twice",
       "{}",
       {decided("e1", "2026-11-27T10:00"), decided("e2", "2026-11-29T10:00")},
       {"start after 1 11-27T10:00", "phase 1 from met passed over 0",
        "count 11-27T10:00 12-02T23:59 28=1 29=2 30=3 01=4 02=5", "end ", "met 11-29T10:00 e2",
        "due 12-02T23:59"},
       2},
      {"what met it, and what did not",
       "visit",
       told,
       {Entered("early", {"entry:VISIT"}, "2026-11-23T12:00"),
        Entered("struck", {"entry:VISIT"}, "2026-11-24T13:00", false),
        Entered("called", {"entry:CONTACT"}, "2026-11-24T14:00"),
        Entered("noted", {"entry:NOTE"}, "2026-11-24T15:00"),
        Entered("met", {"entry:CONTACT", "entry:CONTACT/in_person"}, "2026-11-24T16:00"),
        Entered("late", {"entry:CONTACT"}, "2026-11-24T17:00")},
       {"start field:told 11-24T12:00", "count 11-24T12:00 11-25T12:00", "met 11-24T16:00 met",
        "miss early BEFORE_START", "miss struck STRUCK_OUT", "miss called NOT_IN_PERSON", "due 11-25T12:00"}},
      {"notes of another kind",
       "note",
       "{}",
       {Entered("got", {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/RECEIVED"}, "2026-11-27T12:00"),
        Entered("other", {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/SENT", "entry:NOTE_VERBALE/SENT/LAWYER"},
                "2026-11-27T13:00")},
       {"start opened 11-26T12:00",
        "count 11-26T12:00 12-05T23:59 27=1 28=2 29=3 30=4 01=5 02=6 03=7 04=8 05=9",
        "miss got OTHER_DIRECTION", "miss other OTHER_PARTY", "due 12-05T23:59"}},
  };
  for (const Explained& row : rows) {
    EXPECT_EQ(StepLines(Explain(type, row)), row.lines) << row.name;
  }
}

TEST(Explanations, SayWhyThereIsNone) {
  const CaseType type = TypeOfAll();
  const Explained rows[] = {
      {"a condition without a value",
       "only_red",
       R"({"urgent": true})",
       {},
       {"condition colour is '': not", "condition urgent is 'true': holds", "none CONDITION"}},
      {"a condition with another",
       "only_red",
       R"({"colour": "blue", "urgent": true})",
       {},
       {"condition colour is 'blue': not", "condition urgent is 'true': holds", "none CONDITION"}},
      {"nothing started it", "visit", "{}", {}, {"start needs field:told,field:seen_on", "none NOT_STARTED"}},
      {"what started it was struck out",
       "reply",
       "{}",
       {Entered("e1", {"transition:begin"}, "2026-11-27T12:00", false)},
       {"start needs entry:NOTE_VERBALE/SENT,transition:begin", "none NOT_STARTED"}},
      {"nothing started it there",
       "visit",
       R"({"told": "2026-11-24T12:00:00+03:00"})",
       {},
       {"there eaeu", "start needs transition:begin", "none NOT_STARTED"},
       1,
       "RU"},
      {"another host state", "there_only", "{}", {}, {"none HOST_STATE"}},
      {"no date", "that_day", "{}", {}, {"start opened 11-26T12:00", "date ''", "none NO_DATE"}},
      {"the duty ended before",
       "monthly",
       "{}",
       {Entered("e1", {"transition:finish"}, "2026-12-01T12:00")},
       {"start opened 11-26T12:00", "count 11-26T12:00 12-26T23:59", "end transition:finish 12-01T12:00",
        "none ENDED"}},
      {"the run before is not met", "monthly", "{}", {}, {kNoMore, "none RUN_BEFORE_UNMET"}, 2},
      {"one run too many",
       "twice",
       "{}",
       {Entered("e1", {"entry:DECISION"}, "2026-11-27T10:00"),
        Entered("e2", {"entry:DECISION"}, "2026-11-29T10:00")},
       {"end ", "none LAST_RUN"},
       3},
      {"it does not repeat", "answer", "{}", {}, {"none NO_SUCH_RUN"}, 2},
  };
  for (const Explained& row : rows) EXPECT_EQ(StepLines(Explain(type, row)), row.lines) << row.name;
}

TEST(Explanations, NameTheReopeningThatStartsARunAnew) {
  v1::CaseType proto = GoodType();
  *proto.mutable_deadlines(2)->add_starts_on() = Parse<v1::Trigger>(R"(transition: "reopen")");
  const CaseType type = Made(std::move(proto));
  const google::protobuf::Struct details;
  const DeadlineFacts facts{type, "TR", Istanbul(), details, true, At("2026-11-26T12:00:00+03:00")};
  const std::vector<ToldHappening> told = {Entered("e1", {"transition:begin"}, "2026-11-27T12:00"),
                                           Entered("e2", {"transition:reopen"}, "2026-12-10T12:00")};
  std::vector<DeadlineCourse> courses = Stored(facts, {told[0].happening});
  for (StartedDeadline& anew : RestartDeadlines(facts, std::vector<Happening>{told[1].happening})) {
    courses.push_back({.started = std::move(anew), .run = 2});
  }
  const v1::DeadlineExplanation anew = ExplainDeadline(facts, *type.FindDeadline("reply"), 2, told, courses);
  EXPECT_THAT(StepLines(anew), ElementsAre("start transition:reopen 12-10T12:00 reopened by e2",
                                           "count 12-10T12:00 01-10T23:59", "due 01-10T23:59"));
  EXPECT_FALSE(anew.differs());
}

// A start that happened stands, though something earlier was told of since.
TEST(Explanations, TellTheStartThatStands) {
  const CaseType type = Made(GoodType());
  const google::protobuf::Struct details;
  const DeadlineFacts facts{type, "TR", Istanbul(), details, true, At("2026-11-26T12:00:00+03:00")};
  const std::vector<ToldHappening> told = {
      Entered("sent", {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/SENT"}, "2026-11-25T12:00"),
      Entered("begun", {"transition:begin"}, "2026-11-27T12:00")};
  const v1::DeadlineExplanation stands =
      ExplainDeadline(facts, *type.FindDeadline("reply"), 1, told, Stored(facts, {told[1].happening}));
  EXPECT_EQ(stands.steps(0).start().entry(), "begun");
  EXPECT_FALSE(stands.differs());
}

TEST(Explanations, SayThatWhatIsStoredDiffers) {
  const CaseType type = TypeOfAll();
  const google::protobuf::Struct details = Json(R"({"colour": "red", "urgent": true})");
  const DeadlineFacts facts{type, "TR", Istanbul(), details, true, At("2026-11-26T12:00:00+03:00")};
  const std::vector<ToldHappening> told = {{.happening = Opened(facts.received)}};
  std::vector<DeadlineCourse> courses = Stored(facts, {told[0].happening});
  const auto differs = [&] {
    return ExplainDeadline(facts, *type.FindDeadline("only_red"), 1, told, courses).differs();
  };
  EXPECT_FALSE(differs());
  for (DeadlineCourse& course : courses) course.started.due += absl::Hours(24);
  EXPECT_TRUE(differs());
  courses.clear();
  EXPECT_TRUE(differs()) << "there should be one";
}

TEST(Explanations, TellWhenTheCaseWasClosed) {
  const CaseType type = TypeOfAll();
  const google::protobuf::Struct details;
  const DeadlineFacts facts{type, "TR", Istanbul(), details, false, At("2026-11-26T12:00:00+03:00")};
  const std::vector<ToldHappening> told = {{.happening = Opened(facts.received)},
                                           Entered("after", {"entry:DECISION"}, "2026-11-28T12:00")};
  std::vector<DeadlineCourse> courses = Stored(facts, {told[0].happening});
  for (DeadlineCourse& course : courses) course.stopped = At("2026-11-27T12:00:00+03:00");
  EXPECT_THAT(StepLines(ExplainDeadline(facts, *type.FindDeadline("answer"), 1, told, courses)),
              ElementsAre("start opened 11-26T12:00", "count 11-26T12:00 12-01T23:59 27=1 28w 29w 30=2 01=3",
                          "miss after AFTER_STOP", "stop 11-27T12:00", "due 12-01T23:59"));
}

// The case came in on Thursday, 26 November 2026, and was open from Friday to Tuesday, in which it rests.
TEST(Explanations, TellRestsExtensionsAndWaivers) {
  v1::CaseType proto = GoodType();
  proto.mutable_deadlines(0)->add_paused_in("open");
  *proto.mutable_deadlines(0)->mutable_extension() =
      Parse<v1::Extension>("roles: 'head' at_most { months: 1 }");
  *proto.add_transitions() = Parse<v1::TransitionRule>(R"(
    id: "back" label { kk: "к" ru: "р" en: "e" } from: "open" to: "new" roles: "officer")");
  const CaseType type = Made(std::move(proto));
  const google::protobuf::Struct details;
  DeadlineFacts facts{type, "TR", Istanbul(), details, true, At("2026-11-26T12:00:00+03:00"), "open"};
  std::vector<ToldHappening> told = {{.happening = Opened(facts.received)},
                                     Entered("e1", {"transition:begin"}, "2026-11-27T12:00")};
  const auto lines = [&](const std::function<void(DeadlineCourse&)>& decide) {
    std::vector<Happening> happenings;
    for (const ToldHappening& one : told) happenings.push_back(one.happening);
    std::vector<DeadlineCourse> courses = Stored(facts, happenings);
    std::erase_if(courses, [](const DeadlineCourse& course) { return course.started.rule != "answer"; });
    decide(courses.front());
    SettleLeeway(facts, happenings, courses);
    const v1::DeadlineExplanation explanation =
        ExplainDeadline(facts, *type.FindDeadline("answer"), 1, told, courses);
    EXPECT_FALSE(explanation.differs());
    std::vector<std::string> shown = StepLines(explanation);
    shown.erase(shown.begin(), shown.begin() + 2);  // the start and the count
    return shown;
  };
  EXPECT_THAT(lines([](DeadlineCourse&) {}), ElementsAre("rest 11-27T12:00", "due 12-01T23:59"));

  told.push_back(Entered("e2", {"transition:back"}, "2026-12-01T12:00"));
  facts.state = "new";
  EXPECT_THAT(lines([](DeadlineCourse&) {}),
              ElementsAre("rest 11-27T12:00 12-01T12:00 due 12-07T23:59", "due 12-07T23:59"));

  told.push_back(Entered("e3", {"extended:answer"}, "2026-12-02T12:00"));
  EXPECT_THAT(lines([](DeadlineCourse& course) {
                Extend(course, At("2026-12-20T23:59:00+03:00"), At("2026-12-02T12:00:00+03:00"));
              }),
              ElementsAre("rest 11-27T12:00 12-01T12:00 due 12-07T23:59",
                          "extended 1 12-02T12:00 by e3 due 12-20T23:59", "due 12-20T23:59"));
  EXPECT_THAT(
      lines([](DeadlineCourse& course) { Waive(course, At("2026-12-03T12:00:00+03:00")); }),
      ElementsAre("rest 11-27T12:00 12-01T12:00 due 12-07T23:59", "waived 12-03T12:00", "due 12-07T23:59"));
}

std::shared_ptr<const StateCalendar> CalendarOf(int version, const std::string& holidays) {
  auto calendar = StateCalendar::Create(Parse<catalogue::v1::Calendar>(absl::StrCat(R"(
    state: "TR" source: "Law 2429" first_year: 2026 last_year: 2027
    weekend: WEEKDAY_SATURDAY weekend: WEEKDAY_SUNDAY version: )",
                                                                                    version, holidays)));
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  return std::make_shared<const StateCalendar>(*std::move(calendar));
}

// Istanbul's, by these calendars of the state.
WorkCalendar IstanbulBy(const std::vector<std::shared_ptr<const StateCalendar>>& versions) {
  auto states = std::make_shared<StateCalendars>();
  for (const auto& version : versions) EXPECT_TRUE(states->Add(version).ok());
  WorkCalendar istanbul = Istanbul();
  istanbul.states = states;
  istanbul.seat = "TR";
  return istanbul;
}

constexpr char kHolidays[] = R"(
  holidays { label { kk: "Мереке" ru: "Праздник" en: "Feast" } dates: "2026-11-27" }
  holidays { label { kk: "Айт" ru: "Айт" en: "Eid" } provisional_dates: "2026-12-01" })";

TEST(Explanations, NameHolidays) {
  const v1::DeadlineExplanation explanation =
      Explain(TypeOfAll(), {"holidays", "answer", "{}", {}, {}}, IstanbulBy({CalendarOf(2, kHolidays)}));
  EXPECT_THAT(
      StepLines(explanation),
      ElementsAre("start opened 11-26T12:00", "count 11-26T12:00 12-03T23:59 27h 28w 29w 30=1 01h? 02=2 03=3",
                  "due 12-03T23:59"));
  const v1::CountStep& count = explanation.steps(1).count();
  EXPECT_EQ(count.days(0).holiday().en(), "Feast");
  EXPECT_EQ(count.days(0).calendar(), "TR@2");
  EXPECT_THAT(count.calendars(), ElementsAre("TR@2"));
}

TEST(Explanations, CountByTheCalendarsThatTheDeadlineKeeps) {
  const CaseType type = TypeOfAll();
  const google::protobuf::Struct details;
  const auto old = CalendarOf(2, kHolidays);
  const absl::Time received = At("2026-11-26T12:00:00+03:00");
  const std::vector<ToldHappening> told = {{.happening = Opened(received)}};
  const DeadlineFacts then{type, "TR", IstanbulBy({old}), details, true, received};
  const DeadlineFacts now{type, "TR", IstanbulBy({old, CalendarOf(3, "")}), details, true, received};
  const v1::DeadlineRule& rule = *type.FindDeadline("answer");
  const v1::DeadlineExplanation kept = ExplainDeadline(now, rule, 1, told, Stored(then, {told[0].happening}));
  EXPECT_EQ(Wall(kept.due_time()), "12-03T23:59");
  EXPECT_FALSE(kept.differs());
  EXPECT_EQ(Wall(ExplainDeadline(now, rule, 1, told, {}).due_time()), "12-01T23:59") << "as it would be now";
}

// However long it was worked on, and however far it runs.
TEST(Explanations, AreBounded) {
  v1::CaseType proto = GoodType();
  proto.mutable_deadlines(0)->mutable_period()->set_working_days(5000);
  const CaseType type = Made(std::move(proto));
  Explained row{"long", "visit", R"({"told": "2026-11-24T12:00:00+03:00"})", {}, {}};
  for (int i = 0; i < 3 * kMostMisses; ++i) {
    row.told.push_back(Entered(absl::StrCat("e", i), {"entry:CONTACT"}, "2026-11-25T12:00"));
  }
  const std::vector<std::string> lines = StepLines(Explain(type, row));
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const std::string& line) { return absl::StartsWith(line, "miss "); }),
            kMostMisses);
  row.rule = "answer";
  EXPECT_EQ(Explain(type, row).steps(1).count().days_size(), kMostCountedDays);
}

}  // namespace
}  // namespace arasha::rules
