// What could go wrong: an event made without what it asks for, or refused though all is there; a refusal that
// does not say what is missing, where, and in whose language.

#include "services/rules/flow/guards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "proto/conditions.h"
#include "services/rules/flow/approvals.h"
#include "services/rules/flow/transitions.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The sample type whose `finish` asks for this.
v1::CaseType Guarded(const std::string& guard) {
  v1::CaseType proto = GoodType();
  *proto.mutable_transitions(1)->add_guards() =
      Parse<v1::Guard>(R"(label { kk: "бар" ru: "есть" en: "it is there" } )" + guard);
  return proto;
}

google::protobuf::RepeatedPtrField<v1::Party> Parties(const std::vector<v1::PartyRole>& roles) {
  google::protobuf::RepeatedPtrField<v1::Party> parties;
  for (const v1::PartyRole role : roles) parties.Add()->set_role(role);
  return parties;
}

Happening Told(v1::EntryKind kind, v1::PartyRole about = v1::PARTY_ROLE_SUBJECT, bool in_person = false) {
  v1::Entry entry;
  entry.set_kind(kind);
  entry.set_in_person(in_person);
  return OfEntry(entry, about);
}

DeadlineCourse Course(const std::string& rule, std::vector<std::string> met_by = {}) {
  DeadlineCourse course;
  course.started = {.rule = rule,
                    .source = "a law",
                    .start = At("2026-11-20T09:00:00Z"),
                    .due = At("2026-11-21T09:00:00Z"),
                    .met_by = std::move(met_by)};
  return course;
}

struct GuardRow {
  std::string guard;
  std::string details;
  std::vector<v1::PartyRole> parties;
  std::vector<Happening> timeline;
  std::vector<DeadlineCourse> courses;
  std::vector<std::string> lacking;
};

TEST(UnsatisfiedGuards, AreThoseOfWhatIsNotSo) {
  DeadlineCourse met = Course("visit");
  met.met = At("2026-11-24T09:00:00Z");
  DeadlineCourse stopped = Course("visit");
  stopped.stopped = At("2026-11-22T09:00:00Z");
  DeadlineCourse unstarted = Course("visit");
  unstarted.started.start = absl::InfiniteFuture();
  const std::string kin = R"(party_role: "NEXT_OF_KIN")";
  const std::string contact = R"(entry { kind: "CONTACT" party_role: "SUBJECT" })";
  const std::string red = R"(field { field: "colour" values: "red" })";
  const std::string dear = R"(field { field: "sum" over: "1000.00 USD" })";
  const std::string visit = R"(no_open_deadline { deadlines: "visit" })";
  const GuardRow rows[] = {
      {kin, "{}", {}, {}, {}, {"case.parties"}},
      {kin, "{}", {v1::PARTY_ROLE_SUBJECT}, {}, {}, {"case.parties"}},
      {kin, "{}", {v1::PARTY_ROLE_SUBJECT, v1::PARTY_ROLE_NEXT_OF_KIN}, {}, {}, {}},
      {contact, "{}", {}, {}, {}, {"case.timeline"}},
      {contact, "{}", {}, {Told(v1::ENTRY_KIND_VISIT)}, {}, {"case.timeline"}},
      {contact, "{}", {}, {Told(v1::ENTRY_KIND_CONTACT, v1::PARTY_ROLE_LAWYER)}, {}, {"case.timeline"}},
      {contact, "{}", {}, {Told(v1::ENTRY_KIND_CONTACT)}, {}, {}},
      {R"(transition: "begin")", "{}", {}, {}, {}, {"case.timeline"}},
      {R"(transition: "begin")", "{}", {}, {OfTransition("begin", At("2026-11-20T09:00:00Z"))}, {}, {}},
      {red, "{}", {}, {}, {}, {"case.details.colour"}},
      {red, R"({"colour": "blue"})", {}, {}, {}, {"case.details.colour"}},
      {red, R"({"colour": "red"})", {}, {}, {}, {}},
      {dear, R"({"sum": "1000.00 USD"})", {}, {}, {}, {"case.details.sum"}},
      {dear, R"({"sum": "1000.01 USD"})", {}, {}, {}, {}},
      {visit, "{}", {}, {}, {}, {}},
      {visit, "{}", {}, {}, {Course("visit")}, {"case.deadlines.visit"}},
      {visit, "{}", {}, {}, {Course("answer")}, {}},
      {visit, "{}", {}, {}, {met, stopped, unstarted}, {}},
      {"no_open_deadline {}",
       "{}",
       {},
       {},
       {Course("visit"), Course("reply")},
       {"case.deadlines.reply", "case.deadlines.visit"}},
      {"no_open_deadline {}", "{}", {}, {}, {Course("answer", {"transition:finish"})}, {}},
      {kin + R"( when { field: "colour" values: "red" })", "{}", {}, {}, {}, {}},
      {kin + R"( when { field: "colour" values: "red" })",
       R"({"colour": "red"})",
       {},
       {},
       {},
       {"case.parties"}},
  };
  for (const GuardRow& row : rows) {
    const CaseType type = Made(Guarded(row.guard));
    const auto details = Json(row.details);
    const auto parties = Parties(row.parties);
    const GuardFacts facts{type, details, parties, row.courses, row.timeline};
    EXPECT_EQ(Fields(UnsatisfiedGuards(facts, "finish")), row.lacking) << row.guard << " " << row.details;
    EXPECT_THAT(UnsatisfiedGuards(facts, "begin"), IsEmpty()) << "another event asks for nothing";
  }
}

