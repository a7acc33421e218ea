// What could go wrong: a notification next year starts a deadline there; a child is taken away before it was
// born; a case is closed before it was received; what is merely rare is refused; a day that has begun where
// it happened counts as the future; what an older rule let in keeps everybody from changing anything; slack
// for clocks that differ puts a case's own changes out of order; a deadline that was met is met no more.

#include "services/rules/casework/chronology.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

absl::Time Now() { return At("2026-11-24T10:00:00Z"); }

// `told` a TIME, `seen_on` a DATE not before it, `hearing` that may lie ahead, `contract` of long ago.
CaseType Type() {
  v1::CaseType proto = GoodType();
  proto.mutable_fields(1)->add_not_before("told");
  for (const char* field :
       {R"(id: "hearing" kind: FIELD_KIND_DATE may_lie_ahead: true not_before: "seen_on")",
        R"(id: "contract" kind: FIELD_KIND_DATE reaches_back { years: 50 })",
        R"(id: "lately" kind: FIELD_KIND_TIME reaches_back { months: 3 })",
        R"(id: "word" kind: FIELD_KIND_TIME known_at_receipt: true)"}) {
    v1::FieldRule rule = Parse<v1::FieldRule>(field);
    *rule.mutable_label() = proto.label();
    *proto.add_fields() = rule;
  }
  return Made(proto);
}

CaseTimes Times() {
  return {.received = At("2026-11-20T09:00:00+03:00"),
          .births = {absl::CivilDay(1991, 2, 14)},
          .first_change = {},
          .last_change = {},
          .zone = Zone("Europe/Istanbul")};
}

struct Row {
  std::string details;
  std::vector<std::string> lines;
};

TEST(CheckFieldTimes, EachBoundOnBothSides) {
  const CaseType type = Type();
  const std::string received = "2026-11-20 09:00 UTC+03:00";
  const Row rows[] = {
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
  for (const Row& row : rows) {
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

struct ToldRow {
  std::string party;
  std::optional<absl::CivilDay> born;
};

TEST(BirthOf, IsTheDateOfBirthOrWhatTheIinTells) {
  const ToldRow rows[] = {{"", std::nullopt},
                          {R"(birth_date: "1991-02-14")", absl::CivilDay(1991, 2, 14)},
                          {R"(iin: "261120500010")", absl::CivilDay(2026, 11, 20)},
                          {R"(iin: "261120500011")", std::nullopt},  // a wrong check digit
                          {R"(birth_date: "1991-02-14" iin: "261120500010")", absl::CivilDay(1991, 2, 14)}};
  for (const ToldRow& row : rows) EXPECT_EQ(BirthOf(Parse<v1::Party>(row.party)), row.born) << row.party;
}

struct BirthRow {
  std::vector<std::string> parties;
  std::set<absl::CivilDay> births;
};

TEST(BirthsOf, AreTheSubjectsIfEachIsKnown) {
  const std::string subject = "role: PARTY_ROLE_SUBJECT ";
  const BirthRow rows[] = {
      {{}, {}},
      {{R"(role: PARTY_ROLE_LAWYER birth_date: "1950-01-01")"}, {}},
      {{subject + R"(birth_date: "1991-02-14")"}, {absl::CivilDay(1991, 2, 14)}},
      {{subject + R"(birth_date: "1991-02-14")", subject + R"(birth_date: "1960-01-01")"},
       {absl::CivilDay(1960, 1, 1), absl::CivilDay(1991, 2, 14)}},
      {{subject + R"(birth_date: "1991-02-14")", subject + R"(iin: "261120500010")"},
       {absl::CivilDay(1991, 2, 14), absl::CivilDay(2026, 11, 20)}},
      {{subject + R"(birth_date: "1991-02-14")", subject}, {}},
      {{subject + R"(birth_date: "1991-02-14")",
        subject + R"(birth_date: "1960-01-01" remove_time { seconds: 1 })"},
       {absl::CivilDay(1991, 2, 14)}},
  };
  for (const BirthRow& row : rows) {
    v1::Case message;
    for (const std::string& party : row.parties) *message.add_parties() = Parse<v1::Party>(party);
    EXPECT_EQ(BirthsOf(message.parties()), row.births) << message.ShortDebugString();
  }
}

TEST(CheckReceipt, IsAfterThereWereMissionsAndBeforeTheCaseMovedOn) {
  CaseTimes times = Times();
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), IsEmpty());
  times.received += absl::Seconds(37);
  times.first_change = times.received - absl::Seconds(37);
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), IsEmpty()) << "in the same minute";
  times.first_change = times.received - absl::Seconds(38);
  EXPECT_THAT(Lines(CheckReceipt(times, "r")),
              ElementsAre("r: must not lie after the first change of state, 2026-11-20 08:59 UTC+03:00"));
  times.received = At("1991-12-16T00:00:00+05:00");
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), IsEmpty());
  times.received = At("1991-12-14T00:00:00Z");
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), ElementsAre("r: must not lie before 1991-12-16"));
}

