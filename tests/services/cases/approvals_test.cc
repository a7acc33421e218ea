// What could go wrong: one person closes a case alone, or with a relative; what the second person approves is
// not what the first proposed; a proposal outlives the case that it was made on; two decide at once.
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/stable_bytes.h"
#include "tests/services/cases/approvals_fixture.h"
#include "tests/support/statuses.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

constexpr char kDecided[] = "FAILED_PRECONDITION/ALREADY_DECIDED";

TEST_F(Approvals, TakeTwoPersons) {
  const v1::Case proposed = Propose();
  EXPECT_EQ(proposed.state(), "resolved") << "the proposal changes nothing";
  EXPECT_EQ(proposed.pending_approval().event(), "close");
  EXPECT_EQ(proposed.pending_approval().proposed_by(), "staff/a.omarova");
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(proposed.name())).pending_approval().name(),
            proposed.pending_approval().name());

  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed))), "PERMISSION_DENIED/SAME_PERSON");
  const v1::Case closed = Do(&Stub::ApproveTransition, support::Approve(proposed), "head");
  EXPECT_EQ(closed.state(), "closed");
  EXPECT_TRUE(closed.has_close_time());
  EXPECT_FALSE(closed.has_pending_approval());
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")), kDecided);

  const auto entries = LastEntries(proposed.name(), 2);
  EXPECT_EQ(entries[0].kind(), v1::ENTRY_KIND_PROPOSAL);
  EXPECT_EQ(entries[0].author(), "staff/a.omarova");
  EXPECT_EQ(entries[0].to_state(), "closed");
  EXPECT_EQ(entries[1].kind(), v1::ENTRY_KIND_TRANSITION);
  EXPECT_EQ(entries[1].author(), "staff/b.suleimenov");
  EXPECT_EQ(entries[1].text(), "nothing is left to do");
  EXPECT_EQ(database().Value("SELECT decided_by || ' ' || approved FROM approval WHERE " + Of(proposed)),
            "staff/b.suleimenov true");
}

TEST_F(Approvals, AreNotForTheHeadAlone) {
  const std::string name = Open().name();
  Do(&Stub::TransitionCase, support::Transition(name, "register"), "head");
  Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"), "head");
  const grpc::Status refused = Try(&Stub::TransitionCase, support::Transition(name, "close", "done"), "head");
  EXPECT_EQ(Line(refused), "FAILED_PRECONDITION/NOBODY_TO_DECIDE") << "it would wait for nobody";
  EXPECT_EQ(support::Read(refused).metadata.at("roles"), "head");
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(name)).has_pending_approval());

  v1::GrantRoleRequest second;
  second.set_principal("staff/d.kim");
  second.set_role("head");
  second.set_mission("missions/IST");
  second.set_request_id(support::RequestId());
  Do(&v1::Admin::Stub::GrantRole, second, "admin");
  const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "close", "done"), "head");
  EXPECT_EQ(proposed.state(), "resolved");
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")),
            "PERMISSION_DENIED/SAME_PERSON");
  // The officer may propose, but whose role makes the change decides.
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed))),
            "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(Line(Try(&Stub::RefuseTransition, Refuse(proposed))), "PERMISSION_DENIED/PERMISSION_DENIED");
  // Who proposed it may take it back.
  EXPECT_EQ(Do(&Stub::RefuseTransition, Refuse(proposed), "head").state(), "resolved");

  // The other tests' mission has one head.
  v1::RevokeRoleRequest again;
  again.set_principal(second.principal());
  again.set_role(second.role());
  again.set_mission(second.mission());
  again.set_request_id(support::RequestId());
  Do(&v1::Admin::Stub::RevokeRole, again, "admin");
}

TEST_F(Approvals, AreNotForRelatives) {
  const v1::Case proposed = Propose();
  v1::AddPartyRequest kin = support::AddLawyer(proposed.name());
  kin.mutable_party()->add_related_staff("staff/b.suleimenov");
  const v1::Party party = Do(&Stub::AddParty, kin);
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")),
            "PERMISSION_DENIED/NOT_IMPARTIAL");
  EXPECT_EQ(Line(Try(&Stub::RefuseTransition, Refuse(proposed), "head")), "PERMISSION_DENIED/NOT_IMPARTIAL");
  // Taking the party off the case makes nobody impartial.
  Do(&Stub::RemoveParty, support::RemoveParty(party.name()), "head");
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")),
            "PERMISSION_DENIED/NOT_IMPARTIAL");
  const std::string another = Open().name();
  kin.set_parent(another);
  kin.set_request_id(support::RequestId());
  Do(&Stub::AddParty, kin);
  Do(&Stub::TransitionCase, support::Transition(another, "register"));
  Do(&Stub::TransitionCase, support::Transition(another, "resolve", "released"));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(another, "close", "done"))),
            "FAILED_PRECONDITION/NOBODY_TO_DECIDE")
      << "the only head is a relative";
}

