// What could go wrong: a visit is kept with a field that no such visit has, or without what is required; a
// trigger waits for a value that no entry can have, and its deadline never runs; a part's fields are lost
// beside another's.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/rules/casework/entries.h"
#include "services/rules/catalogue/difference.h"
#include "services/rules/catalogue/source/compile_case_type.h"
#include "services/rules/catalogue/source/oversights.h"
#include "tests/rules/entry_samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Faults(const std::function<void(v1::CaseType&)>& change) {
  v1::CaseType type = TypeWithVisits();
  change(type);
  const auto made = CaseType::Create(std::move(type));
  return made.ok() ? "" : std::string(made.status().message());
}

v1::FieldRule* FieldOf(v1::CaseType& type, int index) {
  return type.mutable_entry_fields(0)->mutable_fields(index);
}

v1::FieldValue* WaitedFor(v1::CaseType& type) {
  return type.mutable_deadlines(3)->mutable_starts_on(0)->mutable_entry()->mutable_only_if();
}

v1::StatisticsRule* Counted(v1::CaseType& type, const std::string& rule) {
  v1::StatisticsRule* added = type.add_statistics();
  *added = Parse<v1::StatisticsRule>(R"(category: "visits" )" + rule);
  return added;
}

TEST(EntryFields, EachFaultIsToldExactly) {
  const struct {
    std::string said;
    std::function<void(v1::CaseType&)> change;
  } rows[] = {
      {"", [](auto&) {}},
      {"entry_fields SONG: kind is one that people write: NOTE, CONTACT_ATTEMPT, CONTACT, VISIT, "
       "NOTE_VERBALE or "
       "DECISION",
       [](auto& t) {
         *t.add_entry_fields() = t.entry_fields(1), t.mutable_entry_fields(2)->set_kind("SONG");
       }},
      {"entry_fields CHECK: kind is one that people write",
       [](auto& t) {
         *t.add_entry_fields() = t.entry_fields(1), t.mutable_entry_fields(2)->set_kind("CHECK");
       }},
      {"entry_fields TRANSITION: kind is one that people write",
       [](auto& t) {
         *t.add_entry_fields() = t.entry_fields(1), t.mutable_entry_fields(2)->set_kind("TRANSITION");
       }},
      {"entry_fields VISIT: is given twice", [](auto& t) { *t.add_entry_fields() = t.entry_fields(0); }},
      {"entry_fields DECISION: at least one field is needed",
       [](auto& t) { t.add_entry_fields()->set_kind("DECISION"); }},
      {"entry_fields VISIT alone: is given twice", [](auto& t) { FieldOf(t, 0)->set_id("alone"); }},
      {"entry_fields VISIT Alone: an id is lower case", [](auto& t) { FieldOf(t, 1)->set_id("Alone"); }},
      {"entry_fields VISIT alone label: must be given in kk, ru and en",
       [](auto& t) { FieldOf(t, 1)->clear_label(); }},
      {"entry_fields VISIT alone: a kind is needed", [](auto& t) { FieldOf(t, 1)->clear_kind(); }},
      {"entry_fields VISIT why required_when: there is no CHOICE, CHOICES or BOOL field colour",
       [](auto& t) { FieldOf(t, 3)->mutable_required_when(0)->set_field("colour"); }},
      {"entry_fields VISIT alone: required_for, not_before, reaches_back, known_at_receipt and "
       "subjects_birth are for "
       "fields of cases",
       [](auto& t) { FieldOf(t, 1)->add_required_for("finish"); }},
      {"entry_fields VISIT next: required_for, not_before",
       [](auto& t) { FieldOf(t, 2)->mutable_reaches_back()->set_years(3); }},
      {"deadlines told starts_on: entries of the kind VISIT have no CHOICE, CHOICES or BOOL field colour",
       [](auto& t) { WaitedFor(t)->set_field("colour"); }},
      {"deadlines told starts_on: entries of the kind VISIT have no CHOICE, CHOICES or BOOL field next",
       [](auto& t) { WaitedFor(t)->set_field("next"); }},
      {"deadlines told starts_on: marks has no choice blue",
       [](auto& t) { WaitedFor(t)->set_choice("blue"); }},
      {"deadlines told starts_on: alone is true or false",
       [](auto& t) { WaitedFor(t)->set_field("alone"), WaitedFor(t)->set_choice("yes"); }},
      {"transitions finish guards: marks has no choice blue",
       [](auto& t) {
         *t.mutable_transitions(1)->add_guards() = Parse<v1::Guard>(R"(
           label { kk: "к" ru: "р" en: "e" }
           entry { kind: "VISIT" only_if { field: "marks" choice: "blue" } })");
       }},
      {"statistics visits: unless is only for entries, and not beside only_if",
       [](auto& t) { Counted(t, R"(on { opened: true } unless { field: "marks" choice: "seen" })"); }},
      {"statistics visits: unless is only for entries, and not beside only_if",
       [](auto& t) {
         Counted(t, R"(on { entry { kind: "VISIT" only_if { field: "marks" choice: "none" } } }
                       unless { field: "marks" choice: "seen" })");
       }},
      {"statistics visits: marks has no choice blue",
       [](auto& t) {
         Counted(t, R"(on { entry { kind: "VISIT" } } unless { field: "marks" choice: "blue" })");
       }},
  };
  for (const auto& row : rows) {
    const std::string faults = Faults(row.change);
    if (row.said.empty()) {
      EXPECT_EQ(faults, "");
    } else {
      EXPECT_THAT(faults, HasSubstr("sample.thing: " + row.said));
    }
  }
}

