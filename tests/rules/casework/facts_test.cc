// What could go wrong: a fact counts what was struck out, or not what stands in its place; days are counted
// by the wrong clock, or on after they ended; a fact that names what its type has not is applied.
#include "services/rules/casework/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/timestamps.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

constexpr char kLabel[] = R"( label { kk: "к" ru: "р" en: "e" } )";

v1::CaseType WithFacts(const std::vector<std::string>& rules) {
  v1::CaseType type = GoodType();
  for (const std::string& rule : rules) *type.add_derived_facts() = Parse<v1::FactRule>(rule + kLabel);
  return type;
}

const char* const kSeen = R"(id: "seen" last {
  of { entry { kind: "VISIT" party_role: "SUBJECT" } }
  of { entry { kind: "CONTACT" in_person: true party_role: "SUBJECT" } }
})";
const char* const kNever =
    R"(id: "never" none { of { entry { kind: "CONTACT" } } of { entry { kind: "VISIT" } } })";
const char* const kFirst = R"(id: "first" first { of { entry { kind: "VISIT" } } of { field: "seen_on" } })";
const char* const kVisits = R"(id: "visits" count { of { entry { kind: "VISIT" } } })";
const char* const kDays = R"(id: "days" days_between {
  from { field: "told" } from { transition: "begin" } to { field: "seen_on" } to { transition: "finish" }
})";
const char* const kDue = R"(id: "due" next_due: "visit")";

// An entry that happened then, by the end of its name.
ToldHappening Entered(const std::string& id, const std::string& entry, const std::string& at,
                      v1::PartyRole about = v1::PARTY_ROLE_SUBJECT, bool stands = true) {
  Happening happening = OfEntry(Parse<v1::Entry>(entry), about);
  happening.at = At(at);
  return {.happening = std::move(happening), .entry = id, .stands = stands};
}
ToldHappening Moved(const std::string& id, const std::string& event, const std::string& at,
                    bool stands = true) {
  return {.happening = OfTransition(event, At(at)), .entry = id, .stands = stands};
}

const char* const kVisit = "kind: ENTRY_KIND_VISIT in_person: true";
const char* const kCall = "kind: ENTRY_KIND_CONTACT";
const char* const kMeeting = "kind: ENTRY_KIND_CONTACT in_person: true";

// "seen 2026-11-20T09:00:00Z v1": id, value, and what tells of it.
std::string Line(const v1::Fact& fact) {
  std::string value;
  switch (fact.value_case()) {
    case v1::Fact::kTime:
      value = absl::FormatTime("%Y-%m-%dT%H:%MZ", ToTime(fact.time()), absl::UTCTimeZone());
      break;
    case v1::Fact::kDays:
      value = absl::StrCat(fact.days(), "d");
      break;
    case v1::Fact::kCount:
      value = absl::StrCat(fact.count());
      break;
    case v1::Fact::kHolds:
      value = fact.holds() ? "yes" : "no";
      break;
    case v1::Fact::VALUE_NOT_SET:
      break;
  }
  return absl::StrCat(fact.id(), " ", value, fact.entry().empty() ? "" : " by ", fact.entry(),
                      fact.field().empty() ? "" : " by field ", fact.field());
}

struct FactRow {
  std::string name;
  std::string rule;
  std::string details;
  std::vector<ToldHappening> told;
  std::string now;
  std::vector<std::string> facts;
  std::string zone = "Europe/Istanbul";
};

