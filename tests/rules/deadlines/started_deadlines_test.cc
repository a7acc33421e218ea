// What could go wrong: a happening that starts or meets a deadline it should not (a call counted as a
// visit, a note received counted as sent), a treaty's limit ignored or used elsewhere, a corrected date
// that leaves the old deadline standing.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "services/rules/deadlines/deadlines.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using ::testing::UnorderedElementsAreArray;

WorkCalendar Ashgabat() {
  WorkCalendar calendar;
  calendar.zone = Zone("Asia/Ashgabat");
  calendar.weekend = {false, false, false, false, false, true, true};
  return calendar;
}

struct EntryKeys {
  std::string entry;
  std::vector<std::string> keys;
};

TEST(OfEntry, HasEveryKeyItSatisfiesAndNoOther) {
  const EntryKeys cases[] = {
      {"kind: ENTRY_KIND_CONTACT", {"entry:CONTACT", "entry:CONTACT/LAWYER"}},
      {"kind: ENTRY_KIND_CONTACT in_person: true",
       {"entry:CONTACT", "entry:CONTACT/in_person", "entry:CONTACT/LAWYER",
        "entry:CONTACT/in_person/LAWYER"}},
      {"kind: ENTRY_KIND_CONTACT_ATTEMPT", {"entry:CONTACT_ATTEMPT", "entry:CONTACT_ATTEMPT/LAWYER"}},
      {"kind: ENTRY_KIND_NOTE_VERBALE direction: DIRECTION_SENT",
       {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/SENT", "entry:NOTE_VERBALE/LAWYER",
        "entry:NOTE_VERBALE/SENT/LAWYER"}},
      {"kind: ENTRY_KIND_NOTE_VERBALE direction: DIRECTION_RECEIVED",
       {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/RECEIVED", "entry:NOTE_VERBALE/LAWYER",
        "entry:NOTE_VERBALE/RECEIVED/LAWYER"}},
  };
  for (const EntryKeys& row : cases) {
    const Happening happening =
        OfEntry(Parse<v1::Entry>(row.entry + " happened_time { seconds: 1795514400 nanos: 500000000 }"),
                v1::PARTY_ROLE_LAWYER);
    EXPECT_THAT(happening.keys, UnorderedElementsAreArray(row.keys)) << row.entry;
    EXPECT_EQ(happening.at, At("2026-11-24T10:00:00.5Z"));
  }
}

TEST(OfEntry, IsAboutTheSubjectIfItNamesNobody) {
  EXPECT_THAT(OfEntry(Parse<v1::Entry>("kind: ENTRY_KIND_VISIT")).keys,
              UnorderedElementsAre("entry:VISIT", "entry:VISIT/SUBJECT"));
}

TEST(TriggerKey, IsTheKeyOfWhatItWaitsFor) {
  const EntryKeys cases[] = {
      {"opened: true", Opened(absl::UnixEpoch()).keys},
      {R"(transition: "begin")", OfTransition("begin", absl::UnixEpoch()).keys},
      {R"(field: "told")", {"field:told"}},
      {R"(entry { kind: "VISIT" })", {"entry:VISIT"}},
      {R"(entry { kind: "CONTACT" in_person: true })", {"entry:CONTACT/in_person"}},
      {R"(entry { kind: "NOTE_VERBALE" direction: "SENT" })", {"entry:NOTE_VERBALE/SENT"}},
      {R"(entry { kind: "CONTACT" in_person: true party_role: "SUBJECT" })",
       {"entry:CONTACT/in_person/SUBJECT"}},
      {R"(field: "told" only_if { field: "by" choice: "police" })", {"field:told?by=police"}},
  };
  for (const EntryKeys& row : cases) {
    EXPECT_THAT(row.keys, ElementsAre(TriggerKey(Parse<v1::Trigger>(row.entry)))) << row.entry;
  }
}

TEST(OfFields, OnlyDatesAndTimesThatHaveAValue) {
  const auto happenings =
      OfFields(Made(GoodType()), Json(R"({"seen_on": "2026-11-24", "place": "here", "colour": "red"})"),
               Zone("Asia/Ashgabat"));
  ASSERT_THAT(happenings, SizeIs(1));
  EXPECT_THAT(happenings[0].keys, ElementsAre("field:seen_on", "field:seen_on?colour=red"));
  EXPECT_EQ(happenings[0].at, At("2026-11-24T00:00:00+05:00"));
  EXPECT_THAT(OfFields(Made(GoodType()), Json("{}"), Zone("Asia/Ashgabat")), IsEmpty());
}

