// What could go wrong: the explanation says otherwise than the decision, or leaves out what decided.

#include "services/rules/access/access_explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;

const absl::Time kNoon = At("2026-11-24T12:00:00Z");

CaseFacts CaseOf(v1::Sensitivity sensitivity) {
  return {.mission = "IST",
          .uid = "1",
          .sensitivity = sensitivity,
          .compartment = sensitivity == v1::SENSITIVITY_COMPARTMENTED ? "trafficking" : "",
          .created_by = "staff/x",
          .assignee = "staff/y"};
}

CaseGrant GivenOn(const std::string& case_uid, absl::Time expires, bool break_glass) {
  return {.uid = "g", .mission = "IST", .case_uid = case_uid, .break_glass = break_glass, .expires = expires};
}

constexpr const char* kSources[] = {"unspecified", "role", "creator", "assignee", "given", "taken"};
constexpr const char* kVerdicts[] = {"unspecified", "opens",         "elsewhere",   "expired",
                                     "no cases",    "too sensitive", "not cleared", "no role"};

// "role officer IST: too sensitive, IST!"
std::vector<std::string> Steps(const AccessExplanation& explanation) {
  std::vector<std::string> lines;
  for (const AccessStep& step : explanation.steps) {
    const std::string role =
        step.role.role.empty() ? "" : absl::StrCat(" ", step.role.role, " ", step.role.mission);
    lines.push_back(
        absl::StrCat(kSources[step.source], role, ": ", kVerdicts[step.verdict], ", ", step.label));
  }
  return lines;
}

TEST(Explain, EachRole) {
  const Actor actor = {.name = "staff/a",
                       .display_name = {},
                       .grants = {{"officer", "IST"},
                                  {"head", "IST", kNoon},
                                  {"head", "WAW"},
                                  {"supervisor", "-"},
                                  {"auditor", "-"},
                                  {"partner", "IST"}}};
  EXPECT_THAT(Steps(Explain(actor, CaseOf(v1::SENSITIVITY_ORDINARY), kNoon)),
              ElementsAre("role officer IST: opens, IST", "role head IST: expired, IST",
                          "role head WAW: elsewhere, WAW", "role supervisor -: opens, *",
                          "role auditor -: no cases, *", "role partner IST: no cases, IST"));
  EXPECT_THAT(Steps(Explain(actor, CaseOf(v1::SENSITIVITY_SENSITIVE), kNoon)),
              ElementsAre("role officer IST: too sensitive, IST!", "role head IST: expired, IST!",
                          "role head WAW: elsewhere, WAW!", "role supervisor -: opens, *!",
                          "role auditor -: no cases, *!", "role partner IST: no cases, IST!"));
  EXPECT_THAT(
      Steps(Explain(actor, CaseOf(v1::SENSITIVITY_COMPARTMENTED), kNoon)),
      ElementsAre("role officer IST: not cleared, IST#trafficking", "role head IST: expired, IST#trafficking",
                  "role head WAW: elsewhere, WAW#trafficking",
                  "role supervisor -: not cleared, *#trafficking", "role auditor -: no cases, *#trafficking",
                  "role partner IST: no cases, IST#trafficking"));
}

TEST(Explain, PersonsAndGrants) {
  Actor actor = {.name = "staff/x",
                 .display_name = {},
                 .grants = {{"officer", "IST"}},
                 .clearances = {},
                 .case_grants = {GivenOn("1", kNoon + absl::Hours(1), false), GivenOn("1", kNoon, true),
                                 GivenOn("2", kNoon + absl::Hours(1), false)}};
  EXPECT_THAT(Steps(Explain(actor, CaseOf(v1::SENSITIVITY_SENSITIVE), kNoon)),
              ElementsAre("role officer IST: too sensitive, IST!", "creator: opens, staff/x",
                          "given: opens, case:1", "taken: expired, case:1"));
  EXPECT_THAT(Steps(Explain(actor, CaseOf(v1::SENSITIVITY_ORDINARY), kNoon)),
              ElementsAre("role officer IST: opens, IST", "given: opens, case:1", "taken: expired, case:1"));
  actor.name = "staff/y";
  actor.grants = {{"admin", "-"}};
  EXPECT_THAT(Steps(Explain(actor, CaseOf(v1::SENSITIVITY_SENSITIVE), kNoon)),
              ElementsAre("role admin -: no cases, *!", "assignee: no role, staff/y",
                          "given: no role, case:1", "taken: expired, case:1"));
}

// Over everything that decides, in all combinations: what is explained is what is decided.
TEST(Explain, AgreesWithTheDecision) {
  int seen = 0;
  int unseen = 0;
  for (const char* role : {"officer", "head", "supervisor", "auditor", "admin", "partner", "root"}) {
    for (const char* second : {"", "officer", "supervisor", "partner"}) {
      for (const char* mission : {"IST", "WAW", "-"}) {
        for (const absl::Time expires : {kNoon, kNoon + absl::Hours(1)}) {
          for (const char* name : {"staff/a", "staff/x", "staff/y"}) {
            for (const char* clearance : {"", "trafficking", "minors"}) {
              for (const int grant : {0, 1, 2, 3}) {
                for (const auto sensitivity : {v1::SENSITIVITY_ORDINARY, v1::SENSITIVITY_SENSITIVE,
                                               v1::SENSITIVITY_COMPARTMENTED, v1::SENSITIVITY_UNSPECIFIED}) {
                  Actor actor = {.name = name, .display_name = {}, .grants = {{role, mission, expires}}};
                  if (*second != '\0') actor.grants.push_back({second, "WAW"});
                  if (*clearance != '\0') actor.clearances = {clearance};
                  if (grant == 1) actor.case_grants = {GivenOn("1", kNoon + absl::Hours(1), false)};
                  if (grant == 2) actor.case_grants = {GivenOn("1", kNoon + absl::Hours(1), true)};
                  if (grant == 3) actor.case_grants = {GivenOn("2", kNoon + absl::Hours(1), false)};
                  const CaseFacts facts = CaseOf(sensitivity);
                  const AccessExplanation explanation = Explain(actor, facts, kNoon);
                  const bool reads = MayOn(actor, Action::kReadCase, facts, kNoon);
                  ASSERT_EQ(explanation.sees, reads)
                      << role << " " << second << " " << mission << " " << name << " " << clearance << " "
                      << grant << " " << sensitivity << "\n"
                      << testing::PrintToString(Steps(explanation));
                  ASSERT_EQ(explanation.actions.empty(), !reads);
                  // Nothing is allowed that labels, which is what queries ask, would not show.
                  ASSERT_TRUE(!reads || Sees(LabelsOf(actor, kNoon).labels, LabelsOf(facts)));
                  ++(reads ? seen : unseen);
                }
              }
            }
          }
        }
      }
    }
  }
  EXPECT_GT(seen, 1000);
  EXPECT_GT(unseen, 1000);
}

}  // namespace
}  // namespace arasha::rules
