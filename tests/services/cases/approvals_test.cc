// What could go wrong: one person closes a case alone, or with a relative; what the second person approves is
// not what the first proposed; a proposal outlives the case that it was made on; two decide at once.
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "proto/stable_bytes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

constexpr char kDecided[] = "FAILED_PRECONDITION/ALREADY_DECIDED";

class Approvals : public support::SharedServerTest {
 protected:
  // A case of which the officer resolved everything and proposes the closing.
  v1::Case Propose(const std::string& name) {
    Do(&Stub::TransitionCase, support::Transition(name, "register"));
    Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
    return Do(&Stub::TransitionCase, support::Transition(name, "close", "nothing is left to do"));
  }
  v1::Case Propose() { return Propose(Open().name()); }

  v1::RefuseTransitionRequest Refuse(const v1::Case& proposed, const std::string& text = "not yet") {
    v1::RefuseTransitionRequest request;
    request.set_name(proposed.pending_approval().name());
    request.set_text(text);
    request.set_request_id(support::RequestId());
    return request;
  }

  // Kinds of the last entries, newest last.
  std::vector<v1::Entry> LastEntries(const std::string& name, size_t count) {
    const auto page = Do(&Stub::ListEntries, support::ListEntries(name));
    std::vector<v1::Entry> entries(page.entries().begin(), page.entries().end());
    entries.erase(entries.begin(), entries.end() - static_cast<ptrdiff_t>(std::min(count, entries.size())));
    return entries;
  }

  // For a statement about rows of this case alone.
  static std::string Of(const v1::Case& about) { return absl::StrCat("case_uid = '", about.uid(), "'"); }
};

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

TEST_F(Approvals, AreListedToWhoMovesTheCases) {
  const v1::Case proposed = Propose();
  const auto listed = [&](const std::string& parent, const std::string& role) {
    v1::ListApprovalsRequest request;
    request.set_parent(parent);
    const v1::ListApprovalsResponse page = Do(&Stub::ListApprovals, request, role);
    EXPECT_TRUE(page.next_page_token().empty()) << "it may be on the next page";
    std::vector<v1::Approval> of_case;
    for (const v1::Approval& approval : page.approvals()) {
      if (absl::StartsWith(approval.name(), proposed.name() + "/")) of_case.push_back(approval);
    }
    return of_case;
  };
  const std::vector<v1::Approval> waiting = listed("missions/IST", "head");
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting[0].name(), proposed.pending_approval().name());
  EXPECT_EQ(waiting[0].text(), "nothing is left to do");
  EXPECT_FALSE(waiting[0].subject().empty());
  EXPECT_EQ(waiting[0].summary(), "A citizen is held at the border.");
  EXPECT_EQ(waiting[0].state(), v1::APPROVAL_STATE_WAITING);
  EXPECT_EQ(listed("missions/-", "head").size(), 1U);
  EXPECT_EQ(listed("missions/-", "officer-waw").size(), 0U);
  Do(&Stub::ApproveTransition, support::Approve(proposed), "head");
  EXPECT_EQ(listed("missions/-", "head").size(), 0U);
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

// The last two damage rows: whoever came after them would need another database.
TEST_F(Approvals, LapseAfterAWeek) {
  const v1::Case proposed = Propose();
  RowsAreDamaged("a week passes at once");
  database().Rows("UPDATE approval SET expire_time = now() - interval '1 second' WHERE " + Of(proposed));
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(proposed.name())).has_pending_approval());
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")), kDecided);
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

