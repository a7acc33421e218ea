// What could go wrong: a slip in a day meets a deadline that was not met, or one that was met is met no more;
// a person is visited before being born; a judgment of long ago is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "proto/timestamps.h"
#include "tests/rules/casework/chronology_samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

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
      {v1::ENTRY_KIND_CHECK, "2026-11-20T05:58:59Z", false},
      {v1::ENTRY_KIND_CHECK, "2026-11-20T06:00:00Z", true},
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

TEST(IsRecent, IsThreeDays) {
  EXPECT_TRUE(IsRecent(Now() - absl::Hours(71), Now()));
  EXPECT_FALSE(IsRecent(Now() - absl::Hours(73), Now()));
}

}  // namespace
}  // namespace arasha::rules
