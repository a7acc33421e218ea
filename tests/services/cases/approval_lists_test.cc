// What could go wrong: what waits for a second person is shown to none who may decide, or to somebody who may
// not; who proposed never hears what came of it, or is told of it for ever.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "tests/services/cases/approvals_fixture.h"
#include "tests/support/statuses.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

class ApprovalLists : public Approvals {};

TEST_F(ApprovalLists, AreForWhoMovesTheCases) {
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

// What became of the caller's own proposals.
TEST_F(ApprovalLists, TellWhoProposedWhatBecameOfIt) {
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
