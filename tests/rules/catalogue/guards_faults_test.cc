// What could go wrong: a guard that nobody can satisfy, or a raise that lowers, is applied as an immutable
// version, and every case of it is stuck or open to everybody.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/rules/catalogue/case_type.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::HasSubstr;

// With this guard of `finish`.
v1::CaseType WithGuard(const std::string& guard) {
  v1::CaseType type = GoodType();
  *type.mutable_transitions(1)->add_guards() =
      Parse<v1::Guard>(R"(label { kk: "к" ru: "р" en: "e" } )" + guard);
  return type;
}

v1::CaseType WithRaise(const std::string& raise) {
  v1::CaseType type = GoodType();
  *type.add_raises() = Parse<v1::RaiseRule>(R"(id: "minor" label { kk: "к" ru: "р" en: "e" } )" + raise);
  return type;
}

v1::CaseType Finish(const std::function<void(v1::TransitionRule&)>& change) {
  v1::CaseType type = GoodType();
  change(*type.mutable_transitions(1));
  return type;
}

std::string Faults(v1::CaseType type) {
  const auto made = CaseType::Create(std::move(type));
  return made.ok() ? "" : std::string(made.status().message());
}

TEST(GuardFaults, AreToldExactly) {
  const struct {
    std::string guard;
    std::string said;
  } rows[] = {
      {"",
       "transitions finish guards: one of party_role, entry, transition, no_open_deadline, field is needed"},
      {R"(party_role: "UNCLE")", "transitions finish guards: there is no role of a party UNCLE"},
      {R"(party_role: "UNSPECIFIED")", "there is no role of a party UNSPECIFIED"},
      {R"(entry { kind: "SONG" })", "transitions finish guards: there is no kind of entry SONG"},
      {R"(entry { kind: "CONTACT" party_role: "UNCLE" })", "there is no role of a party UNCLE"},
      {R"(entry { kind: "UPDATE" })", "nobody can satisfy it: UPDATE is written by the server"},
      {R"(transition: "vanish")", "transitions finish guards: there is no transition vanish"},
      {R"(transition: "finish")", "nobody can satisfy it: it asks for the transition itself"},
      {R"(transition: "reopen")",
       "transitions finish: can never be made: its guards, or those on the way to it, ask for what comes "
       "after it"},
      {R"(no_open_deadline { deadlines: "lunch" })", "transitions finish guards: there is no deadline lunch"},
      {R"(no_open_deadline { deadlines: "answer" })", "it says nothing: the transition itself meets answer"},
      {R"(field { field: "shape" values: "round" })", "there is no CHOICE, CHOICES or BOOL field shape"},
      {R"(field { field: "colour" values: "green" })", "colour is never green"},
      {R"(field { field: "colour" over: "1" })", "there is no INTEGER, MONEY or DURATION field colour"},
      {R"(field { field: "sum" over: "1000" })",
       "sum over 1000: must be an amount and a currency, as 1000.00 USD"},
      {R"(field { field: "count" over: "many" })", "count over many: must be a whole number"},
      {R"(field { field: "count" over: "1" values: "2" })", "values or over, not both"},
      {R"(field { field: "colour" values: "red" } when { field: "colour" values: "blue" })",
       "nobody can satisfy it: colour is something else when it is asked"},
      {R"(party_role: "LAWYER" when { field: "shape" values: "round" })",
       "transitions finish guards when: there is no CHOICE, CHOICES or BOOL field shape"},
  };
  for (const auto& row : rows) EXPECT_THAT(Faults(WithGuard(row.guard)), HasSubstr(row.said)) << row.guard;
  v1::CaseType unnamed = WithGuard(R"(party_role: "LAWYER")");
  unnamed.mutable_transitions(1)->mutable_guards(0)->clear_label();
  EXPECT_THAT(Faults(unnamed), HasSubstr("transitions finish guards label: must be given in kk, ru and en"));
  for (const char* asked : {R"(no_open_deadline { deadlines: "visit" })", "no_open_deadline {}"}) {
    v1::CaseType repeats = WithGuard(asked);
    *repeats.mutable_deadlines(1)->mutable_repeats() =
        Parse<v1::Recurrence>("phases { every { days: 7 } } runs: 2");
    EXPECT_THAT(Faults(repeats), HasSubstr("visit repeats, and a run of it is always open")) << asked;
  }
}

