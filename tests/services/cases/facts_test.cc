// What could go wrong: a case tells less in a list than by itself, or something else; an entry that was
// struck out goes on telling; a filter finds other cases than those that say so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "proto/timestamps.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Stub = v1::Cases::Stub;

constexpr char kTypeWithFacts[] = R"(
  id: "sample.facts" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields { id: "held_since" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TIME }
  fields { id: "let_go" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE }
  states { id: "begun" label { kk: "к" ru: "р" en: "e" } } states { id: "helped" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "help" label { kk: "к" ru: "р" en: "e" } from: "begun" to: "helped" roles: "officer" }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "helped" to: "done" roles: "officer" }
  deadlines {
    id: "visit" label { kk: "к" ru: "р" en: "e" } source: "art. 1"
    starts_on { opened: true } met_by { entry { kind: "VISIT" } } period { days: 365 }
  }
  derived_facts {
    id: "held" label { kk: "к" ru: "р" en: "e" }
    days_between { from { field: "held_since" } to { field: "let_go" } }
  }
  derived_facts { id: "met" label { kk: "к" ru: "р" en: "e" } last { of { entry { kind: "VISIT" } } } }
  derived_facts { id: "calls" label { kk: "к" ru: "р" en: "e" } count { of { entry { kind: "CONTACT" } } } }
  derived_facts { id: "unmet" label { kk: "к" ru: "р" en: "e" } none { of { entry { kind: "VISIT" } } } }
  derived_facts { id: "begun" label { kk: "к" ru: "р" en: "e" } first { of { transition: "help" } of { opened: true } } }
  derived_facts { id: "due" label { kk: "к" ru: "р" en: "e" } next_due: "visit" })";

std::string AsFilter(absl::Time time) {
  return absl::StrCat("\"", absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone()), "\"");
}

class Facts : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied =
        storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.facts", 1, kTypeWithFacts});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  static absl::Time DaysAgo(int days) { return absl::Now() - absl::Hours(24) * days; }

  // Received a hundred days ago, of somebody who was held since then.
  v1::Case OpenHeld() {
    v1::CreateCaseRequest request = support::OpenDetention();
    v1::Case& asked = *request.mutable_case_();
    asked.set_type("sample.facts");
    *asked.mutable_received_time() = support::Stamp(DaysAgo(100));
    *asked.mutable_details() =
        support::Details(absl::StrCat(R"({"held_since": )", AsFilter(DaysAgo(100)), "}"));
    return Do(&Stub::CreateCase, request);
  }
  v1::Entry Visit(const std::string& name, int days_ago) {
    v1::AddEntryRequest request = support::AddNote(name, "seen");
    request.mutable_entry()->set_kind(v1::ENTRY_KIND_VISIT);
    *request.mutable_entry()->mutable_happened_time() = support::Stamp(DaysAgo(days_ago));
    return Do(&Stub::AddEntry, request);
  }
  void Strike(const v1::Entry& entry) {
    v1::CorrectEntryRequest request;
    request.set_name(entry.name());
    request.set_reason("of another case");
    request.set_request_id(support::RequestId());
    Do(&Stub::CorrectEntry, request);
  }
  // The ids of the facts that a case tells, in their order.
  static std::vector<std::string> Ids(const v1::Case& matter) {
    std::vector<std::string> ids;
    for (const v1::Fact& fact : matter.facts()) ids.push_back(fact.id());
    return ids;
  }
  static v1::Fact Fact(const v1::Case& matter, const std::string& id) {
    for (const v1::Fact& fact : matter.facts()) {
      if (fact.id() == id) return fact;
    }
    return {};
  }
  // By itself; that lists say the same is looked at, too.
  v1::Case Read(const std::string& name) {
    v1::Case read = Do(&Stub::GetCase, support::Get(name));
    bool listed = false;
    const v1::ListCasesResponse page = Do(&Stub::ListCases, support::ListCases("missions/IST"));
    for (const v1::Case& one : page.cases()) {
      if (one.name() != name) continue;
      listed = true;
      EXPECT_EQ(Ids(one), Ids(read));
      for (int i = 0; i < std::min(one.facts_size(), read.facts_size()); ++i) {
        EXPECT_EQ(one.facts(i).DebugString(), read.facts(i).DebugString());
      }
      EXPECT_FALSE(one.has_details());
    }
    EXPECT_TRUE(listed);
    return read;
  }
  std::set<std::string> Listed(const std::string& filter) {
    std::set<std::string> names;
    const v1::ListCasesResponse page = Do(&Stub::ListCases, support::ListCases("missions/IST", filter));
    for (const v1::Case& one : page.cases()) {
      names.insert(one.name());
    }
    return names;
  }
};