// The happenings that a row of the tables below names.
const absl::Time kOpenedAt = absl::FromUnixSeconds(1795514400);  // Tuesday 2026-11-24T15:00:00+05:00

Happening Field(const std::string& id, absl::Time at) { return {.keys = {"field:" + id}, .at = at}; }
Happening Note(const std::string& direction, absl::Time at) {
  return {.keys = {"entry:NOTE_VERBALE", "entry:NOTE_VERBALE/" + direction}, .at = at};
}

struct StartRow {
  std::string name;
  std::string host_state;
  std::vector<Happening> happenings;
  std::vector<std::string> started;  // "rule start due source corrects"
};

TEST(StartDeadlines, WhatStartsAndWhenItIsDue) {
  const absl::Time later = kOpenedAt + absl::Hours(1);
  const StartRow cases[] = {
      {"nothing happened", "TR", {}, {}},
      {"opening starts one",
       "TR",
       {Opened(kOpenedAt)},
       {"answer 2026-11-24T15:00:00 2026-11-27T23:59:59 General law, art. 1 corrects"}},
      {"the general rule",
       "TR",
       {Field("told", kOpenedAt)},
       {"visit 2026-11-24T15:00:00 2026-11-25T15:00:00 General law, art. 2 corrects"}},
      {"the treaty replaces it in its state",
       "TM",
       {Field("told", kOpenedAt)},
       {"visit 2026-11-24T15:00:00 2026-11-28T23:59:59 Treaty, art. 13 corrects"}},
      {"no host state",
       "",
       {Field("told", kOpenedAt)},
       {"visit 2026-11-24T15:00:00 2026-11-25T15:00:00 General law, art. 2 corrects"}},
      {"the earliest of two starts",
       "TR",
       {Field("told", later), Field("seen_on", kOpenedAt)},
       {"visit 2026-11-24T15:00:00 2026-11-25T15:00:00 General law, art. 2 corrects"}},
      {"a transition",
       "TM",
       {OfTransition("begin", kOpenedAt)},
       {"reply 2026-11-24T15:00:00 2026-12-24T23:59:59 General law, art. 3"}},
      {"a note sent",
       "TR",
       {Note("SENT", kOpenedAt)},
       {"reply 2026-11-24T15:00:00 2026-12-24T23:59:59 General law, art. 3"}},
      {"a note received starts nothing", "TR", {Note("RECEIVED", kOpenedAt)}, {}},
      {"another transition starts nothing", "TR", {OfTransition("finish", kOpenedAt)}, {}},
      {"all at once, in the type's order",
       "TM",
       {Note("SENT", later), Field("told", later), Opened(kOpenedAt)},
       {"answer 2026-11-24T15:00:00 2026-11-27T23:59:59 General law, art. 1 corrects",
        "visit 2026-11-24T16:00:00 2026-11-28T23:59:59 Treaty, art. 13 corrects",
        "reply 2026-11-24T16:00:00 2026-12-24T23:59:59 General law, art. 3"}},
  };
  const CaseType type = Made(GoodType());
  const WorkCalendar calendar = Ashgabat();
  for (const StartRow& row : cases) {
    std::vector<std::string> started;
    for (const StartedDeadline& deadline :
         StartDeadlines({type, row.host_state, calendar, Json("{}")}, row.happenings)) {
      const auto wall = [&](absl::Time time) {
        return absl::FormatTime("%Y-%m-%dT%H:%M:%S", time, calendar.zone);
      };
      started.push_back(deadline.rule + " " + wall(deadline.start) + " " + wall(deadline.due) + " " +
                        deadline.source + (deadline.corrects ? " corrects" : ""));
    }
    EXPECT_EQ(started, row.started) << row.name;
  }
}

TEST(StartDeadlines, NamesTheFieldThatStartsIt) {
  const std::vector<Happening> happenings = {Opened(kOpenedAt), Field("told", kOpenedAt),
                                             Note("SENT", kOpenedAt)};
  const auto started = StartDeadlines({Made(GoodType()), "TR", Ashgabat(), Json("{}")}, happenings);
  ASSERT_THAT(started, SizeIs(3));
  EXPECT_EQ(started[0].start_field, "");
  EXPECT_EQ(started[1].start_field, "told");
  EXPECT_EQ(started[2].start_field, "");
}