TEST(CheckBirth, IsNotAfterWhatTheCaseTells) {
  const CaseType type = Type();
  const auto details = Json(R"({"seen_on": "2018-03-01", "told": "2019-01-01T00:00:00Z"})");
  CaseTimes times = Times();
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")), IsEmpty());
  times.births = {absl::CivilDay(2018, 3, 1)};
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")), IsEmpty());
  times.births = {absl::CivilDay(2018, 3, 2)};
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")),
              ElementsAre("p.birth_date: must not lie after seen_on"));
  times.births.clear();
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")), IsEmpty());
}

struct NamedRow {
  std::string first;
  bool fits;
};

TEST(CheckBirthBeforeEntries, ByDaysOfTheMission) {
  const NamedRow rows[] = {
      {"2026-11-19T23:59:59+03:00", false}, {"2026-11-19T21:00:00Z", true},  // the twentieth in Istanbul
      {"2026-11-20T00:00:00+03:00", true},  {"2026-11-20T02:00:00+06:00", false},
      {"1999-01-01T00:00:00Z", false},      {"2026-11-24T09:00:00Z", true},
  };
  const auto judged = [](const std::string& first) {
    return Lines(CheckBirthBeforeEntries(absl::CivilDay(2026, 11, 20), At(first), Zone("Europe/Istanbul"),
                                         "party.birth_date"));
  };
  for (const NamedRow& row : rows) EXPECT_EQ(judged(row.first).empty(), row.fits) << row.first;
  EXPECT_THAT(judged("2026-11-19T09:00:30Z"),
              ElementsAre("party.birth_date: must not lie after 2026-11-19 12:00 UTC+03:00, when an entry "
                          "tells of this person; if it does, correct that entry first"));
}

// An entry against the case's times and its parties, as text.
std::vector<std::string> EntryLines(v1::EntryKind kind, const std::string& happened, const CaseTimes& times,
                                    const std::string& named = "",
                                    const std::vector<std::string>& parties = {}) {
  v1::Entry entry;
  entry.set_kind(kind);
  entry.set_party(named);
  *entry.mutable_happened_time() = ToTimestamp(At(happened));
  v1::Case message;
  for (const std::string& party : parties) *message.add_parties() = Parse<v1::Party>(party);
  return Lines(CheckEntryTime(entry, message.parties(), times, "f"));
}

struct EntryRow {
  v1::EntryKind kind;
  std::string happened;
  bool fits;
};

