// What could go wrong: a slip stays for good and meets a deadline; somebody corrects what is none of theirs,
// or long after, or what the system wrote; a closed case is changed by one person alone; what is corrected is
// lost to view.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

class Corrections : public support::SharedServerTest {
 protected:
  v1::Entry Visit(const std::string& name, const std::string& caller = "officer") {
    v1::AddEntryRequest request = support::AddNote(name, "not this case");
    request.mutable_entry()->set_kind(v1::ENTRY_KIND_VISIT);
    return Do(&Stub::AddEntry, request, caller);
  }

  static v1::CorrectEntryRequest Strike(const v1::Entry& entry,
                                        const std::string& reason = "entered on the wrong case") {
    v1::CorrectEntryRequest request;
    request.set_name(entry.name());
    request.set_reason(reason);
    request.set_request_id(support::RequestId());
    return request;
  }

  std::vector<v1::Entry> Timeline(const std::string& name) {
    const auto page = Do(&Stub::ListEntries, support::ListEntries(name));
    return {page.entries().begin(), page.entries().end()};
  }

  v1::Entry Find(const v1::Entry& entry) {
    const std::string case_name = entry.name().substr(0, entry.name().find("/entries/"));
    for (v1::Entry& found : Timeline(case_name)) {
      if (found.name() == entry.name()) return found;
    }
    ADD_FAILURE() << entry.name() << " is gone";
    return {};
  }

  bool Met(const std::string& name, const std::string& rule) {
    const v1::Case now = Do(&Stub::GetCase, support::Get(name));
    for (const v1::Deadline& deadline : now.deadlines()) {
      if (deadline.rule() == rule) return deadline.has_met_time();
    }
    return false;
  }

  v1::Case Close(const std::string& name) {
    Do(&Stub::TransitionCase, support::Transition(name, "register"));
    Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
    const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "close", "done"));
    return Do(&Stub::ApproveTransition, support::Approve(proposed), "head");
  }
};

TEST_F(Corrections, AStruckVisitMeetsNothingAndStaysToBeSeen) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  EXPECT_TRUE(Met(name, "first_contact"));
  EXPECT_TRUE(Met(name, "visit"));
  const v1::Entry correction = Do(&Stub::CorrectEntry, Strike(visit));
  EXPECT_EQ(correction.kind(), v1::ENTRY_KIND_CORRECTION);
  EXPECT_EQ(correction.corrects(), visit.name());
  EXPECT_EQ(correction.correction_reason(), "entered on the wrong case");
  EXPECT_EQ(correction.author(), "staff/a.omarova");
  EXPECT_FALSE(Met(name, "first_contact"));
  EXPECT_FALSE(Met(name, "visit"));
  const v1::Entry struck = Find(visit);
  EXPECT_EQ(struck.corrected_by(), correction.name());
  EXPECT_TRUE(struck.has_correct_time());
  EXPECT_EQ(struck.text(), "not this case");
  Visit(name);
  EXPECT_TRUE(Met(name, "first_contact"));
}

TEST_F(Corrections, AReplacementStandsInItsPlace) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  v1::CorrectEntryRequest request = Strike(visit, "it was a call");
  v1::Entry& call = *request.mutable_replacement();
  call.set_kind(v1::ENTRY_KIND_CONTACT);
  call.set_channel(v1::CONTACT_CHANNEL_PHONE);
  call.set_text("asks for a lawyer");
  *call.mutable_happened_time() = visit.happened_time();
  call.set_author("staff/somebody.else");
  const v1::Entry stands = Do(&Stub::CorrectEntry, request);
  EXPECT_EQ(stands.kind(), v1::ENTRY_KIND_CONTACT);
  EXPECT_EQ(stands.corrects(), visit.name());
  EXPECT_EQ(stands.author(), "staff/a.omarova");
  EXPECT_TRUE(Met(name, "first_contact"));
  EXPECT_FALSE(Met(name, "visit"));
  // And can be corrected in its turn.
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(stands))), "OK");
  EXPECT_FALSE(Met(name, "first_contact"));
}

TEST_F(Corrections, ANoteVerbaleThatWasNeverSentIsAnsweredByNobody) {
  const std::string name = Open().name();
  v1::AddEntryRequest request = support::AddNote(name, "asks for access");
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
  request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
  const v1::Entry note = Do(&Stub::AddEntry, request);
  const auto replies = [&] {
    const v1::Case now = Do(&Stub::GetCase, support::Get(name));
    return std::count_if(now.deadlines().begin(), now.deadlines().end(),
                         [](const v1::Deadline& deadline) { return deadline.rule() == "access_reply"; });
  };
  EXPECT_EQ(replies(), 1);
  Do(&Stub::CorrectEntry, Strike(note));
  EXPECT_EQ(replies(), 0);
  EXPECT_FALSE(Met(name, "access_request"));
  request.set_request_id(support::RequestId());
  Do(&Stub::AddEntry, request);
  EXPECT_EQ(replies(), 1);
}

