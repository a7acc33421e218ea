// What could go wrong: a version that cannot hold the case is let pass; what was met, missed or waived is
// decided anew, or what runs is not; a run that a reopening began starts from the beginning.

#include "services/rules/casework/migration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rules/deadlines/extensions.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

const absl::Time kOpenedAt = At("2026-11-02T12:00:00+03:00");
const absl::Time kNow = At("2026-11-03T12:00:00+03:00");
const google::protobuf::Struct kNothing;

DeadlineFacts FactsBy(const CaseType& type, const google::protobuf::Struct& details = kNothing) {
  return {type, "TR", Istanbul(), details, true, kOpenedAt, "open"};
}

Happening Told(v1::EntryKind kind, absl::Time at) {
  v1::Entry entry;
  entry.set_kind(kind);
  return {OfEntry(entry).keys, at};
}

// The deadlines of GoodType() as they stand without a move.
std::vector<DeadlineCourse> Standing(const CaseType& type, const std::vector<Happening>& happenings) {
  std::vector<DeadlineCourse> courses;
  for (const StartedDeadline& started : StartDeadlines(FactsBy(type), happenings)) {
    courses.push_back({.started = started, .met = MetAt(started.met_by, started.start, happenings)});
  }
  return courses;
}

// GoodType() with another version and its `answer` due after so many hours.
CaseType OtherVersion(const std::function<void(v1::CaseType&)>& change) {
  v1::CaseType proto = GoodType();
  proto.set_version(2);
  change(proto);
  return Made(std::move(proto));
}
void Lengthen(v1::CaseType& type) { type.mutable_deadlines(0)->mutable_period()->set_hours(240); }
void Shorten(v1::CaseType& type) { type.mutable_deadlines(0)->mutable_period()->set_hours(1); }
void Drop(v1::CaseType& type) { type.mutable_deadlines()->DeleteSubrange(0, 1); }
void AddTell(v1::CaseType& type) {
  *type.add_deadlines() = Parse<v1::DeadlineRule>(
      R"(id: "tell" label { kk: "к" ru: "р" en: "e" } source: "art. 9" starts_on { entry { kind: "VISIT" } }
         met_by { entry { kind: "CONTACT" } } period { hours: 24 })");
}

struct MoveRow {
  std::string name;
  std::function<void(v1::CaseType&)> change;
  std::vector<Happening> besides;                // that the case was opened
  std::function<void(DeadlineCourse&)> decided;  // on `answer`
  absl::Time now;
  std::vector<std::string> lines;
};