TEST_F(Approvals, ARefusalLeavesTheCaseAndAsksForAReason) {
  const v1::Case proposed = Propose();
  EXPECT_EQ(Line(Try(&Stub::RefuseTransition, Refuse(proposed, ""), "head")),
            "INVALID_ARGUMENT/INVALID_FIELD(text)");
  const v1::Case refused = Do(&Stub::RefuseTransition, Refuse(proposed, "the ruling is missing"), "head");
  EXPECT_EQ(refused.state(), "resolved");
  EXPECT_EQ(refused.etag(), proposed.etag());
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(proposed.name())).has_pending_approval());
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")), kDecided);
  const auto entries = LastEntries(proposed.name(), 1);
  EXPECT_EQ(entries[0].kind(), v1::ENTRY_KIND_REFUSAL);
  EXPECT_EQ(entries[0].text(), "the ruling is missing");
  // It can be proposed anew.
  const v1::Case again =
      Do(&Stub::TransitionCase, support::Transition(proposed.name(), "close", "the ruling came"));
  EXPECT_EQ(Do(&Stub::ApproveTransition, support::Approve(again), "head").state(), "closed");
}

TEST_F(Approvals, AreOfTheCaseAsItWas) {
  const v1::Case proposed = Propose();
  // An entry changes nothing that was decided on; a corrected field does.
  Do(&Stub::AddEntry, support::AddNote(proposed.name()));
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(proposed.name())).has_pending_approval());
  v1::UpdateCaseRequest update = support::UpdateSummary(proposed.name());
  update.set_overtake_proposal(true);
  Do(&Stub::UpdateCase, update);
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(proposed.name())).has_pending_approval());
  EXPECT_EQ(LastEntries(proposed.name(), 1)[0].kind(), v1::ENTRY_KIND_LAPSE);
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")), kDecided);
  EXPECT_EQ(Line(Try(&Stub::RefuseTransition, Refuse(proposed), "head")), kDecided);
  const v1::Case again =
      Do(&Stub::TransitionCase, support::Transition(proposed.name(), "close", "still done"));
  EXPECT_EQ(Do(&Stub::ApproveTransition, support::Approve(again), "head").state(), "closed");
  EXPECT_EQ(database().Value("SELECT count(*) FROM approval WHERE decide_time IS NULL AND " + Of(proposed)),
            "0")
      << "the first has lapsed";
}

TEST_F(Approvals, AreNotOvertakenUnasked) {
  const v1::Case proposed = Propose();
  const std::string& name = proposed.name();
  constexpr char kWaits[] = "FAILED_PRECONDITION/PROPOSAL_WAITS";
  v1::UpdateCaseRequest update = support::UpdateSummary(name);
  v1::AssignCaseRequest assign = support::Assign(name, "staff/a.omarova");
  v1::TransitionCaseRequest reopen = support::Transition(name, "reopen", "held again");
  const grpc::Status refused = Try(&Stub::UpdateCase, update);
  EXPECT_EQ(Line(refused), kWaits);
  EXPECT_EQ(support::Read(refused).metadata.at("approval"), proposed.pending_approval().name());
  EXPECT_EQ(support::Read(refused).metadata.at("event"), "close");
  EXPECT_NE(support::Read(refused).metadata.at("event.ru"), "");
  EXPECT_NE(support::Read(refused).metadata.at("event.kk"), "");
  EXPECT_EQ(support::Read(refused).metadata.at("proposed_by"), "staff/a.omarova");
  EXPECT_EQ(Line(Try(&Stub::AssignCase, assign)), kWaits);
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, reopen, "head")), kWaits);
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(name)).has_pending_approval()) << "nothing happened to it";
  // A note verbale starts a deadline, and so changes the case, but decides nothing.
  v1::AddEntryRequest verbale = support::AddNote(name, "asks for access");
  verbale.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
  verbale.mutable_entry()->set_direction(v1::DIRECTION_SENT);
  Do(&Stub::AddEntry, verbale);
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(name)).has_pending_approval());

  assign.set_overtake_proposal(true);
  EXPECT_FALSE(Do(&Stub::AssignCase, assign).has_pending_approval());
  const auto entries = LastEntries(name, 2);
  EXPECT_TRUE(entries[0].kind() == v1::ENTRY_KIND_LAPSE || entries[1].kind() == v1::ENTRY_KIND_LAPSE);
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")), kDecided);
}

