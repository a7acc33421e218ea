// What could go wrong: somebody extends a deadline who may not, further than its law allows, or on a case
// that is closed; nobody can tell afterwards what it was and why; a correction or a reopening undoes the
// decision; a waived or resting deadline is shown as owed or missed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

constexpr char kExtendedType[] = R"(
  id: "sample.leeway" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  states { id: "open" label { kk: "к" ru: "р" en: "e" } } states { id: "waiting" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "wait" label { kk: "к" ru: "р" en: "e" } from: "open" to: "waiting" roles: "officer" }
  transitions { id: "resume" label { kk: "к" ru: "р" en: "e" } from: "waiting" to: "open" roles: "officer" }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: ["open", "waiting"] to: "done" roles: "officer" }
  transitions { id: "reopen" label { kk: "к" ru: "р" en: "e" } from: "done" to: "open" roles: "officer" }
  deadlines {
    id: "reply" label { kk: "к" ru: "р" en: "e" } source: "art. 1" starts_on { opened: true }
    met_by { entry { kind: "DECISION" } } period { days: 10 } extension { roles: "head" at_most { months: 1 } }
  }
  deadlines {
    id: "told" label { kk: "к" ru: "р" en: "e" } source: "art. 2" starts_on { extended: "reply" }
    met_by { entry { kind: "CONTACT" } } period { working_days: 3 }
  }
  deadlines {
    id: "check" label { kk: "к" ru: "р" en: "e" } source: "art. 3" starts_on { opened: true }
    met_by { entry { kind: "NOTE_VERBALE" } } period { days: 10 } paused_in: "waiting"
  }
  deadlines {
    id: "round" label { kk: "к" ru: "р" en: "e" } source: "art. 4" starts_on { opened: true }
    met_by { entry { kind: "VISIT" } } period { hours: 240 }
    repeats { phases { every { hours: 240 } } runs: 5 }
  }
  deadlines {
    id: "treaty" label { kk: "к" ru: "р" en: "e" } source: "art. 5" starts_on { opened: true }
    met_by { entry { kind: "DECISION" } } period { days: 20 } not_waivable: true
  })";

class Leeway : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied =
        storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.leeway", 1, kExtendedType});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  void SetUp() override {
    ServerTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type("sample.leeway");
    request.mutable_case_()->clear_details();
    *request.mutable_case_()->mutable_received_time() = support::Stamp(now_ - absl::Hours(48));
    name_ = Do(&Stub::CreateCase, request).name();
  }

  // A run of a rule as it stands; fails if there is none.
  v1::Deadline Deadline(const std::string& rule, int run = 0) {
    const v1::Case matter = Do(&Stub::GetCase, support::Get(name_));
    for (const v1::Deadline& deadline : matter.deadlines()) {
      if (deadline.rule() == rule && deadline.run() == run) return deadline;
    }
    ADD_FAILURE() << "there is no " << rule;
    return {};
  }
  v1::DeadlineState StateOf(const std::string& rule) { return Deadline(rule).state(); }

  v1::Entry Add(v1::EntryKind kind) {
    v1::AddEntryRequest request = support::AddNote(name_, "done");
    request.mutable_entry()->set_kind(kind);
    if (kind == v1::ENTRY_KIND_NOTE_VERBALE) request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
    if (kind == v1::ENTRY_KIND_CONTACT) request.mutable_entry()->set_channel(v1::CONTACT_CHANNEL_PHONE);
    return Do(&Stub::AddEntry, request);
  }
  void Move(const std::string& event, absl::Duration ago = absl::ZeroDuration()) {
    v1::TransitionCaseRequest request = support::Transition(name_, event);
    *request.mutable_happened_time() = support::Stamp(now_ - ago);
    Do(&Stub::TransitionCase, request);
  }
  // Takes the last change of state back.
  void StrikeLast() {
    const auto timeline = Do(&Stub::ListEntries, support::ListEntries(name_));
    std::string last;
    for (const v1::Entry& entry : timeline.entries()) {
      const bool changes = entry.kind() == v1::ENTRY_KIND_TRANSITION && !entry.from_state().empty();
      if (changes && entry.corrected_by().empty()) last = entry.name();
    }
    Strike(last);
  }
  static v1::CorrectEntryRequest Struck(const std::string& entry) {
    v1::CorrectEntryRequest request;
    request.set_name(entry);
    request.set_reason("a slip");
    request.set_request_id(support::RequestId());
    return request;
  }
  void Strike(const std::string& entry) { Do(&Stub::CorrectEntry, Struck(entry), "head"); }
  std::string LineOfStrike(const std::string& entry, const std::string& caller = "head") {
    return Line(Try(&Stub::CorrectEntry, Struck(entry), caller));
  }
  std::string LineOf(const v1::ExtendDeadlineRequest& request) {
    return Line(Try(&Stub::ExtendDeadline, request, "head"));
  }
  std::string LineOf(const v1::WaiveDeadlineRequest& request) {
    return Line(Try(&Stub::WaiveDeadline, request, "head"));
  }

  absl::Time now_ = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()));
  std::string name_;
};