TEST(Migrated, DecidesAnewWhatRunsAndNothingElse) {
  const auto nothing = [](DeadlineCourse&) {};
  const absl::Time late = At("2026-12-24T12:00:00+03:00");
  const MoveRow rows[] = {
      {"as before", [](v1::CaseType&) {}, {}, nothing, kNow, {}},
      {"longer", Lengthen, {}, nothing, kNow, {"DEADLINE_MOVES answer RUNNING"}},
      {"dropped", Drop, {}, nothing, kNow, {"DEADLINE_ENDS answer UNSPECIFIED"}},
      {"met", Lengthen, {Told(v1::ENTRY_KIND_DECISION, kNow)}, nothing, kNow, {}},
      {"met and dropped", Drop, {Told(v1::ENTRY_KIND_DECISION, kNow)}, nothing, kNow, {}},
      {"missed", Lengthen, {}, nothing, late, {}},
      {"missed and dropped", Drop, {}, nothing, late, {}},
      {"waived", Lengthen, {}, [](DeadlineCourse& course) { Waive(course, kNow); }, kNow, {}},
      {"extended further",
       Lengthen,
       {},
       [](DeadlineCourse& course) { Extend(course, At("2026-11-30T23:59:59.999999+03:00"), kNow); },
       kNow,
       {}},
      {"begun by what happened before",
       AddTell,
       {Told(v1::ENTRY_KIND_VISIT, kNow)},
       nothing,
       kNow,
       {"DEADLINE_STARTS tell RUNNING"}},
      {"begun, and over since: its period runs from the move",
       AddTell,
       {Told(v1::ENTRY_KIND_VISIT, kNow)},
       nothing,
       late,
       {"DEADLINE_STARTS tell RUNNING"}},
      {"begun, and met late before anybody asked for it",
       AddTell,
       {Told(v1::ENTRY_KIND_VISIT, kOpenedAt), Told(v1::ENTRY_KIND_CONTACT, kOpenedAt + absl::Hours(48))},
       nothing,
       late,
       {"DEADLINE_STARTS tell MET"}},
      {"so short that it would be over", Shorten, {}, nothing, kNow, {}},
      {"begun and met",
       AddTell,
       {Told(v1::ENTRY_KIND_VISIT, kOpenedAt), Told(v1::ENTRY_KIND_CONTACT, kNow)},
       nothing,
       kNow,
       {"DEADLINE_STARTS tell MET"}},
      {"not begun", AddTell, {}, nothing, kNow, {}},
      {"met by what meets it now",
       [](v1::CaseType& type) {
         type.mutable_deadlines(0)->add_met_by()->mutable_entry()->set_kind("VISIT");
       },
       {Told(v1::ENTRY_KIND_VISIT, kNow)},
       nothing,
       kNow,
       {"DEADLINE_MOVES answer MET"}},
  };
  const CaseType before = Made(GoodType());
  for (const MoveRow& row : rows) {
    SCOPED_TRACE(row.name);
    const CaseType after = OtherVersion(row.change);
    std::vector<Happening> happenings = {Opened(kOpenedAt)};
    happenings.insert(happenings.end(), row.besides.begin(), row.besides.end());
    std::vector<DeadlineCourse> courses = Standing(before, happenings);
    ASSERT_EQ(courses.front().started.rule, "answer");
    row.decided(courses.front());
    SettleLeeway(FactsBy(before), happenings, courses);
    const auto migrated = Migrated(FactsBy(after), happenings, courses, row.now);
    std::vector<std::string> lines;
    for (const v1::MigrationLine& line : DeadlineLines(before, after, courses, migrated, row.now)) {
      lines.push_back(absl::StrCat(v1::MigrationLineKind_Name(line.kind()).substr(20), " ", line.rule(), " ",
                                   v1::DeadlineState_Name(line.state()).substr(15)));
    }
    EXPECT_THAT(lines, ElementsAreArray(row.lines));
  }
}

TEST(Migrated, MissesNothingByTheMoveAloneAndMovingBackRestores) {
  const CaseType before = Made(GoodType());
  const CaseType shorter = OtherVersion(Shorten);
  const std::vector<Happening> happenings = {Opened(kOpenedAt)};
  std::vector<DeadlineCourse> courses = Standing(before, happenings);
  SettleLeeway(FactsBy(before), happenings, courses);
  const absl::Time due = DueOf(courses.front());
  const auto there = Migrated(FactsBy(shorter), happenings, courses, kNow);
  ASSERT_EQ(there.size(), courses.size());
  EXPECT_EQ(there.front().started.due, kOpenedAt + absl::Hours(1)) << "as the rule says";
  EXPECT_EQ(DueOf(there.front()), due) << "it keeps its time";
  EXPECT_EQ(StateOf(there.front(), kNow), v1::DEADLINE_STATE_RUNNING);
  EXPECT_EQ(StateOf(there.front(), due + absl::Seconds(1)), v1::DEADLINE_STATE_MISSED);
  EXPECT_EQ(there.front().leeway.extensions, 0) << "nobody decided that";

  const auto again = Migrated(FactsBy(OtherVersion(Shorten)), happenings, there, kNow + absl::Hours(1));
  EXPECT_EQ(DueOf(again.front()), due) << "over more than one move";
  const auto back = Migrated(FactsBy(before), happenings, there, kNow + absl::Hours(1));
  EXPECT_EQ(DueOf(back.front()), due);
  EXPECT_FALSE(back.front().leeway.extended.has_value());
  EXPECT_FALSE(back.front().leeway.due.has_value());
}