TEST(CheckEntryTime, EachKind) {
  CaseTimes times = Times();
  times.births.clear();
  const EntryRow rows[] = {
      {v1::ENTRY_KIND_VISIT, "2026-11-19T09:00:00Z", true},  // the day before it was received
      {v1::ENTRY_KIND_VISIT, "2016-11-21T09:00:00Z", true},
      {v1::ENTRY_KIND_VISIT, "2016-11-18T09:00:00Z", false},
      {v1::ENTRY_KIND_VISIT, "1999-01-01T09:00:00Z", false},
      {v1::ENTRY_KIND_CONTACT, "1999-01-01T09:00:00Z", false},
      {v1::ENTRY_KIND_CONTACT_ATTEMPT, "1999-01-01T09:00:00Z", false},
      {v1::ENTRY_KIND_NOTE_VERBALE, "1999-01-01T09:00:00Z", false},
      {v1::ENTRY_KIND_NOTE, "1999-01-01T09:00:00Z", true},
      {v1::ENTRY_KIND_DECISION, "1999-01-01T09:00:00Z", true},  // a judgment that binds
      {v1::ENTRY_KIND_DECISION, "1970-01-01T09:00:00Z", false},
  };
  for (const EntryRow& row : rows) {
    EXPECT_EQ(EntryLines(row.kind, row.happened, times).empty(), row.fits)
        << v1::EntryKind_Name(row.kind) << " " << row.happened;
  }
  times.births = {absl::CivilDay(2010, 7, 1)};
  EXPECT_THAT(EntryLines(v1::ENTRY_KIND_DECISION, "2009-01-01T00:00:00Z", times),
              ElementsAre("f: must not lie before the birth of whom it is about"));
  times.births = {absl::CivilDay(2026, 11, 19)};
  EXPECT_THAT(EntryLines(v1::ENTRY_KIND_VISIT, "2026-11-19T00:30:00+03:00", times), IsEmpty());
  EXPECT_THAT(EntryLines(v1::ENTRY_KIND_VISIT, "2026-11-18T23:30:00+03:00", times),
              ElementsAre("f: must not lie before the birth of whom it is about"));
  EXPECT_THAT(EntryLines(v1::ENTRY_KIND_VISIT, "2010-07-01T00:00:00Z", Times()),
              ElementsAre("f: lies too long before the case was received, 2026-11-20 09:00 UTC+03:00"));
}

struct NamingRow {
  std::string party;
  std::string happened;
  bool fits;
};

TEST(CheckEntryTime, IsMeasuredByTheBirthOfThePartyThatItNames) {
  CaseTimes times = Times();
  times.births = {absl::CivilDay(1991, 2, 14), absl::CivilDay(2026, 11, 14)};
  const std::vector<std::string> parties = {
      R"(name: "mother" role: PARTY_ROLE_SUBJECT birth_date: "1991-02-14")",
      R"(name: "child" role: PARTY_ROLE_SUBJECT birth_date: "2026-11-14")",
      R"(name: "twin" role: PARTY_ROLE_SUBJECT iin: "261120500010")", R"(name: "aunt")"};
  const NamingRow rows[] = {{"", "2026-11-10T09:00:00Z", true},
                            {"", "1991-02-10T09:00:00Z", false},
                            {"mother", "2026-11-10T09:00:00Z", true},
                            {"child", "2026-11-10T09:00:00Z", false},
                            {"child", "2026-11-13T20:59:59Z", false},
                            {"child", "2026-11-13T21:00:00Z", true},  // the fourteenth in Istanbul
                            {"twin", "2026-11-15T09:00:00Z", false},
                            {"twin", "2026-11-20T09:00:00Z", true},
                            {"aunt", "1985-02-10T09:00:00Z", true},
                            {"a stranger", "1985-02-10T09:00:00Z", true}};
  for (const NamingRow& row : rows) {
    EXPECT_EQ(EntryLines(v1::ENTRY_KIND_NOTE, row.happened, times, row.party, parties).empty(), row.fits)
        << row.party << " " << row.happened;
  }
}

struct DeedRow {
  std::string name;
  Happening deed;
  std::vector<std::string> lines;
};

TEST(CheckDeedTime, IsNotBeforeTheMissionKnew) {
  WorkCalendar calendar;
  calendar.zone = Zone("Asia/Ashgabat");
  calendar.weekend = {false, false, false, false, false, true, true};
  const CaseType type = Made(GoodType());
  const auto at = [](int hour) { return At("2026-11-24T00:00:00+05:00") + absl::Hours(hour); };
  const auto visit = [&](int hour) { return Happening{{"entry:VISIT", "entry:VISIT/SUBJECT"}, at(hour)}; };
  const auto started = StartDeadlines({type, "TR", calendar, Json("{}")},
                                      {Opened(at(8)), Happening{{"field:told"}, at(9)},
                                       Happening{{"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/SENT"}, at(10)}});
  const DeedRow rows[] = {
      {"before the field that says when",
       visit(8),
       {"f: must not lie before told, 2026-11-24 09:00 UTC+05:00: the mission had not learned of it yet; if "
        "it had, "
        "correct told first"}},
      {"at that instant", visit(9), {}},
      {"of another kind", {{"entry:CONTACT"}, at(1)}, {}},
      {"an answer to a note that was sent later", {{"entry:NOTE_VERBALE/RECEIVED"}, at(9)}, {}},
      {"before the case was received",
       {{"entry:DECISION"}, at(7)},
       {"f: must not lie before received_time, 2026-11-24 08:00 UTC+05:00: the mission had not learned of it "
        "yet; if "
        "it had, correct received_time first"}},
  };
  for (const DeedRow& row : rows) {
    EXPECT_THAT(Lines(CheckDeedTime(started, row.deed, calendar.zone, "f")), ElementsAreArray(row.lines))
        << row.name;
  }
}