TEST_F(Leeway, AnExtensionIsToldWithWhatItWasAndWhy) {
  const absl::Time before = ToTime(Deadline("reply").due_time());
  const v1::Entry entry = Do(&Stub::ExtendDeadline, support::Extend(name_, "reply", 7), "head");
  EXPECT_EQ(entry.kind(), v1::ENTRY_KIND_EXTENSION);
  EXPECT_EQ(entry.text(), "facts are to be checked");
  EXPECT_EQ(entry.deadline_change().rule(), "reply");
  EXPECT_EQ(ToTime(entry.deadline_change().due_time_before()), before);
  EXPECT_EQ(ToTime(entry.deadline_change().due_time()), before + absl::Hours(7 * 24));

  const v1::Deadline extended = Deadline("reply");
  EXPECT_EQ(ToTime(extended.due_time()), before + absl::Hours(7 * 24));
  EXPECT_EQ(ToTime(extended.first_due_time()), before);
  EXPECT_EQ(extended.extensions(), 1);
  EXPECT_EQ(StateOf("told"), v1::DEADLINE_STATE_RUNNING) << "the extension starts it";
  const auto timeline = Do(&Stub::ListEntries, support::ListEntries(name_));
  EXPECT_EQ(timeline.entries().rbegin()->deadline_change().rule(), "reply");
}

TEST_F(Leeway, AnExtensionGoesAsFarAsItsRule) {
  EXPECT_EQ(Line(Try(&Stub::ExtendDeadline, support::Extend(name_, "reply", 7))),
            "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(LineOf(support::Extend(name_, "reply", 40)), "INVALID_ARGUMENT/INVALID_FIELD(by)");
  EXPECT_EQ(LineOf(support::Extend(name_, "reply", 7, "")), "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  EXPECT_EQ(LineOf(support::Extend(name_, "check", 7)), "INVALID_ARGUMENT/INVALID_FIELD(rule)");
  EXPECT_EQ(LineOf(support::Extend(name_, "nothing", 7)), "INVALID_ARGUMENT/INVALID_FIELD(rule)");
  v1::ExtendDeadlineRequest until = support::Extend(name_, "reply", 7);
  *until.mutable_due_time() = support::Stamp(now_ + absl::Hours(24));
  EXPECT_EQ(LineOf(until), "INVALID_ARGUMENT/INVALID_FIELD(due_time)") << "it is due later as it is";
  until.clear_due_time();
  EXPECT_EQ(LineOf(until), "INVALID_ARGUMENT/INVALID_FIELD(due_time)") << "until when was not said";
  EXPECT_EQ(LineOf(support::Extend(name_, "reply", 7)), "OK");
  EXPECT_EQ(LineOf(support::Extend(name_, "reply", 7)), "INVALID_ARGUMENT/INVALID_FIELD(rule)") << "once";
}

TEST_F(Leeway, OnlyWhatRunsIsDecidedOn) {
  Add(v1::ENTRY_KIND_DECISION);
  EXPECT_EQ(LineOf(support::Extend(name_, "reply", 7)), "FAILED_PRECONDITION/DEADLINE_NOT_RUNNING");
  EXPECT_EQ(LineOf(support::Waive(name_, "reply")), "FAILED_PRECONDITION/DEADLINE_NOT_RUNNING");
  const auto told = support::Read(Try(&Stub::WaiveDeadline, support::Waive(name_, "reply"), "head")).metadata;
  EXPECT_EQ(told.at("rule"), "reply");
  EXPECT_EQ(told.at("rule.en"), "e") << "as the rule is called in each language";
  EXPECT_EQ(told.at("rule.ru"), "р");
  Move("finish");
  EXPECT_EQ(LineOf(support::Waive(name_, "check")), "FAILED_PRECONDITION/CASE_CLOSED");
}

TEST_F(Leeway, ACorrectionKeepsWhatWasDecided) {
  Do(&Stub::ExtendDeadline, support::Extend(name_, "reply", 7), "head");
  const absl::Time due = ToTime(Deadline("reply").due_time());
  const v1::Entry decision = Add(v1::ENTRY_KIND_DECISION);
  EXPECT_EQ(StateOf("reply"), v1::DEADLINE_STATE_MET);
  Strike(decision.name());
  EXPECT_EQ(StateOf("reply"), v1::DEADLINE_STATE_RUNNING);
  EXPECT_EQ(ToTime(Deadline("reply").due_time()), due);

  // That it was received a day before moves what the rule says, not what was decided.
  v1::UpdateCaseRequest update;
  update.mutable_case_()->set_name(name_);
  *update.mutable_case_()->mutable_received_time() = support::Stamp(now_ - absl::Hours(72));
  update.mutable_update_mask()->add_paths("received_time");
  update.set_request_id(support::RequestId());
  Do(&Stub::UpdateCase, update);
  EXPECT_EQ(ToTime(Deadline("reply").due_time()), due);
  EXPECT_EQ(ToTime(Deadline("reply").first_due_time()), due - absl::Hours(8 * 24));
}

TEST_F(Leeway, AWaivedDeadlineIsOwedNoMore) {
  EXPECT_EQ(Line(Try(&Stub::WaiveDeadline, support::Waive(name_, "check"))),
            "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(LineOf(support::Waive(name_, "treaty")), "INVALID_ARGUMENT/INVALID_FIELD(rule)");
  const v1::Entry entry = Do(&Stub::WaiveDeadline, support::Waive(name_, "check"), "head");
  EXPECT_EQ(entry.kind(), v1::ENTRY_KIND_WAIVER);
  EXPECT_EQ(entry.text(), "owed no more");
  EXPECT_FALSE(entry.deadline_change().has_due_time());
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_WAIVED);
  Add(v1::ENTRY_KIND_NOTE_VERBALE);
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_WAIVED) << "what is owed no more is not met";
  Move("finish");
  Move("reopen");
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_WAIVED);
  EXPECT_EQ(StateOf("treaty"), v1::DEADLINE_STATE_RUNNING) << "the others run again";
}