TEST(Migrated, WhatOnlyTheMoveBeginsHasItsPeriodFromTheMove) {
  const CaseType before = Made(GoodType());
  const CaseType after = OtherVersion(AddTell);
  const absl::Time late = kNow + absl::Hours(100);
  const std::vector<Happening> happenings = {Opened(kOpenedAt), Told(v1::ENTRY_KIND_VISIT, kNow)};
  for (const DeadlineCourse& course :
       Migrated(FactsBy(after), happenings, Standing(before, happenings), late)) {
    if (course.started.rule != "tell") continue;
    EXPECT_EQ(course.started.start, kNow);
    EXPECT_EQ(DueOf(course), late + absl::Hours(24));
    return;
  }
  FAIL() << "it does not begin";
}

TEST(Migrated, ARunThatAReopeningBeganGoesOnFromThere) {
  const CaseType before = OtherVersion(
      [](v1::CaseType& type) { type.mutable_deadlines(0)->add_starts_on()->set_transition("reopen"); });
  const CaseType after = OtherVersion([](v1::CaseType& type) {
    type.mutable_deadlines(0)->add_starts_on()->set_transition("reopen");
    Lengthen(type);
  });
  const absl::Time reopened = At("2026-11-03T09:00:00+03:00");
  const std::vector<Happening> happenings = {Opened(kOpenedAt),
                                             OfTransition("finish", kOpenedAt + absl::Hours(1)),
                                             OfTransition("reopen", reopened)};
  std::vector<DeadlineCourse> courses = Standing(before, happenings);
  const auto again = RestartDeadlines(FactsBy(before), happenings);
  ASSERT_EQ(again.size(), 1U);
  courses.push_back({.started = again.front(), .run = 2});
  const auto migrated = Migrated(FactsBy(after), happenings, courses, kNow);
  ASSERT_EQ(migrated.size(), 1U) << "the first run was met";
  EXPECT_EQ(migrated.front().run, 2);
  EXPECT_EQ(migrated.front().started.start, reopened);
  EXPECT_EQ(migrated.front().started.due, reopened + absl::Hours(240));
}

struct CheckRow {
  std::string details;
  std::string state;
  std::vector<std::string> fields;
};

TEST(CheckMigration, NamesAllThatTheVersionCannotHold) {
  const CaseType to = OtherVersion([](v1::CaseType& type) {
    type.mutable_fields(4)->mutable_choices(1)->set_id("green");  // instead of blue
    type.mutable_fields()->DeleteSubrange(3, 1);                  // note
  });
  const CheckRow rows[] = {
      {R"({"told": "2026-11-02T09:00:00+03:00", "colour": "red"})", "open", {}},
      {"{}", "open", {}},  // `told` is asked for when the case is next updated
      {R"({"colour": "blue"})", "open", {"case.details.colour"}},
      {R"({"note": "n"})", "open", {"case.details.note"}},
      {"{}", "elsewhere", {"case.state"}},
      {"{}", "done", {"case.state"}},
      {R"({"colour": "blue", "note": "n"})",
       "elsewhere",
       {"case.state", "case.details.colour", "case.details.note"}},
  };
  for (const CheckRow& row : rows) {
    v1::Case message;
    message.set_state(row.state);
    *message.mutable_details() = Json(row.details);
    EXPECT_THAT(Fields(CheckMigration(message, to)), ElementsAreArray(row.fields)) << row.details;
  }
  v1::Case waits;
  waits.set_state("open");
  waits.mutable_pending_approval()->set_event("finish");
  EXPECT_THAT(Fields(CheckMigration(waits, to)), ElementsAre("case.pending_approval"));
  v1::Case inherits;
  inherits.set_state("open");
  inherits.add_parties()->set_case_role("heir");
  EXPECT_THAT(Fields(CheckMigration(inherits, to)), ElementsAre("case.parties[0].case_role"));
}

