// What could go wrong: an event made from a state, by a role, without a reason or without the facts that the
// type asks for; or a refusal that does not say what would have been allowed.

#include "services/rules/flow/transitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Verdict = TransitionRuling::Verdict;

struct TransitionRow {
  std::string state;
  std::string event;
  std::vector<std::string> roles;
  bool has_text;
  std::string details;
  Verdict verdict;
};

constexpr char kAll[] = R"({"colour": "red", "sum": "1 KZT"})";

// Where several things are amiss, the first that the caller can do nothing about is told.
TEST(RuleTransition, Verdicts) {
  const TransitionRow cases[] = {
      {"new", "begin", {"officer"}, false, "{}", Verdict::kAllowed},
      {"new", "begin", {"head"}, true, "{}", Verdict::kAllowed},
      {"new", "begin", {"auditor", "officer"}, false, "{}", Verdict::kAllowed},
      {"new", "begin", {"auditor"}, false, "{}", Verdict::kRoleMissing},
      {"new", "begin", {}, false, "{}", Verdict::kRoleMissing},
      {"new", "begin", {""}, false, "{}", Verdict::kRoleMissing},
      {"open", "begin", {"officer"}, false, "{}", Verdict::kWrongState},
      {"done", "begin", {"officer"}, false, "{}", Verdict::kWrongState},
      {"limbo", "begin", {"officer"}, false, "{}", Verdict::kWrongState},
      {"new", "vanish", {"head"}, true, kAll, Verdict::kUnknownEvent},
      {"new", "", {"head"}, true, kAll, Verdict::kUnknownEvent},
      {"new", "finish", {"head"}, true, kAll, Verdict::kAllowed},
      {"open", "finish", {"head"}, true, kAll, Verdict::kAllowed},
      {"open", "finish", {"officer"}, true, kAll, Verdict::kRoleMissing},
      {"open", "finish", {"head"}, false, kAll, Verdict::kTextMissing},
      {"open", "finish", {"head"}, true, "{}", Verdict::kFieldsMissing},
      {"open", "finish", {"head"}, true, R"({"colour": "red"})", Verdict::kFieldsMissing},
      {"done", "finish", {"officer"}, false, "{}", Verdict::kWrongState},
      {"open", "finish", {"officer"}, false, "{}", Verdict::kRoleMissing},
      {"open", "finish", {"head"}, false, "{}", Verdict::kFieldsMissing},
      {"done", "reopen", {"head"}, false, "{}", Verdict::kAllowed},
  };
  const CaseType type = Made(GoodType());
  for (const TransitionRow& row : cases) {
    EXPECT_EQ(RuleTransition(type, row.state, row.event, row.roles, row.has_text, Json(row.details)).verdict,
              row.verdict)
        << row.state << " " << row.event << " " << testing::PrintToString(row.roles) << " " << row.has_text
        << " " << row.details;
  }
}

// Whoever works the case may propose; what the change asks for is asked of the proposal.
TEST(RuleTransition, FourEyes) {
  v1::CaseType proto = GoodType();
  proto.mutable_transitions(1)->set_four_eyes(true);  // finish, by heads
  const CaseType type = Made(std::move(proto));
  const TransitionRow cases[] = {
      {"open", "finish", {"head"}, true, kAll, Verdict::kSecondPersonNeeded},
      {"open", "finish", {"officer"}, true, kAll, Verdict::kSecondPersonNeeded},
      {"open", "finish", {"officer"}, false, kAll, Verdict::kTextMissing},
      {"open", "finish", {"officer"}, true, "{}", Verdict::kFieldsMissing},
      {"done", "finish", {"officer"}, true, kAll, Verdict::kWrongState},
      {"new", "begin", {"officer"}, true, kAll, Verdict::kAllowed},
  };
  for (const TransitionRow& row : cases) {
    EXPECT_EQ(RuleTransition(type, row.state, row.event, row.roles, row.has_text, Json(row.details)).verdict,
              row.verdict)
        << row.state << " " << row.event << " " << testing::PrintToString(row.roles);
  }
}

TEST(RuleTransition, SaysWhereItLeadsAndWhatWasMissing) {
  const CaseType type = Made(GoodType());
  EXPECT_TRUE(RuleTransition(type, "open", "finish", {"head"}, false, Json("{}")).text_missing);
  EXPECT_FALSE(RuleTransition(type, "open", "finish", {"head"}, true, Json("{}")).text_missing);
  const auto allowed = RuleTransition(type, "new", "begin", {"officer"}, false, Json("{}"));
  EXPECT_EQ(allowed.to_state, "open");
  EXPECT_THAT(allowed.missing_fields, IsEmpty());

  const auto wrong_state = RuleTransition(type, "open", "begin", {"officer"}, false, Json("{}"));
  EXPECT_THAT(wrong_state.allowed_events, ElementsAre("finish")) << "others may, if not the caller";

  const auto unknown = RuleTransition(type, "new", "vanish", {"officer"}, false, Json("{}"));
  EXPECT_THAT(unknown.allowed_events, ElementsAre("begin")) << "what heads alone may do is no choice";
  EXPECT_EQ(unknown.to_state, "");
  EXPECT_THAT(RuleTransition(type, "new", "vanish", {"head"}, false, Json("{}")).allowed_events,
              ElementsAre("begin", "finish"));
  v1::CaseType by_two = GoodType();
  by_two.mutable_transitions(1)->set_four_eyes(true);
  EXPECT_THAT(
      RuleTransition(Made(std::move(by_two)), "new", "vanish", {"officer"}, false, Json("{}")).allowed_events,
      ElementsAre("begin", "finish"))
      << "finish may be proposed";

  const auto role = RuleTransition(type, "new", "begin", {"auditor"}, false, Json("{}"));
  EXPECT_THAT(role.allowed_roles, ElementsAre("officer", "head"));

  const auto fields = RuleTransition(type, "open", "finish", {"head"}, true, Json("{}"));
  EXPECT_THAT(fields.missing_fields, ElementsAre("colour", "sum"));
}

TEST(RuleTransition, AsksForAFieldWhileItsConditionHolds) {
  v1::CaseType proto = GoodType();
  *proto.mutable_fields(7)->add_required_when() =  // sum
      Parse<v1::Condition>(R"(field: "colour" values: "red")");
  const CaseType type = Made(std::move(proto));
  const auto missing = [&](const char* details) {
    return RuleTransition(type, "open", "finish", {"head"}, true, Json(details)).missing_fields;
  };
  EXPECT_THAT(missing(R"({"colour": "blue"})"), IsEmpty());
  EXPECT_THAT(missing(R"({"colour": "red"})"), ElementsAre("sum"));
  EXPECT_THAT(missing("{}"), ElementsAre("colour"));
}

}  // namespace
}  // namespace arasha::rules