TEST_F(Leeway, AnExtensionByMistakeIsTakenBackAndMadeAnew) {
  const absl::Time before = ToTime(Deadline("reply").due_time());
  const v1::Entry entry = Do(&Stub::ExtendDeadline, support::Extend(name_, "reply", 7), "head");
  EXPECT_EQ(StateOf("told"), v1::DEADLINE_STATE_RUNNING);
  Strike(entry.name());
  EXPECT_EQ(ToTime(Deadline("reply").due_time()), before);
  EXPECT_EQ(Deadline("reply").extensions(), 0);
  const v1::Case matter = Do(&Stub::GetCase, support::Get(name_));
  for (const v1::Deadline& deadline : matter.deadlines()) {
    EXPECT_NE(deadline.rule(), "told") << "nobody need be told of it";
  }
  const v1::Entry again = Do(&Stub::ExtendDeadline, support::Extend(name_, "reply", 14), "head");
  EXPECT_EQ(ToTime(Deadline("reply").due_time()), before + absl::Hours(14 * 24));
  Add(v1::ENTRY_KIND_CONTACT);
  EXPECT_EQ(LineOfStrike(again.name()), "FAILED_PRECONDITION/DECISION_FINAL") << "somebody was told of it";
}

TEST_F(Leeway, AWaiverByMistakeIsTakenBack) {
  const v1::Entry entry = Do(&Stub::WaiveDeadline, support::Waive(name_, "check"), "head");
  EXPECT_EQ(LineOfStrike(entry.name(), "officer"), "PERMISSION_DENIED/PERMISSION_DENIED");
  Strike(entry.name());
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_RUNNING);
  EXPECT_FALSE(Deadline("check").has_waived_time());
  EXPECT_EQ(LineOfStrike(entry.name()), "FAILED_PRECONDITION/ALREADY_CORRECTED");
  Add(v1::ENTRY_KIND_NOTE_VERBALE);
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_MET);
}

TEST_F(Leeway, OfARepeatedDutyOneRunIsWaived) {
  Do(&Stub::WaiveDeadline, support::Waive(name_, "round"), "head");
  EXPECT_EQ(StateOf("round"), v1::DEADLINE_STATE_WAIVED);
  const v1::Deadline next = Deadline("round", 2);
  EXPECT_EQ(next.state(), v1::DEADLINE_STATE_RUNNING);
  EXPECT_EQ(ToTime(next.due_time()) - ToTime(Deadline("round").due_time()), absl::Hours(240));
}

TEST_F(Leeway, ADeadlineRestsWhileTheCaseWaits) {
  const absl::Time due = ToTime(Deadline("check").due_time());
  Move("wait", absl::Hours(30));
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_PAUSED);
  EXPECT_EQ(ToTime(Deadline("check").paused_since()), now_ - absl::Hours(30));
  EXPECT_EQ(StateOf("reply"), v1::DEADLINE_STATE_RUNNING) << "its law knows no such pause";
  Move("resume");
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_RUNNING);
  EXPECT_GT(ToTime(Deadline("check").due_time()), due);
  EXPECT_EQ(ToTime(Deadline("check").first_due_time()), due);

  StrikeLast();
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_PAUSED) << "it still waits";
  StrikeLast();
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_RUNNING) << "it never waited";
  EXPECT_EQ(ToTime(Deadline("check").due_time()), due);
}

TEST_F(Leeway, WhatRestsCanBeMet) {
  Move("wait", absl::Hours(30));
  Add(v1::ENTRY_KIND_NOTE_VERBALE);
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_MET);
  Move("resume");
  EXPECT_EQ(StateOf("check"), v1::DEADLINE_STATE_MET);
}

}  // namespace
}  // namespace arasha