TEST(CheckMigration, SaysHowAFieldThatTheVersionLacksIsDropped) {
  const CaseType to =
      OtherVersion([](v1::CaseType& type) { type.mutable_fields()->DeleteSubrange(3, 1); });  // note
  v1::Case message;
  message.set_state("open");
  *message.mutable_details() = Json(R"({"note": "n"})");
  const Violations violations = CheckMigration(message, to);
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(violations.front().problem, Problem::kFieldNotInVersion);
  EXPECT_EQ(violations.front().parameters.at("field"), "note");
}

struct DropRow {
  std::vector<std::string> drop;
  std::vector<std::string> wrong;
  std::string left;
};

TEST(DropValues, TakesOutWhatStandsInTheWayAndNothingElse) {
  const CaseType to = OtherVersion([](v1::CaseType& type) {
    type.mutable_fields(4)->mutable_choices(1)->set_id("green");  // instead of blue
    type.mutable_fields()->DeleteSubrange(3, 1);                  // note
  });
  const DropRow rows[] = {
      {{}, {}, R"({"note": "n", "colour": "blue", "place": "p"})"},
      {{"note"}, {}, R"({"colour": "blue", "place": "p"})"},
      {{"colour", "note"}, {}, R"({"place": "p"})"},
      {{"place"}, {"drop[0]"}, R"({"note": "n", "colour": "blue", "place": "p"})"},
      {{"note", "told"}, {"drop[1]"}, R"({"colour": "blue", "place": "p"})"},
      {{"elsewhere"}, {"drop[0]"}, R"({"note": "n", "colour": "blue", "place": "p"})"},
  };
  for (const DropRow& row : rows) {
    SCOPED_TRACE(row.left);
    google::protobuf::Struct details = Json(R"({"note": "n", "colour": "blue", "place": "p"})");
    const google::protobuf::RepeatedPtrField<std::string> drop(row.drop.begin(), row.drop.end());
    const Violations violations = DropValues(drop, to, details);
    EXPECT_THAT(Fields(violations), ElementsAreArray(row.wrong));
    EXPECT_EQ(details.DebugString(), Json(row.left).DebugString());
    if (!violations.empty()) {
      EXPECT_EQ(violations.front().problem, Problem::kNothingToDrop);
    }
  }
}

TEST(ValueLines, NameWhatIsLacking) {
  const CaseType to = OtherVersion([](v1::CaseType& type) { type.set_subject_required(true); });
  v1::Case message;
  const auto lines = ValueLines(message, to);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].text(), "details.told");
  EXPECT_EQ(lines[0].label().en(), "e");
  EXPECT_EQ(lines[1].text(), "parties");
  *message.mutable_details() = Json(R"({"told": "2026-11-02T09:00:00+03:00"})");
  message.add_parties()->set_role(v1::PARTY_ROLE_SUBJECT);
  EXPECT_THAT(ValueLines(message, to), IsEmpty());
}

TEST(DeadlinesText, HasALineForEach) {
  const auto lines =
      std::vector{Parse<v1::MigrationLine>(R"(kind: MIGRATION_LINE_KIND_TYPE text: "+ x")"),
                  Parse<v1::MigrationLine>(R"(kind: MIGRATION_LINE_KIND_DEADLINE_ENDS rule: "a"
                                                             due_time_before { seconds: 1795514700 })"),
                  Parse<v1::MigrationLine>(R"(kind: MIGRATION_LINE_KIND_DEADLINE_STARTS rule: "b"
                                                             run: 2 due_time { seconds: 1795514700 })")};
  EXPECT_EQ(DeadlinesText(lines),
            "deadlines.a: 2026-11-24T10:05:00Z → —\ndeadlines.b/2: — → 2026-11-24T10:05:00Z");
}

}  // namespace
}  // namespace arasha::rules
