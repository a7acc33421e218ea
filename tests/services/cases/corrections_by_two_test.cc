// What could go wrong: a closed case, or what two persons decided, is changed by one person alone; a
// correction makes lapse what waits, or leaves what it should not.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/services/cases/corrections_fixture.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

class CorrectionsByTwo : public Corrections {};

TEST_F(CorrectionsByTwo, OnAClosedCaseTakeTwoPersons) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  Close(name);
  const v1::Entry proposal = Do(&Stub::CorrectEntry, Strike(visit));
  EXPECT_EQ(proposal.kind(), v1::ENTRY_KIND_PROPOSAL);
  EXPECT_EQ(proposal.would_correct(), visit.name());
  EXPECT_TRUE(Find(visit).corrected_by().empty()) << "nothing is struck out yet";
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(visit), "head")), "FAILED_PRECONDITION/PROPOSAL_WAITS");
  const v1::Case waiting = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(waiting.pending_approval().correction().entry(), visit.name());
  EXPECT_EQ(waiting.pending_approval().text(), "entered on the wrong case");
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(waiting))), "PERMISSION_DENIED/SAME_PERSON");
  const v1::Case approved = Do(&Stub::ApproveTransition, support::Approve(waiting), "head");
  EXPECT_EQ(approved.state(), "closed");
  EXPECT_FALSE(approved.has_pending_approval());
  EXPECT_FALSE(Find(visit).corrected_by().empty());
  EXPECT_FALSE(Met(name, "visit"));
}

TEST_F(CorrectionsByTwo, NameBoth) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  const v1::Entry mistaken = Visit(name);
  const v1::Entry slip = Visit(name);
  v1::CorrectEntryRequest replace = Strike(visit, "it was a note");
  replace.mutable_replacement()->set_kind(v1::ENTRY_KIND_NOTE);
  replace.mutable_replacement()->set_text("asks for a lawyer");
  *replace.mutable_replacement()->mutable_happened_time() = visit.happened_time();
  replace.mutable_replacement()->set_proposed_by("staff/somebody.else");
  EXPECT_EQ(Do(&Stub::CorrectEntry, Strike(slip)).proposed_by(), "") << "one person did it";
  Close(name);
  for (const v1::CorrectEntryRequest& request : {replace, Strike(mistaken)}) {
    EXPECT_EQ(Do(&Stub::CorrectEntry, request).proposed_by(), "") << "the proposal's author is who proposes";
    Do(&Stub::ApproveTransition, support::Approve(Do(&Stub::GetCase, support::Get(name))), "head");
  }
  int corrections = 0;
  for (const v1::Entry& entry : Timeline(name)) {
    const bool by_two = entry.corrects() == visit.name() || entry.corrects() == mistaken.name();
    EXPECT_EQ(entry.proposed_by(), by_two ? "staff/a.omarova" : "") << entry.DebugString();
    if (!by_two) continue;
    ++corrections;
    EXPECT_EQ(entry.author(), "staff/b.suleimenov");
  }
  EXPECT_EQ(corrections, 2);
}

TEST_F(CorrectionsByTwo, OnAClosedCaseCanBeRefused) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  Close(name);
  Do(&Stub::CorrectEntry, Strike(visit));
  v1::RefuseTransitionRequest refuse;
  refuse.set_name(Do(&Stub::GetCase, support::Get(name)).pending_approval().name());
  refuse.set_text("it was this case");
  refuse.set_request_id(support::RequestId());
  EXPECT_FALSE(Do(&Stub::RefuseTransition, refuse, "head").has_pending_approval());
  EXPECT_TRUE(Find(visit).corrected_by().empty());
  const v1::Entry refusal = Timeline(name).back();
  EXPECT_EQ(refusal.kind(), v1::ENTRY_KIND_REFUSAL);
  EXPECT_EQ(refusal.text(), "it was this case");
  EXPECT_EQ(refusal.would_correct(), visit.name()) << "the timeline tells of which entry";
  v1::ListApprovalsRequest mine;
  mine.set_parent("missions/IST");
  mine.set_mine(true);
  const auto told = Do(&Stub::ListApprovals, mine).approvals();
  const auto refused = std::find_if(told.begin(), told.end(), [&](const v1::Approval& approval) {
    return approval.name() == refuse.name();
  });
  ASSERT_NE(refused, told.end());
  EXPECT_EQ(refused->correction().corrected().text(), visit.text()) << "who proposed it is told all of it";
}

TEST_F(CorrectionsByTwo, LeaveAProposalAsItIs) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  Do(&Stub::TransitionCase, support::Transition(name, "register"));
  Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
  const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "close", "done"));
  Do(&Stub::CorrectEntry, Strike(visit));
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).pending_approval().name(),
            proposed.pending_approval().name());
  EXPECT_EQ(Do(&Stub::ApproveTransition, support::Approve(proposed), "head").state(), "closed");
}

