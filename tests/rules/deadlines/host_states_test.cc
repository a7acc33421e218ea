// What could go wrong: a treaty's limit used where or when it does not hold, a treaty that counts from the
// arrest counted from the notice, a duty asked of a state that never took it on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/rules/deadlines/deadlines.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;

// GoodType(), whose deadline `visit` has these rules of host states besides that of TM.
CaseType TypeThere(const std::string& host_states, bool only_there = false) {
  v1::CaseType proto = GoodType();
  v1::DeadlineRule& visit = *proto.mutable_deadlines(1);
  visit.MergeFrom(Parse<v1::DeadlineRule>(host_states));
  if (only_there) visit.clear_period();
  *proto.add_state_groups() = Parse<v1::StateGroup>(R"(
    id: "eaeu" label { kk: "к" ru: "р" en: "e" } states: ["RU", "BY"] source: "Treaty of 29 May 2014")");
  return Made(std::move(proto));
}

struct HostStateRow {
  std::string name;
  std::string host_states;
  std::string host_state;
  std::string visit;  // "start due source" by the days of November 2026
  std::string received = "2026-11-24T12:00:00+03:00";
};

// Told on the 24th at noon, seen on the 20th; begun on the 25th at noon.
std::string Visit(const CaseType& type, const HostStateRow& row, const std::string& details) {
  const google::protobuf::Struct fields = Json(details);
  std::vector<Happening> happenings = OfFields(type, fields, Istanbul().zone);
  happenings.push_back(OfTransition("begin", At("2026-11-25T12:00:00+03:00")));
  const DeadlineFacts facts{type, row.host_state, Istanbul(), fields, true, At(row.received)};
  for (const StartedDeadline& deadline : StartDeadlines(facts, happenings)) {
    if (deadline.rule != "visit") continue;
    const auto wall = [](absl::Time time) { return absl::FormatTime("%dT%H:%M", time, Istanbul().zone); };
    return absl::StrCat(wall(deadline.start), " ", wall(deadline.due), " ", deadline.source);
  }
  return "-";
}

TEST(HostStates, ReplaceWhatTheySay) {
  const std::string general = "24T12:00 25T12:00 General law, art. 2";
  const std::string begins = R"(host_states { host_state: "US" source: "Convention, art. 12" )";
  const std::string group = R"(host_states { group: "eaeu" period { days: 2 } source: "Treaty, art. 1" })";
  const std::string dated = R"(
    host_states { host_state: "US" period { days: 3 } source: "Old" valid_until: "2026-11-23" }
    host_states { host_state: "US" period { days: 2 } source: "New" valid_from: "2026-11-24" })";
  const HostStateRow rows[] = {
      {"nothing", "", "US", general},
      {"the treaty that was there before", "", "TM", "24T12:00 28T23:59 Treaty, art. 13"},
      {"a start", begins + R"(starts_on { transition: "begin" } })", "US",
       "25T12:00 26T12:00 Convention, art. 12"},
      {"a start, elsewhere", begins + R"(starts_on { transition: "begin" } })", "TR", general},
      {"a start and a period", begins + R"(starts_on { transition: "begin" } period { days: 3 } })", "US",
       "25T12:00 28T23:59 Convention, art. 12"},
      {"a start that did not happen", begins + R"(starts_on { transition: "finish" } })", "US", "-"},
      {"what meets it", begins + R"(met_by { transition: "begin" } })", "US",
       "24T12:00 25T12:00 Convention, art. 12"},
      {"a group", group, "BY", "24T12:00 26T23:59 Treaty, art. 1"},
      {"a state that is not in it", group, "KG", general},
      {"no host state", group, "", general},
      {"the first that holds", begins + "period { days: 1 } } " + group, "RU",
       "24T12:00 26T23:59 Treaty, art. 1"},
      {"a state before its group",
       R"(host_states { host_state: "RU" period { days: 5 } source: "Convention" })" + group, "RU",
       "24T12:00 29T23:59 Convention"},
      {"on the last day of the old", dated, "US", "24T12:00 27T23:59 Old", "2026-11-23T23:59:59+03:00"},
      {"on the first day of the new", dated, "US", "24T12:00 26T23:59 New", "2026-11-24T00:00:00+03:00"},
      {"before it was in force",
       R"(host_states { group: "eaeu" period { days: 2 } source: "Treaty" valid_from: "2026-11-25" })", "RU",
       general},
      {"when it no longer is",
       R"(host_states { group: "eaeu" period { days: 2 } source: "Treaty" valid_until: "2026-11-23" })", "RU",
       general},
  };
  for (const HostStateRow& row : rows) {
    EXPECT_EQ(Visit(TypeThere(row.host_states), row, R"({"told": "2026-11-24T12:00:00+03:00"})"), row.visit)
        << row.name;
  }
}

TEST(HostStates, AloneHaveADeadlineWithoutAPeriodOfItsOwn) {
  const CaseType type = TypeThere(
      R"(host_states { group: "eaeu" period { days: 2 } source: "Treaty" valid_from: "2026-01-01" })", true);
  const std::string told = R"({"told": "2026-11-24T12:00:00+03:00"})";
  EXPECT_EQ(Visit(type, {"", "", "BY", ""}, told), "24T12:00 26T23:59 Treaty");
  EXPECT_EQ(Visit(type, {"", "", "TM", ""}, told), "24T12:00 28T23:59 Treaty, art. 13");
  EXPECT_EQ(Visit(type, {"", "", "TR", ""}, told), "-");
  EXPECT_EQ(Visit(type, {"", "", "BY", "", "2025-12-31T12:00:00+03:00"}, told), "-") << "not yet in force";
}

TEST(HostStates, SayWhatMeetsIt) {
  const CaseType type = TypeThere(
      R"(host_states { host_state: "US" met_by { transition: "finish" } source: "Convention, art. 12" })");
  const google::protobuf::Struct details = Json(R"({"told": "2026-11-24T12:00:00+03:00"})");
  const auto meets = [&](const char* host_state) {
    const DeadlineFacts facts{type, host_state, Istanbul(), details};
    return StartDeadlines(facts, OfFields(type, details, Istanbul().zone)).front().met_by;
  };
  EXPECT_THAT(meets("US"), ElementsAre("transition:finish"));
  EXPECT_THAT(meets("TR"), ElementsAre("entry:VISIT", "entry:CONTACT/in_person"));
}

TEST(Unstarted, IncludesWhatTheNewHostStateNeverTookOn) {
  const CaseType type = TypeThere("", true);
  const google::protobuf::Struct details = Json(R"({"told": "2026-11-24T12:00:00+03:00"})");
  const auto courses = [&](const char* host_state) {
    const DeadlineFacts facts{type, host_state, Istanbul(), details};
    std::vector<DeadlineCourse> started;
    for (const StartedDeadline& deadline : StartDeadlines(facts, OfFields(type, details, Istanbul().zone))) {
      started.push_back({deadline});
    }
    return started;
  };
  const auto none = Unstarted(type, courses("TM"), courses("TR"));
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].started.rule, "visit");
}

}  // namespace
}  // namespace arasha::rules