TEST(DeriveFacts, OfWhatStands) {
  const v1::PartyRole lawyer = v1::PARTY_ROLE_LAWYER;
  const FactRow rows[] = {
      {"nobody was seen", kSeen, "{}", {}, "2026-11-24T12:00:00+03:00", {}},
      {"the latest, whatever the order of writing down",
       kSeen,
       "{}",
       {Entered("b", kVisit, "2026-11-20T12:00:00+03:00"),
        Entered("a", kMeeting, "2026-11-10T12:00:00+03:00")},
       "2026-11-24T12:00:00+03:00",
       {"seen 2026-11-20T09:00Z by b"}},
      {"not by telephone, nor the lawyer",
       kSeen,
       "{}",
       {Entered("a", kMeeting, "2026-11-10T12:00:00+03:00"), Entered("b", kCall, "2026-11-20T12:00:00+03:00"),
        Entered("c", kVisit, "2026-11-21T12:00:00+03:00", lawyer)},
       "2026-11-24T12:00:00+03:00",
       {"seen 2026-11-10T09:00Z by a"}},
      {"what is struck out counts for nothing",
       kSeen,
       "{}",
       {Entered("a", kMeeting, "2026-11-10T12:00:00+03:00"),
        Entered("b", kVisit, "2026-11-20T12:00:00+03:00", v1::PARTY_ROLE_SUBJECT, false)},
       "2026-11-24T12:00:00+03:00",
       {"seen 2026-11-10T09:00Z by a"}},
      {"what stands in its place counts",
       kSeen,
       "{}",
       {Entered("b", kVisit, "2026-11-20T12:00:00+03:00", v1::PARTY_ROLE_SUBJECT, false),
        Entered("c", kVisit, "2026-11-19T12:00:00+03:00")},
       "2026-11-24T12:00:00+03:00",
       {"seen 2026-11-19T09:00Z by c"}},
      {"a field comes first",
       kFirst,
       R"({"seen_on": "2026-11-05"})",
       {Entered("a", kVisit, "2026-11-10T12:00:00+03:00")},
       "2026-11-24T12:00:00+03:00",
       {"first 2026-11-04T21:00Z by field seen_on"}},
      {"never", kNever, "{}", {}, "2026-11-24T12:00:00+03:00", {"never yes"}},
      {"no more",
       kNever,
       "{}",
       {Entered("a", kCall, "2026-11-10T12:00:00+03:00"), Entered("b", kCall, "2026-11-11T12:00:00+03:00")},
       "2026-11-24T12:00:00+03:00",
       {"never no by a"}},
      {"again, once the call is struck out",
       kNever,
       "{}",
       {Entered("a", kCall, "2026-11-10T12:00:00+03:00", v1::PARTY_ROLE_SUBJECT, false)},
       "2026-11-24T12:00:00+03:00",
       {"never yes"}},
      {"none", kVisits, "{}", {}, "2026-11-24T12:00:00+03:00", {"visits 0"}},
      {"two, and one that was struck out",
       kVisits,
       "{}",
       {Entered("a", kVisit, "2026-11-10T12:00:00+03:00"), Entered("b", kVisit, "2026-11-11T12:00:00+03:00"),
        Entered("c", kVisit, "2026-11-12T12:00:00+03:00", v1::PARTY_ROLE_SUBJECT, false)},
       "2026-11-24T12:00:00+03:00",
       {"visits 2 by b"}},
  };
  for (const FactRow& row : rows) {
    SCOPED_TRACE(row.name);
    const CaseType type = Made(WithFacts({row.rule}));
    std::vector<ToldHappening> told = row.told;
    for (Happening& field : OfFields(type, Json(row.details), Zone(row.zone)))
      told.push_back({std::move(field)});
    std::vector<std::string> lines;
    for (const v1::Fact& fact : DeriveFacts(type, told, {}, Zone(row.zone), At(row.now))) {
      lines.push_back(Line(fact));
    }
    EXPECT_THAT(lines, ElementsAreArray(row.facts));
  }
}