TEST_F(Approvals, AProposalOvertakesAnother) {
  const v1::Case proposed = Propose();
  v1::TransitionCaseRequest anew = support::Transition(proposed.name(), "close", "with the ruling");
  anew.set_overtake_proposal(true);
  const v1::Case again = Do(&Stub::TransitionCase, anew);
  EXPECT_NE(again.pending_approval().name(), proposed.pending_approval().name());
  EXPECT_EQ(Do(&Stub::ApproveTransition, support::Approve(again), "head").state(), "closed");
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry WHERE kind = 16 AND " + Of(proposed)), "1");
}

TEST_F(Approvals, OneWaitsAtATime) {
  const v1::Case proposed = Propose();
  const grpc::Status second =
      Try(&Stub::TransitionCase, support::Transition(proposed.name(), "close", "me too"), "head");
  EXPECT_EQ(Line(second), "FAILED_PRECONDITION/PROPOSAL_WAITS");
  EXPECT_EQ(support::Read(second).metadata.at("approval"), proposed.pending_approval().name());
}

TEST_F(Approvals, AreDecidedOnceHoweverManyDecide) {
  const v1::Case proposed = Propose();
  std::vector<std::string> lines(4);
  std::vector<std::thread> threads;
  Cases("head");  // Its stub is made before threads share it.
  for (size_t i = 0; i < lines.size(); ++i) {
    threads.emplace_back([&, i] {
      lines[i] = i % 2 == 0 ? Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head"))
                            : Line(Try(&Stub::RefuseTransition, Refuse(proposed), "head"));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "OK"), 1) << testing::PrintToString(lines);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), kDecided), 3) << testing::PrintToString(lines);
  const bool approved = database().Value("SELECT approved FROM approval WHERE " + Of(proposed)) == "t";
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(proposed.name())).state(), approved ? "closed" : "resolved");
}

TEST_F(Approvals, RepeatsGetTheFirstAnswer) {
  const std::string name = Open().name();
  Do(&Stub::TransitionCase, support::Transition(name, "register"));
  Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
  const auto propose = support::Transition(name, "close", "done");
  const v1::Case proposed = Do(&Stub::TransitionCase, propose);
  EXPECT_EQ(StableBytes(Do(&Stub::TransitionCase, propose)), StableBytes(proposed));
  const auto approve = support::Approve(proposed);
  const v1::Case closed = Do(&Stub::ApproveTransition, approve, "head");
  EXPECT_EQ(StableBytes(Do(&Stub::ApproveTransition, approve, "head")), StableBytes(closed));
  EXPECT_EQ(StableBytes(Do(&Stub::TransitionCase, propose)), StableBytes(proposed)) << "also when decided";
}

TEST_F(Approvals, HappenWhenTheSecondPersonApproves) {
  const std::string name = Open().name();
  Do(&Stub::TransitionCase, support::Transition(name, "register"));
  Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
  auto propose = support::Transition(name, "close", "done");
  *propose.mutable_happened_time() = support::Stamp(absl::Now() - absl::Hours(1));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, propose)), "INVALID_ARGUMENT/INVALID_FIELD(happened_time)");
}

TEST_F(Approvals, LeaveLeavesOfWhatTheyWrote) {
  const v1::Case proposed = Propose();
  Do(&Stub::ApproveTransition, support::Approve(proposed), "head");
  // Every row's newest leaf commits to it as it stands; see audit_test.cc for the form of leaves.
  EXPECT_EQ(
      database().Value("SELECT count(*) FROM approval a WHERE NOT EXISTS (SELECT 1 FROM audit_leaf l WHERE "
                       "position(audit_object('approval', a.uid::text, a.version, audit_state(a)) IN "
                       "l.leaf_data) > 0)"),
      "0");
}

// The last damages rows: whoever came after it would need another database.
TEST_F(Approvals, LapseAfterAWeek) {
  const v1::Case proposed = Propose();
  RowsAreDamaged("a week passes at once");
  database().Rows("UPDATE approval SET expire_time = now() - interval '1 second' WHERE " + Of(proposed));
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(proposed.name())).has_pending_approval());
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")),
            "FAILED_PRECONDITION/PROPOSAL_LAPSED");
  const v1::Case again = Do(&Stub::TransitionCase, support::Transition(proposed.name(), "close", "anew"));
  EXPECT_NE(again.pending_approval().name(), proposed.pending_approval().name());
  EXPECT_EQ(database().Value(
                "SELECT decide_time = expire_time AND approved IS NULL FROM approval WHERE decide_time "
                "IS NOT NULL AND " +
                Of(proposed)),
            "t");
  EXPECT_EQ(
      database().Value("SELECT count(*) FROM entry WHERE kind = 16 AND event = 'close' AND " + Of(proposed)),
      "1");
}

}  // namespace
}  // namespace arasha
