// What could go wrong: headquarters are not owed what an officer saw, or the duty is met by a note to
// somebody else; more of what is sealed stands in clear, among keys, than rules ask for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/rules/catalogue/catalogue.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"
#include "services/rules/deadlines/misses.h"
#include "tests/rules/entry_samples.h"

namespace arasha::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(EntryValues, OnlyKeysThatRulesAskForStandInClear) {
  v1::CaseType proto = TypeWithVisits();
  *proto.add_statistics() = Parse<v1::StatisticsRule>(
      R"(category: "visits" on { entry { kind: "VISIT" } } unless { field: "alone" choice: "false" })");
  *proto.add_statistics() = Parse<v1::StatisticsRule>(R"(
    category: "seen" on { entry { kind: "VISIT" party_role: "SUBJECT" only_if { field: "alone" choice: "true" } } })");
  const CaseType type = Made(std::move(proto));
  const struct {
    std::string kind;
    std::string details;
    std::vector<std::string> told;  // beside the keys that it has without details
  } rows[] = {
      {"VISIT", "{}", {}},
      {"VISIT", R"({"marks": "none", "why": "healthy"})", {}},
      {"VISIT", R"({"marks": "seen", "why": "bruises"})", {"entry:VISIT?marks=seen"}},
      {"VISIT", R"({"marks": "none", "alone": false})", {"entry:VISIT?alone=false"}},
      {"VISIT", R"({"marks": "none", "alone": true})", {"entry:VISIT/SUBJECT?alone=true"}},
      {"NOTE", R"({"told": "family"})", {}},
      {"NOTE", R"({"told": "ministry"})", {"entry:NOTE?told=ministry"}},
      {"CONTACT", R"({"marks": "seen"})", {}},
  };
  for (const auto& row : rows) {
    const v1::Entry entry = EntryOf(row.kind, row.details);
    std::vector<std::string> keys = OfEntry(type, entry).keys;
    for (const std::string& plain : OfEntry(entry).keys) EXPECT_EQ(std::erase(keys, plain), 1U) << plain;
    EXPECT_EQ(keys, row.told) << row.kind << row.details;
  }
  EXPECT_THAT(OfEntry(type, EntryOf("VISIT", R"({"alone": true})"), v1::PARTY_ROLE_LAWYER).keys,
              UnorderedElementsAre("entry:VISIT", "entry:VISIT/LAWYER"))
      << "of the subject alone";
}

TEST(EntryValues, ADeadlineStartsAndIsMetByThemAlone) {
  const CaseType type = Made(TypeWithVisits());
  const google::protobuf::Struct details;
  const DeadlineFacts facts{.type = type, .host_state = "TR", .calendar = Istanbul(), .details = details};
  const auto started = [&](const std::string& visit) {
    std::vector<std::string> rules;
    for (const auto& deadline : StartDeadlines(facts, {OfEntry(type, EntryOf("VISIT", visit))})) {
      rules.push_back(deadline.rule);
    }
    return rules;
  };
  EXPECT_THAT(started(R"({"marks": "none"})"), IsEmpty());
  EXPECT_THAT(started(R"({"marks": "seen"})"), ElementsAre("told"));

  const auto deadlines = StartDeadlines(facts, {OfEntry(type, EntryOf("VISIT", R"({"marks": "seen"})"))});
  ASSERT_EQ(deadlines.size(), 1U);
  const auto met = [&](const std::string& note) {
    return MetAt(deadlines[0].met_by, deadlines[0].start, {OfEntry(type, EntryOf("NOTE", note))}).has_value();
  };
  EXPECT_FALSE(met("{}"));
  EXPECT_FALSE(met(R"({"told": "family"})"));
  EXPECT_TRUE(met(R"({"told": "ministry"})"));
}

TEST(EntryValues, AnEntryWithAnotherValueIsToldAsAMiss) {
  const CaseType type = Made(TypeWithVisits());
  const google::protobuf::Struct details;
  const DeadlineFacts facts{.type = type, .host_state = "TR", .calendar = Istanbul(), .details = details};
  const auto started = StartDeadlines(facts, {OfEntry(type, EntryOf("VISIT", R"({"marks": "seen"})"))});
  ASSERT_EQ(started.size(), 1U);
  DeadlineCourse course;
  course.started = started[0];
  const auto terms = TermsOf(*type.FindDeadline("told"), facts);
  ASSERT_TRUE(terms);
  const auto reasons = [&](const v1::Entry& entry) {
    std::vector<v1::DeadlineMiss> told;
    for (const auto& step : MeetingSteps(*terms, course, {ToldHappening{OfEntry(type, entry), "e"}})) {
      if (step.has_miss()) told.push_back(step.miss().reason());
    }
    return told;
  };
  EXPECT_THAT(reasons(EntryOf("NOTE", R"({"told": "family"})")), ElementsAre(v1::DEADLINE_MISS_OTHER_VALUE));
  EXPECT_THAT(reasons(EntryOf("CONTACT", "{}")), IsEmpty());
}

TEST(EntryValues, AreAskedForBeforeTheCaseIsRead) {
  const auto catalogue = Catalogue::Create({TypeWithVisits()});
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  const CaseType* type = catalogue->FindRef("sample.thing@1");
  ASSERT_NE(type, nullptr);
  EXPECT_TRUE(type->EntryStartsDeadline(EntryOf("VISIT", R"({"marks": "seen"})")));
  EXPECT_FALSE(type->EntryStartsDeadline(EntryOf("VISIT", R"({"marks": "none"})")));
  EXPECT_FALSE(catalogue->EntryMayStartDeadline(v1::ENTRY_KIND_VISIT, ""))
      << "without details it starts none";
  EXPECT_TRUE(catalogue->EntryMayNeedFields(v1::ENTRY_KIND_VISIT));
  EXPECT_FALSE(catalogue->EntryMayNeedFields(v1::ENTRY_KIND_NOTE));
  for (const char* none : {"", "sample.thing", "sample.thing@2", "sample.thing@x", "sample.other@1"}) {
    EXPECT_EQ(catalogue->FindRef(none), nullptr) << none;
  }
}

}  // namespace
}  // namespace arasha::rules