TEST_F(Corrections, AreRefused) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  const v1::Entry heads = Visit(name, "head");
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(heads))), "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(visit, ""))), "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  v1::CorrectEntryRequest wrong = Strike(visit);
  wrong.mutable_replacement()->set_kind(v1::ENTRY_KIND_TRANSITION);
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, wrong)), "INVALID_ARGUMENT/INVALID_FIELD(replacement.kind)");
  for (const v1::Entry& entry : Timeline(name)) {
    if (entry.kind() != v1::ENTRY_KIND_TRANSITION) continue;
    EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(entry), "head")), "FAILED_PRECONDITION/NOT_CORRECTABLE");
  }
  v1::Entry nowhere = visit;
  nowhere.set_name(absl::StrCat(name, "/entries/", support::RequestId()));
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(nowhere))), "NOT_FOUND/NOT_FOUND");
  // Of another case it is not, either.
  nowhere.set_name(absl::StrCat(Open().name(), visit.name().substr(visit.name().find("/entries/"))));
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(nowhere))), "NOT_FOUND/NOT_FOUND");
  const v1::Entry correction = Do(&Stub::CorrectEntry, Strike(visit));
  const grpc::Status again = Try(&Stub::CorrectEntry, Strike(visit));
  EXPECT_EQ(Line(again), "FAILED_PRECONDITION/ALREADY_CORRECTED");
  EXPECT_EQ(support::Read(again).metadata.at("entry"), correction.name());
}

TEST_F(Corrections, AfterAWeekAreForHeadsAlone) {
  const std::string name = Open().name();
  const v1::Entry visit = Visit(name);
  RowsAreDamaged("days pass at once");
  database().Rows("ALTER TABLE entry DISABLE TRIGGER append_only");
  database().Rows("UPDATE entry SET record_time = record_time - interval '9 days' WHERE kind = 4");
  const grpc::Status late = Try(&Stub::CorrectEntry, Strike(visit));
  EXPECT_EQ(Line(late), "FAILED_PRECONDITION/CORRECTION_TOO_LATE");
  EXPECT_TRUE(absl::EndsWith(support::Read(late).metadata.at("until"), "+03:00"))
      << "not the mission's clock";
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(visit), "head")), "OK");
}

TEST_F(Corrections, OnAClosedCaseTakeTwoPersons) {
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

TEST_F(Corrections, OnAClosedCaseCanBeRefused) {
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

TEST_F(Corrections, LeaveAProposalAsItIs) {
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

TEST_F(Corrections, OfTheStateOvertakeAProposalOnlyWhenAsked) {
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

TEST_F(Corrections, ProposedOvertakeAnotherOnlyWhenAsked) {
  StartAfresh();
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
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry WHERE kind = 16"), "1");
  std::vector<std::string> lapsed;
  for (const v1::Entry& entry : Timeline(name)) {
    if (entry.kind() == v1::ENTRY_KIND_LAPSE) lapsed.push_back(entry.would_correct());
  }
  EXPECT_EQ(lapsed, std::vector<std::string>{visit.name()});
}

TEST_F(Corrections, TakeBackTheLastChangeOfState) {
  const std::string name = Open().name();
  const auto change = [&](const std::string& event, const std::string& caller = "officer") {
    Do(&Stub::TransitionCase, support::Transition(name, event, "reason"), caller);
    return Timeline(name).back();
  };
  const v1::Entry registered = change("register", "head");
  const v1::Entry requested = change("request_access");
  EXPECT_TRUE(Met(name, "access_request"));
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(registered))), "INVALID_ARGUMENT/INVALID_FIELD(name)")
      << "not the last";
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(Timeline(name).front()))),
            "FAILED_PRECONDITION/NOT_CORRECTABLE")
      << "the opening";
  v1::CorrectEntryRequest replaced = Strike(requested);
  replaced.mutable_replacement()->set_kind(v1::ENTRY_KIND_NOTE);
  replaced.mutable_replacement()->set_text("a note");
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, replaced)), "INVALID_ARGUMENT/INVALID_FIELD(replacement)");

  Do(&Stub::CorrectEntry, Strike(requested, "meant another case"));
  v1::Case now = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(now.state(), "registered");
  EXPECT_FALSE(Met(name, "access_request"));
  for (const v1::Deadline& deadline : now.deadlines()) EXPECT_NE(deadline.rule(), "access_reply");
  EXPECT_FALSE(Find(requested).corrected_by().empty());
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(requested))), "FAILED_PRECONDITION/ALREADY_CORRECTED");
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(registered))), "PERMISSION_DENIED/PERMISSION_DENIED");
  Do(&Stub::CorrectEntry, Strike(registered), "head");
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).state(), "received");
  change("register");
  change("request_access");
  EXPECT_TRUE(Met(name, "access_request"));
}

