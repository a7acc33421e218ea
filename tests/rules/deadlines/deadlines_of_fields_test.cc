// What could go wrong: a day that the law names in a field is missed by a day or an hour, stays where it was
// when the field is corrected, or stands in a case that has no such day.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/deadlines/deadlines.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

// GoodType(), its deadline `answer` otherwise.
CaseType TypeAnswered(const std::string& answer) {
  v1::CaseType proto = GoodType();
  v1::DeadlineRule& rule = *proto.mutable_deadlines(0);
  rule.clear_starts_on();
  rule.clear_period();
  rule.MergeFrom(Parse<v1::DeadlineRule>(answer));
  return Made(std::move(proto));
}

const absl::Time kReceived = absl::FromUnixSeconds(1795514400);  // Tuesday 2026-11-24T13:00:00+03:00

// "start due" of `answer` in the mission's zone, "-" if there is none.
std::string Answer(const CaseType& type, const std::string& details, std::vector<Happening> happened = {}) {
  const google::protobuf::Struct fields = Json(details);
  const WorkCalendar calendar = Istanbul();
  std::vector<Happening> happenings = OfFields(type, fields, calendar.zone);
  happenings.push_back(Opened(kReceived));
  happenings.insert(happenings.end(), happened.begin(), happened.end());
  for (const StartedDeadline& deadline : StartDeadlines({type, "TR", calendar, fields}, happenings)) {
    if (deadline.rule != "answer") continue;
    const auto wall = [&](absl::Time time) {
      return absl::FormatTime("%m-%dT%H:%M:%S", time, calendar.zone);
    };
    return absl::StrCat(wall(deadline.start), " ", wall(deadline.due));
  }
  return "-";
}

struct DueRow {
  std::string rule;
  std::string details;
  std::string answer;
};

TEST(DueOn, IsWhatTheFieldSays) {
  const std::string opened = "starts_on { opened: true } due_on ";
  const DueRow rows[] = {
      {R"({ field: "seen_on" })", R"({"seen_on": "2026-12-04"})", "11-24T13:00:00 12-04T23:59:59"},
      {R"({ field: "seen_on" })", R"({"seen_on": "2026-11-20"})", "11-24T13:00:00 11-20T23:59:59"},
      {R"({ field: "seen_on" })", "{}", "-"},
      {R"({ field: "told" })", R"({"told": "2026-12-04T10:15:00+01:00"})", "11-24T13:00:00 12-04T12:15:00"},
      {R"({ field: "seen_on" before { days: 3 } })", R"({"seen_on": "2026-12-04"})",
       "11-24T13:00:00 12-01T23:59:59"},
      {R"({ field: "seen_on" before { working_days: 5 } })", R"({"seen_on": "2026-12-04"})",
       "11-24T13:00:00 11-27T23:59:59"},
      {R"({ field: "told" before { hours: 24 } })", R"({"told": "2026-12-04T10:15:00+03:00"})",
       "11-24T13:00:00 12-03T10:15:00"},
      {R"({ field: "told" before { days: 3 } })", R"({"told": "2026-12-04T10:15:00+03:00"})",
       "11-24T13:00:00 12-01T23:59:59"},
      {R"({ field: "seen_on" after { days: 10 } })", R"({"seen_on": "2026-12-04"})",
       "11-24T13:00:00 12-14T23:59:59"},
      {R"({ field: "told" after { hours: 2 } })", R"({"told": "2026-12-04T10:15:00+03:00"})",
       "11-24T13:00:00 12-04T12:15:00"},
  };
  for (const DueRow& row : rows) {
    EXPECT_EQ(Answer(TypeAnswered(opened + row.rule), row.details), row.answer)
        << row.rule << " " << row.details;
  }
}

TEST(DueOn, WaitsForWhatStartsIt) {
  const CaseType by_field = TypeAnswered(R"(starts_on { field: "told" } due_on { field: "seen_on" })");
  EXPECT_EQ(Answer(by_field, R"({"seen_on": "2026-12-04"})"), "-");
  EXPECT_EQ(Answer(by_field, R"({"seen_on": "2026-12-04", "told": "2026-11-20T10:00:00+03:00"})"),
            "11-20T10:00:00 12-04T23:59:59");
  const CaseType by_event = TypeAnswered(R"(starts_on { transition: "begin" } due_on { field: "seen_on" })");
  EXPECT_EQ(Answer(by_event, R"({"seen_on": "2026-12-04"})"), "-");
  EXPECT_EQ(Answer(by_event, R"({"seen_on": "2026-12-04"})", {OfTransition("begin", kReceived)}),
            "11-24T13:00:00 12-04T23:59:59");
}

TEST(When, ADeadlineExistsWhileItsConditionsHold) {
  const std::string answer = R"(starts_on { opened: true } period { days: 1 } when )";
  const std::string day = "11-24T13:00:00 11-25T23:59:59";
  const DueRow rows[] = {
      {R"({ field: "colour" values: "red" })", R"({"colour": "red"})", day},
      {R"({ field: "colour" values: "red" })", R"({"colour": "blue"})", "-"},
      {R"({ field: "colour" values: "red" })", "{}", "-"},
      {R"({ field: "colour" values: ["blue", "red"] })", R"({"colour": "red"})", day},
      {R"({ field: "urgent" values: "true" })", R"({"urgent": true})", day},
      {R"({ field: "urgent" values: "true" })", R"({"urgent": false})", "-"},
      {R"({ field: "urgent" values: "false" })", R"({"urgent": false})", day},
      {R"({ field: "urgent" values: "false" })", "{}", "-"},
      {R"({ field: "urgent" values: ["true", "false"] })", R"({"urgent": false})", day},
      {R"({ field: "urgent" values: "true" } when { field: "colour" values: "red" })",
       R"({"urgent": true, "colour": "red"})", day},
      {R"({ field: "urgent" values: "true" } when { field: "colour" values: "red" })",
       R"({"urgent": true, "colour": "blue"})", "-"},
  };
  for (const DueRow& row : rows) {
    EXPECT_EQ(Answer(TypeAnswered(answer + row.rule), row.details), row.answer)
        << row.rule << " " << row.details;
  }
}

// Of what entries start, that can be told where all of them are known.
TEST(DueOn, FallsAwayWithTheFieldsValue) {
  const google::protobuf::Struct before = Json(R"({"seen_on": "2026-12-04"})");
  const google::protobuf::Struct after;
  const WorkCalendar calendar = Istanbul();
  const std::vector<Happening> happenings = {Opened(kReceived), OfTransition("begin", kReceived)};
  for (const char* start : {"opened: true", R"(transition: "begin")"}) {
    const CaseType type =
        TypeAnswered(absl::StrCat("starts_on { ", start, R"( } due_on { field: "seen_on" })"));
    std::vector<DeadlineCourse> courses;
    for (const StartedDeadline& deadline : StartDeadlines({type, "TR", calendar, before}, happenings)) {
      courses.push_back({.started = deadline});
    }
    EXPECT_THAT(StartDeadlines({type, "TR", calendar, after}, happenings),
                testing::SizeIs(courses.size() - 1));
    const auto none = Unstarted(type, {courses.front()}, {});
    ASSERT_EQ(none.size(), 1U) << start;
    EXPECT_EQ(none[0].started.rule, "answer");
  }
}

}  // namespace
}  // namespace arasha::rules