TEST(CheckStarts, AreNotAfterWhatMetThem) {
  StartedDeadline deadline;
  deadline.rule = "visit";
  deadline.start = At("2026-11-24T09:00:00Z");
  deadline.start_field = "told";
  DeadlineCourse course;
  course.started = deadline;
  const auto judged = [&] {
    return Lines(CheckStarts(absl::MakeConstSpan(&deadline, 1), absl::MakeConstSpan(&course, 1),
                             Zone("Europe/Istanbul"), "case"));
  };
  const std::string problem =
      ": must not lie after 2026-11-24 11:59 UTC+03:00, when a contact, a visit or another entry met a "
      "deadline that runs from here; if it does, correct that entry first";
  EXPECT_THAT(judged(), IsEmpty()) << "it was not met";
  course.met = At("2026-11-24T09:00:00Z");
  EXPECT_THAT(judged(), IsEmpty());
  course.met = At("2026-11-24T08:59:00Z");
  EXPECT_THAT(judged(), ElementsAre("case.details.told" + problem));
  deadline.start_field.clear();
  EXPECT_THAT(judged(), ElementsAre("case.received_time" + problem));
  course.run = 2;
  EXPECT_THAT(judged(), IsEmpty()) << "a reopening started it";
  course.run = 1;
  course.started.rule = "first_contact";
  EXPECT_THAT(judged(), IsEmpty());
}

TEST(CheckChangeTime, FollowsWhatLedToTheStateToTheMinute) {
  CaseTimes times = Times();
  const auto judged = [&](absl::Time happened) { return Lines(CheckChangeTime(happened, times, "h")); };
  times.received += absl::Seconds(37);
  const std::string before_receipt =
      "h: must not lie before the case was received, 2026-11-20 09:00 UTC+03:00";
  EXPECT_THAT(judged(At("2020-01-01T00:00:00Z")), ElementsAre(before_receipt));
  EXPECT_THAT(judged(At("2026-11-20T08:59:59+03:00")), ElementsAre(before_receipt));
  EXPECT_THAT(judged(At("2026-11-20T09:00:00+03:00")), IsEmpty());
  times.first_change = times.last_change = At("2026-11-22T06:30:37Z");
  EXPECT_THAT(judged(At("2026-11-22T06:30:00Z")), IsEmpty()) << "typed, after one that was recorded";
  EXPECT_THAT(
      judged(At("2026-11-22T06:29:59Z")),
      ElementsAre("h: must not lie before the change of state that led here, 2026-11-22 09:30 UTC+03:00"));
}

TEST(UntoldChangeTime, IsNowOrThatOfWhatAnotherClockPutAhead) {
  CaseTimes times = Times();
  EXPECT_EQ(UntoldChangeTime(times, Now()), Now());
  times.received = Now() + absl::Minutes(1);
  EXPECT_EQ(UntoldChangeTime(times, Now()), times.received);
  times.last_change = Now() + absl::Minutes(2);
  EXPECT_EQ(UntoldChangeTime(times, Now()), *times.last_change);
}

TEST(IsRecent, IsThreeDays) {
  EXPECT_TRUE(IsRecent(Now() - absl::Hours(71), Now()));
  EXPECT_FALSE(IsRecent(Now() - absl::Hours(73), Now()));
}

}  // namespace
}  // namespace arasha::rules