TEST_F(Facts, FollowTheTimeline) {
  const v1::Case opened = OpenHeld();
  EXPECT_THAT(Ids(opened), ElementsAre("held", "calls", "unmet", "begun", "due"));
  EXPECT_EQ(Fact(opened, "held").days(), 100);
  EXPECT_EQ(Fact(opened, "held").field(), "held_since");
  EXPECT_TRUE(Fact(opened, "unmet").holds());
  EXPECT_EQ(ToTime(Fact(opened, "begun").time()), ToTime(opened.received_time()));

  const v1::Entry first = Visit(opened.name(), 50);
  const v1::Entry last = Visit(opened.name(), 40);
  const v1::Entry between = Visit(opened.name(), 45);
  v1::Case read = Read(opened.name());
  EXPECT_EQ(Fact(read, "met").entry(), last.name());
  EXPECT_EQ(ToTime(Fact(read, "met").time()), ToTime(last.happened_time()));
  EXPECT_FALSE(Fact(read, "unmet").holds());
  EXPECT_EQ(Fact(read, "unmet").entry(), first.name());
  EXPECT_EQ(Fact(read, "due").id(), "") << "it was met";

  Strike(last);
  read = Read(opened.name());
  EXPECT_EQ(Fact(read, "met").entry(), between.name());
  Strike(first);
  Strike(between);
  read = Read(opened.name());
  EXPECT_THAT(Ids(read), ElementsAre("held", "calls", "unmet", "begun", "due"));
  EXPECT_TRUE(Fact(read, "unmet").holds());
}

TEST_F(Facts, FollowTheFields) {
  const v1::Case opened = OpenHeld();
  EXPECT_THAT(Listed("facts.held > 90"), ElementsAre(opened.name()));
  v1::UpdateCaseRequest request = support::UpdateSummary(opened.name());
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("details.let_go");
  *request.mutable_case_()->mutable_details() = support::Details(absl::StrCat(
      R"({"let_go": ")", absl::FormatTime("%Y-%m-%d", DaysAgo(90), absl::UTCTimeZone()), R"("})"));
  Do(&Stub::UpdateCase, request);
  // By dates of Istanbul and UTC.
  EXPECT_THAT(Fact(Read(opened.name()), "held").days(),
              ::testing::AllOf(::testing::Ge(9), ::testing::Le(11)));
  EXPECT_THAT(Listed("facts.held > 90"), ElementsAre());
  EXPECT_THAT(Listed("facts.held <= 11"), ElementsAre(opened.name()));
}

TEST_F(Facts, AreAskedForByFilters) {
  const std::string seen = OpenHeld().name();
  Visit(seen, 40);
  const std::string unseen = OpenHeld().name();
  Do(&Stub::AddEntry, support::AddCall(unseen));
  const std::string struck = OpenHeld().name();
  Strike(Visit(struck, 40));
  Open();
  const std::string month_ago = AsFilter(DaysAgo(30));
  const std::string year_ago = AsFilter(DaysAgo(365));
  using Names = std::set<std::string>;
  const std::vector<std::pair<std::string, Names>> rows = {
      {absl::StrCat("facts.met < ", month_ago), {seen}},
      {absl::StrCat("facts.met > ", month_ago), {}},
      {absl::StrCat("facts.met > ", year_ago), {seen}},
      {"facts.unmet = true", {unseen, struck}},
      {"facts.unmet != true", {seen}},
      {"facts.unmet = false AND type = sample.facts", {seen}},
      {"facts.calls = 0", {seen, struck}},
      {"facts.calls >= 1", {unseen}},
      {"facts.held > 90", {seen, unseen, struck}},
      {"facts.held = 100 AND facts.calls != 0 AND open = true", {unseen}},
      {"facts.held < 90", {}},
      {absl::StrCat("facts.begun < ", month_ago), {seen, unseen, struck}},
      {absl::StrCat("facts.due > ", AsFilter(absl::Now())), {unseen, struck}},
      {absl::StrCat("facts.due < ", AsFilter(absl::Now())), {}},
  };
  for (const auto& [filter, names] : rows) EXPECT_EQ(Listed(filter), names) << filter;
}

TEST_F(Facts, ThatNoTypeHasAreRefused) {
  for (const auto& [filter, said] :
       std::vector<std::pair<std::string, std::string>>{{"facts.mood = true", "facts.held"},
                                                        {"facts.unmet = 3", "true, false"},
                                                        {"facts.met = true", "<, <=, >, >="},
                                                        {"facts.held > soon", "0, 1, 90"},
                                                        {"facts.held > -1", "0, 1, 90"}}) {
    const grpc::Status refused = Try(&Stub::ListCases, support::ListCases("missions/IST", filter));
    EXPECT_EQ(Line(refused), "INVALID_ARGUMENT/INVALID_FIELD(filter)") << filter;
    EXPECT_THAT(refused.error_message(), HasSubstr(said)) << filter;
  }
}

}  // namespace
}  // namespace arasha