TEST(UnsatisfiedGuards, LeaveOutWhatTheHostStateOwes) {
  v1::CaseType proto = Guarded("no_open_deadline {}");
  proto.mutable_deadlines(2)->set_owed_by_host_state(true);
  const CaseType type = Made(std::move(proto));
  const auto details = Json("{}");
  const std::vector<DeadlineCourse> courses = {Course("reply"), Course("visit")};
  EXPECT_THAT(Fields(UnsatisfiedGuards({type, details, {}, courses, {}}, "finish")),
              ElementsAre("case.deadlines.visit"));
}

TEST(UnsatisfiedGuards, SayWhatIsMissing) {
  const CaseType type = Made(Guarded(R"(party_role: "NEXT_OF_KIN")"));
  const auto details = Json("{}");
  const Violations lacking = UnsatisfiedGuards({type, details, {}, {}, {}}, "finish");
  EXPECT_THAT(Lines(lacking),
              ElementsAre("case.parties: it is there: a party in the role NEXT_OF_KIN is needed"));
  ASSERT_EQ(lacking.size(), 1U);
  EXPECT_EQ(lacking[0].parameters.at("label.ru"), "есть");
  EXPECT_EQ(lacking[0].parameters.at("label.kk"), "бар");
}

TEST(GuardsAskTimeline, WhereTheyAskWhatHappened) {
  EXPECT_FALSE(Made(GoodType()).GuardsAskTimeline());
  EXPECT_FALSE(Made(Guarded(R"(party_role: "LAWYER")")).GuardsAskTimeline());
  EXPECT_TRUE(Made(Guarded(R"(transition: "begin")")).GuardsAskTimeline());
  EXPECT_TRUE(Made(Guarded(R"(entry { kind: "NOTE" })")).GuardsAskTimeline());
}

TEST(IsOver, ComparesAmountsOfOneCurrency) {
  const struct {
    std::string value;
    std::string limit;
    bool over;
  } rows[] = {
      {R"("1000.00 USD")", "1000.00 USD", false},
      {R"("1000.01 USD")", "1000.00 USD", true},
      {R"("999 USD")", "1000.00 USD", false},
      {R"("90 USD")", "100 USD", false},
      {R"("1 KZT")", "1000.00 USD", true},
      {R"("0 KZT")", "1000.00 USD", false},
      {R"("x")", "1000.00 USD", false},
      {"1", "0", true},
      {"0", "0", false},
      {"3", "10", false},
  };
  for (const auto& row : rows) {
    const auto details = Json(R"({"f": )" + row.value + "}");
    EXPECT_EQ(IsOver(details.fields().at("f"), row.limit), row.over) << row.value << " " << row.limit;
  }
}

// By the amount it is decided by one person or by two, and here or at headquarters.
TEST(TakesTwo, ByAmount) {
  v1::CaseType proto = GoodType();
  *proto.mutable_transitions(1)->add_four_eyes_when() =
      Parse<v1::Condition>(R"(field: "sum" over: "100.00 USD")");
  *proto.mutable_transitions(1)->add_headquarters_when() =
      Parse<v1::Condition>(R"(field: "sum" over: "1000.00 USD")");
  const CaseType type = Made(std::move(proto));
  const v1::TransitionRule& finish = *type.FindTransition("finish");
  const struct {
    const char* sum;
    const char* role;
    TransitionRuling::Verdict verdict;
    bool headquarters;
  } rows[] = {
      {"100.00 USD", "head", TransitionRuling::Verdict::kAllowed, false},
      {"100.00 USD", "officer", TransitionRuling::Verdict::kRoleMissing, false},
      {"100.01 USD", "head", TransitionRuling::Verdict::kSecondPersonNeeded, false},
      {"100.01 USD", "officer", TransitionRuling::Verdict::kSecondPersonNeeded, false},
      {"1000.01 USD", "officer", TransitionRuling::Verdict::kSecondPersonNeeded, true},
  };
  for (const auto& row : rows) {
    const auto details = Json(std::string(R"({"colour": "red", "sum": ")") + row.sum + R"("})");
    EXPECT_EQ(RuleTransition(type, "open", "finish", {row.role}, true, details).verdict, row.verdict)
        << row.sum << " " << row.role;
    EXPECT_EQ(HeadquartersDecide(finish, details), row.headquarters) << row.sum;
  }
}

TEST(DecidersOn, AreOthersWhereTheRuleNamesThem) {
  v1::TransitionRule rule = Parse<v1::TransitionRule>(R"(roles: ["officer", "head"] four_eyes: true)");
  EXPECT_THAT(DecidersOn(rule), ElementsAre("officer", "head"));
  rule.add_approver_roles("head");
  EXPECT_THAT(DecidersOn(rule), ElementsAre("head"));
}

}  // namespace
}  // namespace arasha::rules
