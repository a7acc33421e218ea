// What could go wrong: somebody corrects what is none of theirs, or long after; a deadline stays met by what
// was struck out, or loses what still meets it; one that was never to run goes on running.
#include "services/rules/casework/corrections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rules/deadlines/deadlines.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using Verdict = CorrectionRuling::Verdict;
using ::testing::ElementsAre;

WorkCalendar Istanbul() {
  WorkCalendar calendar;
  calendar.zone = Zone("Europe/Istanbul");
  calendar.weekend = {false, false, false, false, false, true, true};
  return calendar;
}

struct RulingRow {
  std::string entry;
  std::string person;
  bool is_head;
  std::string now;
  Verdict verdict;
};

TEST(RuleCorrection, IsForTheAuthorWithinAWeekAndForHeads) {
  const std::string visit = R"(kind: ENTRY_KIND_VISIT author: "staff/a" )";
  const RulingRow rows[] = {
      {visit, "staff/a", false, "2026-11-24T12:00:00Z", Verdict::kAllowed},
      {visit, "staff/a", false, "2026-12-01T20:59:59Z", Verdict::kAllowed},
      {visit, "staff/a", false, "2026-12-01T21:00:00Z", Verdict::kTooLate},
      {visit, "staff/b", false, "2026-11-24T12:00:00Z", Verdict::kNotTheAuthor},
      {visit, "staff/b", true, "2026-11-24T12:00:00Z", Verdict::kAllowed},
      {visit, "staff/b", true, "2027-11-24T12:00:00Z", Verdict::kAllowed},
      {visit + R"(proposed_by: "staff/b")", "staff/b", false, "2026-11-24T12:00:00Z", Verdict::kAllowed},
      {visit + R"(corrected_by: "x")", "staff/a", false, "2026-11-24T12:00:00Z", Verdict::kAlreadyCorrected},
      {visit + R"(corrected_by: "x")", "staff/b", true, "2026-11-24T12:00:00Z", Verdict::kAlreadyCorrected},
      {R"(kind: ENTRY_KIND_TRANSITION author: "staff/a")", "staff/a", true, "2026-11-24T12:00:00Z",
       Verdict::kNotCorrectable},
      {R"(kind: ENTRY_KIND_WAIVER author: "staff/a")", "staff/b", true, "2026-11-24T12:00:00Z",
       Verdict::kAllowed},
      {R"(kind: ENTRY_KIND_EXTENSION author: "staff/a")", "staff/b", false, "2026-11-24T12:00:00Z",
       Verdict::kNotTheAuthor},
      {R"(kind: ENTRY_KIND_CORRECTION author: "staff/a")", "staff/a", true, "2026-11-24T12:00:00Z",
       Verdict::kNotCorrectable},
  };
  const CaseType type = Made(GoodType());
  for (const RulingRow& row : rows) {
    v1::Entry entry = Parse<v1::Entry>(row.entry);
    entry.mutable_record_time()->set_seconds(absl::ToUnixSeconds(At("2026-11-24T10:00:00Z")));
    EXPECT_EQ(RuleCorrection(type, Istanbul(), entry, row.person, row.is_head, At(row.now)).verdict,
              row.verdict)
        << row.entry << " " << row.person << " " << row.now;
  }
}

TEST(RuleCorrection, TheTimeIsTheTypes) {
  v1::CaseType proto = GoodType();
  proto.mutable_correct_within()->set_hours(2);
  const CaseType type = Made(proto);
  v1::Entry entry = Parse<v1::Entry>(R"(kind: ENTRY_KIND_NOTE author: "staff/a")");
  entry.mutable_record_time()->set_seconds(absl::ToUnixSeconds(At("2026-11-24T10:00:00Z")));
  const auto ruling = RuleCorrection(type, Istanbul(), entry, "staff/a", false, At("2026-11-24T12:00:01Z"));
  EXPECT_EQ(ruling.verdict, Verdict::kTooLate);
  EXPECT_EQ(ruling.until, At("2026-11-24T12:00:00Z"));
}