TEST_F(Corrections, OfAClosingTakeTwoPersonsAndDeadlinesRunOn) {
  StartAfresh();
  const v1::Case opened = Open();
  const std::string& name = opened.name();
  EXPECT_EQ(Close(name).state(), "closed");
  const v1::Entry closing = Timeline(name).back();
  const std::string stopped = "SELECT count(*) FROM deadline WHERE stop_time IS NOT NULL";
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
  EXPECT_EQ(database().Value("SELECT open AND close_time IS NULL FROM case_file"), "t");
  ASSERT_EQ(now.deadlines_size(), opened.deadlines_size());
  for (int i = 0; i < now.deadlines_size(); ++i) {
    EXPECT_EQ(now.deadlines(i).state(), opened.deadlines(i).state()) << now.deadlines(i).rule();
  }
  Do(&Stub::AddEntry, support::AddCall(name));
  EXPECT_TRUE(Met(name, "first_contact")) << "it is open, and what is told of it counts";
}

TEST_F(Corrections, OfAReopeningLeaveItAsItWasClosed) {
  const std::string name = Open().name();
  const v1::Case closed = Close(name);
  const std::string deadlines =
      "SELECT string_agg(rule || run || ' ' || isfinite(due_time) || ' ' || "
      "coalesce(stop_time::text, '-'), ', ' ORDER BY rule, run) FROM deadline";
  const std::string before = database().Value(deadlines);
  Do(&Stub::TransitionCase, support::Transition(name, "reopen", "new facts"), "head");
  EXPECT_NE(database().Value(deadlines), before);
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(Timeline(name).back()), "head")), "OK");
  const v1::Case now = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(now.state(), "closed");
  EXPECT_EQ(now.close_time().seconds(), closed.close_time().seconds());
  EXPECT_EQ(database().Value(deadlines), before);
}

TEST_F(Corrections, OfAnErasureOrderLeaveTheClosingAsItWas) {
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

TEST_F(Corrections, OfAnEventThatReopensEndTheDeadlinesItStarted) {
  StartAfresh();
  v1::CreateCaseRequest open = support::OpenDetention();
  open.mutable_case_()->set_type("business.contract_or_payment_dispute");
  *open.mutable_case_()->mutable_details() = support::Details(
      R"({"dispute_kind": "non_payment", "contract_subject": "pipes", "claim_amount": "1000.00 USD"})");
  const std::string name = Do(&Stub::CreateCase, open).name();
  for (const char* event : {"register", "withdraw", "reopen"}) {
    Do(&Stub::TransitionCase, support::Transition(name, event, "reason"), "head");
  }
  const std::string running = "SELECT count(*) FROM deadline WHERE run > 1 AND isfinite(due_time)";
  EXPECT_EQ(database().Value(running), "1");
  Do(&Stub::CorrectEntry, Strike(Timeline(name).back()), "head");
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).state(), "withdrawn");
  EXPECT_EQ(database().Value(running), "0");
}

TEST_F(Corrections, AContactBeforeTheNotificationWaitsUntilThatIsPutRight) {
  const std::string name = Open().name();
  v1::AddEntryRequest request = support::AddCall(name);
  auto& happened = *request.mutable_entry()->mutable_happened_time();
  happened = Do(&Stub::GetCase, support::Get(name)).deadlines(0).start_time();
  happened.set_seconds(happened.seconds() - 20 * 3600);
  EXPECT_EQ(Line(Try(&Stub::AddEntry, request)), "INVALID_ARGUMENT/INVALID_FIELD(entry.happened_time)");
  EXPECT_FALSE(Met(name, "first_contact"));
  const auto notify = [&](const std::string& time) {
    v1::UpdateCaseRequest update = support::UpdateSummary(name);
    *update.mutable_case_()->mutable_details() =
        support::Details(absl::StrCat(R"({"notified_time": ")", time, R"("})"));
    update.mutable_update_mask()->clear_paths();
    update.mutable_update_mask()->add_paths("details.notified_time");
    Do(&Stub::UpdateCase, update);
  };
  notify("2026-11-19T09:00:00+03:00");
  Do(&Stub::AddEntry, request);
  EXPECT_TRUE(Met(name, "first_contact"));
  EXPECT_FALSE(Met(name, "access_request"));
  notify("2026-11-20T09:00:00+03:00");
  EXPECT_FALSE(Met(name, "first_contact"))
      << "what lies before the start meets nothing, whichever came first";
}

}  // namespace
}  // namespace arasha
