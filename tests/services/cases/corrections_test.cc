// What could go wrong: a slip stays for good and meets a deadline; somebody corrects what is none of theirs,
// or long after, or what the system wrote; what is corrected is lost to view.
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/services/cases/corrections_fixture.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

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
    return Line(Try(&Stub::UpdateCase, update));
  };
  EXPECT_EQ(notify("2026-11-19T09:00:00+03:00"), "OK");
  const v1::Entry contact = Do(&Stub::AddEntry, request);
  EXPECT_TRUE(Met(name, "first_contact"));
  EXPECT_FALSE(Met(name, "access_request"));
  EXPECT_EQ(notify("2026-11-20T09:00:00+03:00"), "INVALID_ARGUMENT/INVALID_FIELD(case.details.notified_time)")
      << "whichever came first";
  EXPECT_TRUE(Met(name, "first_contact"));
  EXPECT_EQ(notify("2026-11-19T09:30:00+03:00"), "OK") << "still before the contact";
  Do(&Stub::CorrectEntry, Strike(contact));
  EXPECT_EQ(notify("2026-11-20T09:00:00+03:00"), "OK");
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

TEST_F(Corrections, OfAReopeningLeaveItAsItWasClosed) {
  const std::string name = Open().name();
  const v1::Case closed = Close(name);
  const std::string deadlines =
      "SELECT string_agg(rule || run || ' ' || isfinite(due_time) || ' ' || "
      "coalesce(stop_time::text, '-'), ', ' ORDER BY rule, run, case_uid, stop_time) FROM deadline";
  const std::string before = database().Value(deadlines);
  Do(&Stub::TransitionCase, support::Transition(name, "reopen", "new facts"), "head");
  EXPECT_NE(database().Value(deadlines), before);
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, Strike(Timeline(name).back()), "head")), "OK");
  const v1::Case now = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(now.state(), "closed");
  EXPECT_EQ(now.close_time().seconds(), closed.close_time().seconds());
  EXPECT_EQ(database().Value(deadlines), before);
}

TEST_F(Corrections, OfAnEventThatReopensEndTheDeadlinesItStarted) {
  v1::CreateCaseRequest open = support::OpenDetention();
  open.mutable_case_()->set_type("business.contract_or_payment_dispute");
  *open.mutable_case_()->mutable_details() = support::Details(
      R"({"dispute_kind": "non_payment", "contract_subject": "pipes", "claim_amount": "1000.00 USD"})");
  const v1::Case opened = Do(&Stub::CreateCase, open);
  const std::string& name = opened.name();
  for (const char* event : {"register", "withdraw", "reopen"}) {
    Do(&Stub::TransitionCase, support::Transition(name, event, "reason"), "head");
  }
  const std::string running =
      absl::StrCat("SELECT count(*) FROM deadline WHERE run > 1 AND isfinite(due_time) AND case_uid = '",
                   opened.uid(), "'");
  EXPECT_EQ(database().Value(running), "1");
  Do(&Stub::CorrectEntry, Strike(Timeline(name).back()), "head");
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).state(), "withdrawn");
  EXPECT_EQ(database().Value(running), "0");
}

// Last, as it damages rows: whoever came after it would need another database.
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

}  // namespace
}  // namespace arasha