TEST(DeriveFacts, DaysAreThoseOfTheMissionsCalendar) {
  const FactRow rows[] = {
      {"nothing has begun", kDays, "{}", {}, "2026-11-24T12:00:00+03:00", {}},
      {"the same day",
       kDays,
       R"({"told": "2026-11-24T00:30:00+03:00"})",
       {},
       "2026-11-24T23:59:00+03:00",
       {"days 0d by field told"}},
      {"a minute over midnight",
       kDays,
       R"({"told": "2026-11-23T23:59:00+03:00"})",
       {},
       "2026-11-24T00:00:00+03:00",
       {"days 1d by field told"}},
      {"the same minute, where it is the same day",
       kDays,
       R"({"told": "2026-11-23T23:59:00+03:00"})",
       {},
       "2026-11-24T00:00:00+03:00",
       {"days 0d by field told"},
       "Europe/London"},
      {"over a leap day",
       kDays,
       R"({"told": "2028-02-28T12:00:00+03:00"})",
       {},
       "2028-03-01T12:00:00+03:00",
       {"days 2d by field told"}},
      {"over the end of summer time",
       kDays,
       R"({"told": "2026-10-24T12:00:00+02:00"})",
       {},
       "2026-10-26T12:00:00+01:00",
       {"days 2d by field told"},
       "Europe/Warsaw"},
      {"the first that began",
       kDays,
       R"({"told": "2026-11-20T12:00:00+03:00"})",
       {Moved("a", "begin", "2026-11-10T12:00:00+03:00")},
       "2026-11-24T12:00:00+03:00",
       {"days 14d by a"}},
      {"it was taken back",
       kDays,
       R"({"told": "2026-11-20T12:00:00+03:00"})",
       {Moved("a", "begin", "2026-11-10T12:00:00+03:00", false)},
       "2026-11-24T12:00:00+03:00",
       {"days 4d by field told"}},
      {"they ended",
       kDays,
       R"({"told": "2026-11-10T12:00:00+03:00", "seen_on": "2026-11-13"})",
       {},
       "2026-11-24T12:00:00+03:00",
       {"days 3d by field told"}},
      {"on the day on which they began",
       kDays,
       R"({"told": "2026-11-10T12:00:00+03:00", "seen_on": "2026-11-10"})",
       {},
       "2026-11-24T12:00:00+03:00",
       {"days 0d by field told"}},
      {"what came before ended nothing",
       kDays,
       R"({"told": "2026-11-10T12:00:00+03:00", "seen_on": "2026-11-09"})",
       {},
       "2026-11-24T12:00:00+03:00",
       {"days 14d by field told"}},
      {"what lies ahead has not",
       kDays,
       R"({"told": "2026-11-10T12:00:00+03:00", "seen_on": "2026-12-24"})",
       {},
       "2026-11-24T12:00:00+03:00",
       {"days 14d by field told"}},
      {"what begins ahead has not begun",
       kDays,
       R"({"told": "2026-12-10T12:00:00+03:00"})",
       {},
       "2026-11-24T12:00:00+03:00",
       {}},
      {"the first that ended them",
       kDays,
       R"({"told": "2026-11-10T12:00:00+03:00", "seen_on": "2026-11-20"})",
       {Moved("a", "finish", "2026-11-15T12:00:00+03:00")},
       "2026-11-24T12:00:00+03:00",
       {"days 5d by field told"}},
  };
  for (const FactRow& row : rows) {
    SCOPED_TRACE(row.name);
    const CaseType type = Made(WithFacts({row.rule}));
    std::vector<ToldHappening> told = row.told;
    for (Happening& field : OfFields(type, Json(row.details), Zone(row.zone)))
      told.push_back({std::move(field)});
    std::vector<std::string> lines;
    for (const v1::Fact& fact : DeriveFacts(type, told, {}, Zone(row.zone), At(row.now))) {
      lines.push_back(Line(fact));
    }
    EXPECT_THAT(lines, ElementsAreArray(row.facts));
  }
}