TEST_F(CorrectionsByTwo, OfTheStateOvertakeAProposalOnlyWhenAsked) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  Do(&Stub::TransitionCase, support::Transition(name, "register"));
  Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
  const v1::Entry resolved = Timeline(name).back();
  const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "close", "done"));
  v1::CorrectEntryRequest strike = Strike(resolved);
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, strike)), "FAILED_PRECONDITION/PROPOSAL_WAITS");
  v1::Case now = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(now.state(), "resolved");
  EXPECT_EQ(now.pending_approval().name(), proposed.pending_approval().name());

  // That a correction may overtake it does not mean that every correction does.
  v1::CorrectEntryRequest harmless = Strike(visit);
  harmless.set_overtake_proposal(true);
  Do(&Stub::CorrectEntry, harmless);
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(name)).has_pending_approval());

  strike.set_overtake_proposal(true);
  Do(&Stub::CorrectEntry, strike);
  now = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(now.state(), "registered");
  EXPECT_FALSE(now.has_pending_approval());
  const std::vector<v1::Entry> timeline = Timeline(name);
  const auto lapse = std::find_if(timeline.begin(), timeline.end(), [](const v1::Entry& entry) {
    return entry.kind() == v1::ENTRY_KIND_LAPSE;
  });
  ASSERT_NE(lapse, timeline.end());
  EXPECT_EQ(lapse->from_state(), "resolved") << "as it was proposed";
  EXPECT_EQ(lapse->to_state(), "closed");
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")),
            "FAILED_PRECONDITION/ALREADY_DECIDED");
  Do(&Stub::UpdateCase, support::UpdateSummary(name));  // Nothing stands in the way of it.
}

TEST_F(CorrectionsByTwo, ProposedOvertakeAnotherOnlyWhenAsked) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  const v1::Entry mistaken = Visit(name);
  Close(name);
  Do(&Stub::CorrectEntry, Strike(visit));
  v1::CorrectEntryRequest another = Strike(mistaken);
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, another)), "FAILED_PRECONDITION/PROPOSAL_WAITS");
  another.set_overtake_proposal(true);
  EXPECT_EQ(Do(&Stub::CorrectEntry, another).kind(), v1::ENTRY_KIND_PROPOSAL);
  const v1::Case now = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(now.pending_approval().correction().entry(), mistaken.name());
  EXPECT_EQ(database().Value(
                absl::StrCat("SELECT count(*) FROM entry WHERE kind = 16 AND case_uid = '", now.uid(), "'")),
            "1");
  std::vector<std::string> lapsed;
  for (const v1::Entry& entry : Timeline(name)) {
    if (entry.kind() == v1::ENTRY_KIND_LAPSE) lapsed.push_back(entry.would_correct());
  }
  EXPECT_EQ(lapsed, std::vector<std::string>{visit.name()});
}

TEST_F(CorrectionsByTwo, OfAClosingTakeTwoPersonsAndDeadlinesRunOn) {
  const v1::Case opened = Open();
  const std::string& name = opened.name();
  EXPECT_EQ(Close(name).state(), "closed");
  const v1::Entry closing = Timeline(name).back();
  const std::string stopped = absl::StrCat(
      "SELECT count(*) FROM deadline WHERE stop_time IS NOT NULL AND case_uid = '", opened.uid(), "'");
  EXPECT_EQ(database().Value(stopped), "3");
  const v1::Entry proposal = Do(&Stub::CorrectEntry, Strike(closing, "closed by mistake"));
  EXPECT_EQ(proposal.kind(), v1::ENTRY_KIND_PROPOSAL);
  const v1::Case before = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(before.state(), "closed") << "until somebody else decides";
  EXPECT_EQ(before.pending_approval().correction().corrected().event(), "close")
      << "who decides sees on what";
  const v1::Case again = Do(&Stub::ApproveTransition, support::Approve(before), "head");
  EXPECT_EQ(again.state(), "resolved");
  const v1::Case now = Do(&Stub::GetCase, support::Get(name));
  EXPECT_FALSE(now.has_close_time());
  EXPECT_EQ(database().Value(stopped), "0");
  EXPECT_EQ(database().Value(absl::StrCat("SELECT open AND close_time IS NULL FROM case_file WHERE uid = '",
                                          opened.uid(), "'")),
            "t");
  ASSERT_EQ(now.deadlines_size(), opened.deadlines_size());
  for (int i = 0; i < now.deadlines_size(); ++i) {
    EXPECT_EQ(now.deadlines(i).state(), opened.deadlines(i).state()) << now.deadlines(i).rule();
  }
  Do(&Stub::AddEntry, support::AddCall(name));
  EXPECT_TRUE(Met(name, "first_contact")) << "it is open, and what is told of it counts";
}

TEST_F(CorrectionsByTwo, OfAnErasureOrderLeaveTheClosingAsItWas) {
  const std::string name = Open().name();
  const v1::Case closed = Close(name);
  for (int order = 0; order < 2; ++order) {
    const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "order_erasure", "reason"));
    Do(&Stub::ApproveTransition, support::Approve(proposed), "head");
  }
  Do(&Stub::CorrectEntry, Strike(Timeline(name).back(), "keep it"));
  const v1::Case back =
      Do(&Stub::ApproveTransition, support::Approve(Do(&Stub::GetCase, support::Get(name))), "head");
  EXPECT_EQ(back.state(), "closed");
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(back.close_time(), closed.close_time()));
}

}  // namespace
}  // namespace arasha