// Happenings of 24 November 2026, by the hour.
absl::Time Hour(int hour) { return At("2026-11-24T00:00:00Z") + absl::Hours(hour); }
Happening Told(int hour) { return {.keys = {"field:told"}, .at = Hour(hour)}; }
Happening Visit(int hour) { return {.keys = {"entry:VISIT", "entry:VISIT/in_person"}, .at = Hour(hour)}; }
Happening Sent(int hour) {
  return {.keys = {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/SENT"}, .at = Hour(hour)};
}
Happening Received(int hour) {
  return {.keys = {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/RECEIVED"}, .at = Hour(hour)};
}

struct CourseRow {
  std::string name;
  std::vector<Happening> before;     // what had happened
  std::vector<Happening> left;       // what has, once it is corrected
  std::vector<std::string> touched;  // keys
  std::vector<std::string> courses;  // "rule start met", hours of the day; - for none
};

std::string HourText(std::optional<absl::Time> time) {
  if (!time) return "-";
  if (*time == absl::InfiniteFuture()) return "never";
  return absl::StrCat(absl::ToInt64Hours(*time - Hour(0)));
}

TEST(Redecide, FollowsWhatIsLeft) {
  const std::vector<std::string> visit = Visit(0).keys;
  const std::vector<std::string> sent = Sent(0).keys;
  const CourseRow rows[] = {
      {"the only visit", {Told(1), Visit(5)}, {Told(1)}, visit, {"visit 1 -"}},
      {"a later visit is left", {Told(1), Visit(5), Visit(9)}, {Told(1), Visit(9)}, visit, {"visit 1 9"}},
      {"an earlier visit stays", {Told(1), Visit(5), Visit(9)}, {Told(1), Visit(5)}, visit, {"visit 1 5"}},
      {"the visit was earlier", {Told(1), Visit(9)}, {Told(1), Visit(5)}, visit, {"visit 1 5"}},
      {"the visit was the day before", {Told(1), Visit(9)}, {Told(1), Visit(-20)}, visit, {"visit 1 -"}},
      {"nothing of it meets anything",
       {Told(1), Visit(5)},
       {Told(1), Visit(5)},
       {"entry:NOTE"},
       {"visit 1 5"}},
      {"the note that started", {Sent(3), Received(8)}, {Received(8)}, sent, {"reply never -"}},
      {"the first of two notes",
       {Sent(3), Sent(6), Received(5)},
       {Sent(6), Received(5)},
       sent,
       {"reply 6 -"}},
      {"the note was sent earlier", {Sent(6), Received(5)}, {Sent(4), Received(5)}, sent, {"reply 4 5"}},
      {"it was a note, not a visit",
       {Told(1), Visit(5)},
       {Told(1), Sent(5)},
       {visit[0], visit[1], sent[0], sent[1]},
       {"visit 1 -", "reply 5 -"}},
  };
  const CaseType type = Made(GoodType());
  for (const CourseRow& row : rows) {
    std::vector<DeadlineCourse> courses;
    for (StartedDeadline& started : StartDeadlines({type, "TR", Istanbul(), Json("{}")}, row.before)) {
      const auto met = MetAt(started.met_by, started.start, row.before);
      courses.push_back({.started = std::move(started), .met = met});
    }
    std::vector<std::string> texts;
    for (const DeadlineCourse& course :
         Redecide({type, "TR", Istanbul(), Json("{}")}, courses, row.left, row.touched, std::nullopt)) {
      texts.push_back(
          absl::StrCat(course.started.rule, " ", HourText(course.started.start), " ", HourText(course.met)));
    }
    EXPECT_EQ(texts, row.courses) << row.name;
  }
}

TEST(Redecide, AClosedCaseIsMetByNothingAfterItsEnd) {
  const CaseType type = Made(GoodType());
  DeadlineCourse course{.started = StartDeadlines({type, "TR", Istanbul(), Json("{}")}, {{Told(1)}}).front(),
                        .stopped = Hour(7)};
  const auto left = std::vector<Happening>{Told(1), Visit(9), Sent(5)};
  const auto courses = Redecide({type, "TR", Istanbul(), Json("{}")}, {course}, left,
                                {"entry:VISIT", "entry:NOTE_VERBALE", "entry:NOTE_VERBALE/SENT"}, Hour(7));
  ASSERT_EQ(courses.size(), 2u);
  EXPECT_EQ(courses[0].met, std::nullopt);
  EXPECT_EQ(courses[1].started.rule, "reply");
  EXPECT_EQ(courses[1].stopped, Hour(7)) << "what it starts now is over, too";
}

}  // namespace
}  // namespace arasha::rules