TEST(DeriveFacts, TheNextDueIsTheFirstThatRuns) {
  const CaseType type = Made(WithFacts({kDue}));
  const absl::Time now = At("2026-11-24T12:00:00+03:00");
  const auto course = [](const std::string& rule, int run, absl::Time due) {
    DeadlineCourse one;
    one.started.rule = rule;
    one.started.due = due;
    one.run = run;
    return one;
  };
  const auto due = [&](const std::vector<DeadlineCourse>& courses) {
    std::vector<std::string> lines;
    for (const v1::Fact& fact : DeriveFacts(type, {}, courses, Zone("UTC"), now)) lines.push_back(Line(fact));
    return absl::StrJoin(lines, "\n");
  };
  DeadlineCourse first = course("visit", 1, At("2026-11-20T12:00:00Z"));
  const DeadlineCourse second = course("visit", 2, At("2026-12-20T12:00:00Z"));
  EXPECT_EQ(due({course("answer", 1, At("2026-11-19T12:00:00Z"))}), "");
  EXPECT_EQ(due({second, first}), "due 2026-11-20T12:00Z") << "what is missed is due first";
  first.met = now;
  EXPECT_EQ(due({first, second}), "due 2026-12-20T12:00Z");
  first.met.reset();
  first.stopped = now;
  EXPECT_EQ(due({first}), "");
  first.stopped.reset();
  first.leeway.paused = now;
  EXPECT_EQ(due({first}), "");
  EXPECT_EQ(due({course("visit", 1, absl::InfiniteFuture())}), "") << "what started it is struck out";
}

TEST(FactTimes, AreThoseThatFactsAskFor) {
  const CaseType type = Made(WithFacts({kDays}));
  const auto times =
      FactTimes(type, Json(R"({"told": "2026-11-10T12:00:00+03:00", "seen_on": "2026-11-20"})"),
                Zone("Europe/Istanbul"));
  std::vector<std::string> keys;
  for (const Happening& time : times) keys.push_back(absl::StrJoin(time.keys, " "));
  EXPECT_THAT(keys, ElementsAre("field:told", "field:seen_on"));
  EXPECT_EQ(times[0].within, absl::ZeroDuration());
  EXPECT_EQ(times[1].at, At("2026-11-20T00:00:00+03:00"));
  EXPECT_GT(times[1].within, absl::Hours(23));
  const CaseType other = Made(WithFacts({kSeen}));
  EXPECT_TRUE(FactTimes(other, Json(R"({"told": "2026-11-10T12:00:00+03:00"})"), Zone("UTC")).empty());
}

TEST(FactFaults, AreToldExactly) {
  const struct {
    std::string rule;
    std::string said;
  } rows[] = {
      {R"(id: "f")", "derived_facts f: one of last, first, days_between, count, none, next_due is needed"},
      {R"(id: "F" next_due: "visit")", "derived_facts F: an id is lower case, digits and underscores"},
      {R"(id: "f" last {})", "derived_facts f last: at least one happening is needed"},
      {R"(id: "f" none { of { entry { kind: "SONG" } } })",
       "derived_facts f none: there is no kind of entry SONG"},
      {R"(id: "f" first { of { field: "place" } })",
       "derived_facts f first: there is no DATE or TIME field place"},
      {R"(id: "f" count { of { transition: "vanish" } })",
       "derived_facts f count: there is no transition vanish"},
      {R"(id: "f" days_between { to { field: "told" } })",
       "derived_facts f days_between from: at least one happening is needed"},
      {R"(id: "f" days_between { from { field: "told" } to { transition: "vanish" } })",
       "derived_facts f days_between to: there is no transition vanish"},
      {R"(id: "f" next_due: "tea")", "derived_facts f next_due: there is no deadline tea"},
  };
  for (const auto& row : rows) {
    const auto made = CaseType::Create(WithFacts({row.rule}));
    EXPECT_FALSE(made.ok()) << row.rule;
    EXPECT_THAT(std::string(made.status().message()), HasSubstr(row.said)) << row.rule;
  }
  v1::CaseType twice = WithFacts({kSeen, kSeen});
  EXPECT_THAT(std::string(CaseType::Create(twice).status().message()),
              HasSubstr("derived_facts seen: is given twice"));
  v1::CaseType unnamed = WithFacts({kSeen});
  unnamed.mutable_derived_facts(0)->mutable_label()->clear_kk();
  EXPECT_THAT(std::string(CaseType::Create(unnamed).status().message()),
              HasSubstr("derived_facts seen label: must be given in kk, ru and en"));
}

}  // namespace
}  // namespace arasha::rules