// What became of the caller's own proposals.
TEST_F(Approvals, AnswersReachWhoProposed) {
  StartAfresh();
  v1::ListApprovalsRequest request;
  request.set_parent("missions/-");
  request.set_mine(true);
  const auto mine = [&](const std::string& who = "officer") {
    const auto listed = Do(&Stub::ListApprovals, request, who);
    return std::vector<v1::Approval>(listed.approvals().begin(), listed.approvals().end());
  };
  const auto returned = [&](const std::string& who = "officer") {
    return Do(&v1::Admin::Stub::WhoAmI, v1::WhoAmIRequest(), who).proposals_returned();
  };

  const auto to_decide = [&](const std::string& who) {
    return Do(&v1::Admin::Stub::WhoAmI, v1::WhoAmIRequest(), who).proposals_waiting();
  };

  EXPECT_EQ(to_decide("head"), 0);
  const v1::Case refused = Propose();
  EXPECT_EQ(to_decide("head"), 1);
  EXPECT_EQ(to_decide("officer"), 0) << "who proposed it decides on nothing";
  EXPECT_EQ(to_decide("officer-waw"), 0);
  ASSERT_EQ(mine().size(), 1U);
  EXPECT_EQ(mine()[0].state(), v1::APPROVAL_STATE_WAITING);
  EXPECT_EQ(mine()[0].summary(), "A citizen is held at the border.");
  EXPECT_EQ(mine()[0].subject(), "Ержан Сағындықов");
  EXPECT_TRUE(mine("head").empty()) << "they are the officer's";
  EXPECT_EQ(returned(), 0);
  Do(&Stub::RefuseTransition, Refuse(refused, "the ruling is missing"), "head");
  ASSERT_EQ(mine().size(), 1U);
  EXPECT_EQ(mine()[0].state(), v1::APPROVAL_STATE_REFUSED);
  EXPECT_EQ(mine()[0].decided_by(), "staff/b.suleimenov");
  EXPECT_TRUE(mine()[0].has_decide_time());
  EXPECT_EQ(mine()[0].decision_text(), "the ruling is missing");
  EXPECT_EQ(mine()[0].text(), "nothing is left to do");
  EXPECT_EQ(returned(), 1);
  EXPECT_EQ(returned("head"), 0);
  EXPECT_EQ(to_decide("head"), 0);

  // Overtaken by another's work: by whom. Run out: by nobody, though its row does not say so yet.
  const v1::Case overtaken = Propose();
  v1::UpdateCaseRequest update = support::UpdateSummary(overtaken.name());
  update.set_overtake_proposal(true);
  Do(&Stub::UpdateCase, update, "head");
  EXPECT_EQ(to_decide("head"), 0);
  EXPECT_EQ(mine()[0].state(), v1::APPROVAL_STATE_LAPSED);
  EXPECT_EQ(mine()[0].decided_by(), "staff/b.suleimenov");
  const v1::Case expired = Propose();
  RowsAreDamaged("weeks pass at once");
  database().Rows("UPDATE approval SET expire_time = now() - interval '1 second' WHERE decide_time IS NULL");
  EXPECT_EQ(mine()[0].state(), v1::APPROVAL_STATE_LAPSED);
  EXPECT_EQ(mine()[0].decided_by(), "");
  EXPECT_EQ(returned(), 3);

  // Taken back, or approved: no news.
  const v1::Case taken = Propose();
  Do(&Stub::RefuseTransition, Refuse(taken, "too early"));
  EXPECT_EQ(mine()[0].state(), v1::APPROVAL_STATE_TAKEN_BACK);
  EXPECT_EQ(mine()[0].decision_text(), "too early");
  EXPECT_EQ(LastEntries(taken.name(), 1)[0].kind(), v1::ENTRY_KIND_TAKEN_BACK) << "nobody refused it";
  const v1::Case approved = Propose();
  Do(&Stub::ApproveTransition, support::Approve(approved), "head");
  EXPECT_EQ(mine()[0].state(), v1::APPROVAL_STATE_APPROVED);
  EXPECT_EQ(mine()[0].decided_by(), "staff/b.suleimenov");
  EXPECT_EQ(returned(), 3);

  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page = Do(&Stub::ListApprovals, request);
    for (const v1::Approval& approval : page.approvals()) names.push_back(approval.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 5U);
  // A token of one's own proposals does not open what waits.
  request.clear_page_token();
  const std::string token = Do(&Stub::ListApprovals, request).next_page_token();
  request.set_page_token(token);
  request.set_mine(false);
  EXPECT_EQ(Line(Try(&Stub::ListApprovals, request)), "INVALID_ARGUMENT/PAGE_TOKEN_INVALID");

  // After a month nobody is told of them any more; after a week, of none at every visit.
  request.Clear();
  request.set_parent("missions/IST");
  request.set_mine(true);
  database().Rows(
      "UPDATE approval SET decide_time = decide_time - interval '8 days', expire_time = expire_time - "
      "interval "
      "'8 days'");
  EXPECT_EQ(returned(), 0);
  EXPECT_EQ(mine().size(), 5U);
  database().Rows(
      "UPDATE approval SET decide_time = decide_time - interval '23 days', expire_time = expire_time - "
      "interval "
      "'23 days'");
  EXPECT_TRUE(mine().empty());
}

}  // namespace
}  // namespace arasha