TEST(CheckEntryDetails, JudgesThemByTheTypeAndTheKind) {
  const CaseType type = Made(TypeWithVisits());
  const struct {
    std::string kind;
    std::string details;
    std::vector<std::string> said;
  } rows[] = {
      {"VISIT", R"({"marks": "none", "alone": true})", {}},
      {"VISIT", R"({"marks": "seen", "why": "bruises", "next": "2026-12-24"})", {}},
      {"VISIT", "{}", {"entry.details.marks: is required"}},
      {"VISIT", R"({"marks": "seen"})", {"entry.details.why: is required"}},
      {"VISIT", R"({"marks": "blue"})", {"entry.details.marks: must be one of: none, seen"}},
      {"VISIT", R"({"marks": "none", "alone": "yes"})", {"entry.details.alone: must be true or false"}},
      {"VISIT", R"({"marks": "none", "colour": "red"})", {"entry.details.colour"}},
      {"VISIT", R"({"marks": "none", "since": "2026-11-26"})", {"entry.details.since"}},
      {"NOTE", "{}", {}},
      {"NOTE", R"({"told": "ministry"})", {}},
      {"NOTE", R"({"marks": "none"})", {"entry.details.marks"}},
      {"CONTACT", "{}", {}},
      {"CONTACT", R"({"marks": "none"})", {"entry.details.marks"}},
  };
  for (const auto& row : rows) {
    const auto violations =
        CheckEntryDetails(type, EntryOf(row.kind, row.details), At("2026-11-24T10:00:00Z"), "entry");
    std::vector<std::string> lines = Lines(violations);
    ASSERT_EQ(lines.size(), row.said.size()) << row.kind << row.details;
    for (size_t i = 0; i < lines.size(); ++i) EXPECT_THAT(lines[i], HasSubstr(row.said[i])) << row.details;
  }
  EXPECT_TRUE(type.EntryNeedsFields(v1::ENTRY_KIND_VISIT));
  EXPECT_FALSE(type.EntryNeedsFields(v1::ENTRY_KIND_NOTE)) << "none of its fields is required";
}

TEST(EntryFields, AreGatheredFromPartsByKind) {
  const auto compiled = CompileCaseTypes(
      {{"parts/place.textproto", R"(own { entry_fields { kind: "VISIT" fields { id: "place" } } })"},
       {"parts/told.textproto", R"(own { entry_fields { kind: "NOTE" fields { id: "told" } } })"},
       {"a/b.textproto", R"(begin_with: ["place", "told"]
                            own { id: "a.b" entry_fields { kind: "VISIT" fields { id: "marks" } } })"}});
  ASSERT_TRUE(compiled.ok()) << compiled.status();
  const v1::CaseType& type = compiled->front().type;
  ASSERT_EQ(type.entry_fields_size(), 2);
  EXPECT_EQ(type.entry_fields(0).kind(), "VISIT");
  ASSERT_EQ(type.entry_fields(0).fields_size(), 2);
  EXPECT_EQ(type.entry_fields(0).fields(0).id(), "place");
  EXPECT_EQ(type.entry_fields(0).fields(1).id(), "marks");
  EXPECT_EQ(type.entry_fields(1).kind(), "NOTE");
  EXPECT_THAT(PrintWithOrigins(compiled->front()),
              HasSubstr("# parts/place.textproto:1, fields added at a/b.textproto:2"));
}

TEST(EntryFields, WhatBecameOfThemIsToldByKind) {
  v1::CaseType after = TypeWithVisits();
  FieldOf(after, 1)->mutable_label()->set_en("Alone");
  after.mutable_entry_fields()->RemoveLast();
  EXPECT_THAT(Difference(TypeWithVisits(), after),
              ElementsAre(HasSubstr("- entry_fields NOTE: kind: \"NOTE\""),
                          "~ entry_fields VISIT fields alone label en: e → Alone"));
}

TEST(EntryFields, AConditionThatNeverHoldsIsAnOversight) {
  v1::CaseType type = TypeWithVisits();
  *FieldOf(type, 3)->add_required_when() = Parse<v1::Condition>(R"(field: "marks" values: "none")");
  CompiledCaseType compiled;
  compiled.type = type;
  EXPECT_THAT(
      FindOversights({compiled}),
      ::testing::Contains(HasSubstr("entry_fields VISIT: its conditions never hold: marks has one value")));
}

}  // namespace
}  // namespace arasha::rules