TEST(GuardFaults, AreNoneWhereSomebodyCanSatisfyThem) {
  for (const char* guard :
       {R"(party_role: "LAWYER")", R"(entry { kind: "NOTE_VERBALE" direction: "SENT" })",
        R"(transition: "begin")", R"(no_open_deadline { deadlines: "visit" })", "no_open_deadline {}",
        R"(field { field: "sum" over: "1000.00 USD" } when { field: "urgent" values: "true" })"}) {
    EXPECT_EQ(Faults(WithGuard(guard)), "") << guard;
  }
}

TEST(TwoPersonFaults, AreToldExactly) {
  const auto condition = Parse<v1::Condition>(R"(field: "sum" over: "1000.00 USD")");
  EXPECT_THAT(Faults(Finish([&](auto& t) {
                t.set_four_eyes(true);
                *t.add_four_eyes_when() = condition;
              })),
              HasSubstr("transitions finish: four_eyes or four_eyes_when, not both"));
  EXPECT_THAT(Faults(Finish([](auto& t) { t.add_approver_roles("head"); })),
              HasSubstr("approver_roles and headquarters_when are only for what takes two persons"));
  EXPECT_THAT(Faults(Finish([&](auto& t) { *t.add_headquarters_when() = condition; })),
              HasSubstr("approver_roles and headquarters_when are only for what takes two persons"));
  EXPECT_THAT(Faults(Finish([](auto& t) {
                t.set_four_eyes(true);
                t.add_approver_roles("boss");
              })),
              HasSubstr("transitions finish: there is no role boss"));
  EXPECT_THAT(Faults(Finish([](auto& t) {
                t.set_four_eyes(true);
                t.add_approver_roles("auditor");
              })),
              HasSubstr("nobody can approve it: auditor moves no cases"));
  EXPECT_EQ(Faults(Finish([&](auto& t) {
              *t.add_four_eyes_when() = condition;
              t.add_approver_roles("head");
              *t.add_headquarters_when() = condition;
            })),
            "");
}

TEST(RaiseFaults, AreToldExactly) {
  const struct {
    std::string raise;
    std::string said;
  } rows[] = {
      {R"(priority: "HIGH")", "raises minor: when, subject_under, subject_from or on is needed"},
      {R"(on { kind: "VISITATION" } priority: "HIGH")",
       "raises minor on: there is no kind of entry VISITATION"},
      {"subject_under: 18", "it raises nothing: sensitivity, priority or headquarters is needed"},
      {R"(subject_under: -1 priority: "HIGH")", "an age must not be negative"},
      {R"(subject_under: 18 subject_from: 18 priority: "HIGH")", "nobody is so old and so young at once"},
      {R"(subject_under: 18 priority: "NORMAL")", "NORMAL would lower it: it raises to HIGH or URGENT"},
      {R"(subject_under: 18 priority: "LOW")", "LOW would lower it"},
      {R"(subject_under: 18 priority: "TOP")", "priority can only be HIGH or URGENT"},
      {R"(subject_under: 18 sensitivity: "ORDINARY")", "ORDINARY would lower it: it raises to SENSITIVE"},
      {R"(subject_under: 18 sensitivity: "COMPARTMENTED")", "sensitivity can only be SENSITIVE"},
      {R"(when { field: "shape" values: "round" } priority: "HIGH")",
       "raises minor when: there is no CHOICE, CHOICES or BOOL field shape"},
  };
  for (const auto& row : rows) EXPECT_THAT(Faults(WithRaise(row.raise)), HasSubstr(row.said)) << row.raise;
  v1::CaseType twice = WithRaise(R"(subject_under: 18 priority: "HIGH")");
  *twice.add_raises() = twice.raises(0);
  EXPECT_THAT(Faults(twice), HasSubstr("raises minor: is given twice"));
  EXPECT_EQ(Faults(WithRaise(R"(subject_under: 18 sensitivity: "SENSITIVE" priority: "URGENT")")), "");
}

}  // namespace
}  // namespace arasha::rules