TEST(Undone, IsWhatIsSaidNoMore) {
  const Happening by_host{{"field:told", "field:told?by=host"}, kOpenedAt};
  const Happening by_kin{{"field:told", "field:told?by=kin"}, kOpenedAt};
  const Happening later{{"field:told", "field:told?by=host"}, kOpenedAt + absl::Hours(1)};
  EXPECT_THAT(Undone({by_host}, {by_host}), IsEmpty());
  EXPECT_THAT(Undone({}, {by_host}), IsEmpty());
  const auto keys = [](const std::vector<Happening>& undone) {
    return undone.empty() ? std::vector<std::string>{} : undone.front().keys;
  };
  EXPECT_EQ(keys(Undone({by_host}, {by_kin})), std::vector<std::string>{"field:told?by=host"});
  EXPECT_EQ(keys(Undone({by_host}, {later})), by_host.keys);
  EXPECT_EQ(keys(Undone({by_host}, {})), by_host.keys);
}

TEST(Unstarted, AreWhatTheCaseItselfStartedAndStartsNoMore) {
  const CaseType type = Made(GoodType());
  const google::protobuf::Struct details;
  const WorkCalendar calendar = Ashgabat();
  const DeadlineFacts facts{type, "TR", calendar, details};
  const Happening told = Field("told", kOpenedAt);
  const auto courses = [&](const std::vector<Happening>& happenings) {
    std::vector<DeadlineCourse> started;
    for (const StartedDeadline& deadline : StartDeadlines(facts, happenings)) started.push_back({deadline});
    return started;
  };
  const auto rules = [&](const std::vector<Happening>& before, const std::vector<Happening>& left) {
    std::vector<std::string> ids;
    for (const DeadlineCourse& none : Unstarted(type, courses(before), courses(left))) {
      ids.push_back(none.started.rule);
      EXPECT_EQ(none.started.due, absl::InfiniteFuture());
      EXPECT_TRUE(none.started.corrects) << "it may begin again";
    }
    return ids;
  };
  EXPECT_THAT(rules({told}, {Opened(kOpenedAt)}), ElementsAre("visit"));
  EXPECT_THAT(rules({told}, {Field("seen_on", kOpenedAt)}), IsEmpty()) << "another field starts it";
  EXPECT_THAT(rules({}, {told}), IsEmpty());
  EXPECT_THAT(rules({Note("SENT", kOpenedAt)}, {}), IsEmpty()) << "the note is not among what the case tells";
}

TEST(MetAt, ADateMeetsWhatBeganOnThatDay) {
  const absl::Time noon = At("2026-11-24T12:00:00+05:00");
  const absl::Time midnight = At("2026-11-24T00:00:00+05:00");
  const std::vector<std::string> keys = {"field:sent_on"};
  const Happening by_date{keys, midnight, absl::Hours(24) - absl::Microseconds(1)};
  EXPECT_EQ(MetAt(keys, noon, {by_date}), noon);
  EXPECT_EQ(MetAt(keys, midnight - absl::Hours(1), {by_date}), midnight);
  EXPECT_EQ(MetAt(keys, noon + absl::Hours(12), {by_date}), std::nullopt) << "begun on the next day";
  EXPECT_EQ(MetAt(keys, noon, {Happening{keys, midnight}}), std::nullopt) << "an instant";
}

TEST(RestartDeadlines, IsWhatAReopeningStarts) {
  v1::CaseType proto = GoodType();
  proto.mutable_deadlines(0)->add_starts_on()->set_transition("reopen");
  const CaseType type = Made(proto);
  const std::vector<Happening> reopened = {Opened(kOpenedAt),
                                           OfTransition("reopen", kOpenedAt + absl::Hours(48))};
  const auto restarted = RestartDeadlines({type, "TR", Ashgabat(), Json("{}")}, reopened);
  ASSERT_THAT(restarted, SizeIs(1));
  EXPECT_EQ(restarted[0].rule, "answer");
  EXPECT_EQ(restarted[0].start, kOpenedAt + absl::Hours(48));
  EXPECT_EQ(StartDeadlines({type, "TR", Ashgabat(), Json("{}")}, reopened)[0].start, kOpenedAt)
      << "the first run is as it was";
  EXPECT_THAT(RestartDeadlines({type, "TR", Ashgabat(), Json("{}")}, {OfTransition("begin", kOpenedAt)}),
              IsEmpty());
}

TEST(StartDeadlines, CarriesTheKeysThatMeetIt) {
  const auto started = StartDeadlines({Made(GoodType()), "TR", Ashgabat(), Json("{}")},
                                      {Opened(kOpenedAt), Field("told", kOpenedAt)});
  ASSERT_THAT(started, SizeIs(2));
  EXPECT_THAT(started[0].met_by, ElementsAre("transition:finish", "entry:DECISION"));
  EXPECT_THAT(started[1].met_by, ElementsAre("entry:VISIT", "entry:CONTACT/in_person"));
}

}  // namespace
}  // namespace arasha::rules
