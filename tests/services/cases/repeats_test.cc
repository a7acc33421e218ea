// What could go wrong: an answer lost on the way makes a caller do twice what should happen once, or the
// repeat gets another answer than the first sending got, or an id that was used shields something else.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <thread>

#include "arasha/v1/reports.grpc.pb.h"
#include "proto/stable_bytes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using Stub = v1::Cases::Stub;

class Repeats : public support::SharedServerTest {
 protected:
  // Sends the request, lets the case change and close, sends it again: the same bytes must come back, and
  // nothing more must have been written.
  template <typename Request, typename Response>
  void ExpectSameAnswer(Method<Stub, Request, Response> method, const Request& request,
                        const std::string& name, const std::string& role = "officer") {
    const Response first = Do(method, request, role);
    Do(&Stub::UpdateCase, support::UpdateSummary(name, "changed since"));
    Close(name);
    const std::string before = Written();
    const Response again = Do(method, request, role);
    EXPECT_EQ(StableBytes(again), StableBytes(first)) << first.DebugString() << again.DebugString();
    EXPECT_EQ(Written(), before) << "the repeat wrote something";
  }

  // A case that the officer sees, although it is the head's.
  std::string OpenOrdinaryAsHead() {
    v1::CreateCaseRequest opening = support::OpenDetention();
    opening.mutable_case_()->set_sensitivity(v1::SENSITIVITY_ORDINARY);
    return Do(&Stub::CreateCase, opening, "head").name();
  }

  // But for the leaf of a look at other cases, for what the answer tells of them.
  std::string Written() {
    return database().Value(
        "SELECT concat_ws(' ', (SELECT count(*) FROM case_file), (SELECT sum(version) FROM "
        "case_file), (SELECT count(*) FROM entry), (SELECT count(*) FROM party), "
        "(SELECT count(*) FROM audit_leaf WHERE action <> 'ListCases'), (SELECT count(*) FROM request))");
  }
};

TEST_F(Repeats, CreateCase) {
  StartAfresh();
  const v1::CreateCaseRequest request = support::OpenDetention();
  const v1::Case first = Do(&Stub::CreateCase, request);
  ExpectSameAnswer(&Stub::CreateCase, request, first.name());
}

TEST_F(Repeats, UpdateCase) {
  const std::string name = Open().name();
  ExpectSameAnswer(&Stub::UpdateCase, support::UpdateSummary(name, "first"), name);
}

TEST_F(Repeats, UpdateCaseWithAnEtagThatIsStaleByNow) {
  const std::string name = Open().name();
  v1::UpdateCaseRequest request = support::UpdateSummary(name, "first");
  request.mutable_case_()->set_etag("1");
  ExpectSameAnswer(&Stub::UpdateCase, request, name);
}

TEST_F(Repeats, TransitionCase) {
  const std::string name = Open().name();
  const v1::TransitionCaseRequest request = support::Transition(name, "register");
  const v1::Case first = Do(&Stub::TransitionCase, request);
  Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
  EXPECT_EQ(StableBytes(Do(&Stub::TransitionCase, request)), StableBytes(first));
}

TEST_F(Repeats, AssignCase) {
  const std::string name = Open().name();
  ExpectSameAnswer(&Stub::AssignCase, support::Assign(name, "staff/b.suleimenov"), name);
}

TEST_F(Repeats, AddEntry) {
  const std::string name = Open().name();
  ExpectSameAnswer(&Stub::AddEntry, support::AddCall(name), name);
}

TEST_F(Repeats, AddEntryThatStartsADeadline) {
  const std::string name = Open().name();
  v1::AddEntryRequest request = support::AddNote(name);
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
  request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
  ExpectSameAnswer(&Stub::AddEntry, request, name);
}

TEST_F(Repeats, CorrectEntry) {
  const std::string name = Open().name();
  v1::CorrectEntryRequest request;
  request.set_name(Do(&Stub::AddEntry, support::AddCall(name)).name());
  request.set_reason("the wrong case");
  request.set_request_id(support::RequestId());
  ExpectSameAnswer(&Stub::CorrectEntry, request, name);
}

TEST_F(Repeats, ExtendDeadline) {
  const std::string name = Do(&Stub::UpdateCase, support::AskedToday(Open().name())).name();
  ExpectSameAnswer(&Stub::ExtendDeadline, support::Extend(name, "appeal_reply", 7), name, "head");
}

TEST_F(Repeats, WaiveDeadline) {
  const std::string name = Open().name();
  Do(&Stub::AddEntry, support::AskHost(name));
  ExpectSameAnswer(&Stub::WaiveDeadline, support::Waive(name, "access_reply"), name, "head");
}

TEST_F(Repeats, AddParty) {
  const std::string name = Open().name();
  ExpectSameAnswer(&Stub::AddParty, support::AddLawyer(name), name);
}

TEST_F(Repeats, RemoveParty) {
  const v1::Case opened = Open();
  ExpectSameAnswer(&Stub::RemoveParty, support::RemoveParty(opened.parties(1).name()), opened.name());
}

TEST_F(Repeats, UpdateParty) {
  const v1::Case opened = Open();
  v1::Party party = opened.parties(1);
  party.set_phone("+77000000002");
  ExpectSameAnswer(&Stub::UpdateParty, support::UpdateParty(party, {"phone"}), opened.name());
}

// What went into a compartment meanwhile is not told of, nor taken for damage.
TEST_F(Repeats, TellNothingOfACaseThatTheCallerDoesNotSeeAnyMore) {
  const std::string name = OpenOrdinaryAsHead();
  const v1::AddEntryRequest note = support::AddNote(name);
  Do(&Stub::AddEntry, note);
  v1::UpdateCaseRequest hide = support::UpdateSummary(name);
  hide.mutable_case_()->set_sensitivity(v1::SENSITIVITY_SENSITIVE);
  hide.mutable_update_mask()->add_paths("sensitivity");
  Do(&Stub::UpdateCase, hide, "head");
  EXPECT_EQ(support::Line(Try(&Stub::AddEntry, note)), "NOT_FOUND/NOT_FOUND");
  EXPECT_EQ(support::Line(Try(&Stub::AddEntry, support::AddNote(name))), "NOT_FOUND/NOT_FOUND");
}

// The answer that was lost on the way had told of the person's other case.
TEST_F(Repeats, TellOfOtherOpenCases) {
  StartAfresh();
  const std::string other = Open().name();
  const v1::CreateCaseRequest open = support::OpenDetention();
  const v1::Case opened = Do(&Stub::CreateCase, open);
  EXPECT_THAT(opened.parties(0).also_in(), ElementsAre(other));
  EXPECT_EQ(StableBytes(Do(&Stub::CreateCase, open)), StableBytes(opened));

  v1::AddPartyRequest add = support::AddLawyer(opened.name());
  add.mutable_party()->set_iin("910214309989");
  const v1::Party added = Do(&Stub::AddParty, add);
  EXPECT_THAT(added.also_in(), ElementsAre(other));
  EXPECT_EQ(StableBytes(Do(&Stub::AddParty, add)), StableBytes(added));

  // One that is looked at together with its case.
  add.set_request_id(support::RequestId());
  add.mutable_party()->set_role(v1::PARTY_ROLE_SUBJECT);
  add.mutable_party()->set_birth_date("1991-02-14");
  const v1::Party subject = Do(&Stub::AddParty, add);
  EXPECT_THAT(subject.also_in(), ElementsAre(other));
  EXPECT_EQ(StableBytes(Do(&Stub::AddParty, add)), StableBytes(subject));

  v1::Party changed = subject;
  changed.set_phone("+77000000002");
  const v1::UpdatePartyRequest update = support::UpdateParty(changed, {"phone"});
  const v1::Party updated = Do(&Stub::UpdateParty, update);
  EXPECT_THAT(updated.also_in(), ElementsAre(other));
  EXPECT_EQ(StableBytes(Do(&Stub::UpdateParty, update)), StableBytes(updated));
}

TEST_F(Repeats, TellOfNoCaseThatTheCallerMayNotSeeAnyMore) {
  StartAfresh();
  const std::string other = OpenOrdinaryAsHead();
  const v1::CreateCaseRequest open = support::OpenDetention();
  EXPECT_THAT(Do(&Stub::CreateCase, open).parties(0).also_in(), ElementsAre(other));
  v1::UpdateCaseRequest update = support::UpdateSummary(other);
  update.mutable_case_()->set_sensitivity(v1::SENSITIVITY_SENSITIVE);
  update.mutable_update_mask()->add_paths("sensitivity");
  Do(&Stub::UpdateCase, update, "head");
  EXPECT_EQ(Do(&Stub::CreateCase, open).parties(0).also_in_size(), 0);
}

TEST_F(Repeats, OfAnotherContentOrMethodAreRefused) {
  const v1::CreateCaseRequest request = support::OpenDetention();
  const std::string name = Do(&Stub::CreateCase, request).name();
  constexpr char kReused[] = "INVALID_ARGUMENT/REQUEST_ID_REUSED";
  v1::CreateCaseRequest other = request;
  other.mutable_case_()->set_summary("another");
  EXPECT_EQ(Line(Try(&Stub::CreateCase, other)), kReused);
  v1::AddEntryRequest note = support::AddNote(name);
  note.set_request_id(request.request_id());
  EXPECT_EQ(Line(Try(&Stub::AddEntry, note)), kReused);
  v1::UpdateCaseRequest update = support::UpdateSummary(name);
  update.set_request_id(request.request_id());
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, update)), kReused);
  v1::AddPartyRequest party = support::AddLawyer(name);
  party.set_request_id(request.request_id());
  EXPECT_EQ(Line(Try(&Stub::AddParty, party)), kReused);
}

// The first answer tells of no case, and is sealed under none's keys.
TEST_F(Repeats, OfWhatIsAboutNoCaseAreRefused) {
  const std::string name = Open().name();
  v1::CreateReportRequest report;
  report.mutable_order()->set_kind(v1::REPORT_KIND_DEADLINES);
  report.mutable_order()->set_mission("missions/IST");
  report.mutable_order()->set_language("kk");
  report.set_start_date("2026-11-01");
  report.set_end_date("2026-11-30");
  report.set_request_id(support::RequestId());
  Do(&v1::Reports::Stub::CreateReport, report, "head");
  constexpr char kReused[] = "INVALID_ARGUMENT/REQUEST_ID_REUSED";
  v1::CreateCaseRequest open = support::OpenDetention();
  open.set_request_id(report.request_id());
  EXPECT_EQ(Line(Try(&Stub::CreateCase, open, "head")), kReused);
  v1::AddEntryRequest note = support::AddNote(name);
  note.set_request_id(report.request_id());
  EXPECT_EQ(Line(Try(&Stub::AddEntry, note, "head")), kReused);
}

// It has no request_id: that the schedule has ended is the answer.
TEST_F(Repeats, EndReportSchedule) {
  v1::CreateReportScheduleRequest schedule;
  schedule.mutable_order()->set_kind(v1::REPORT_KIND_DEADLINES);
  schedule.mutable_order()->set_mission("missions/IST");
  schedule.mutable_order()->set_language("kk");
  schedule.set_interval(v1::REPORT_INTERVAL_WEEK);
  schedule.set_request_id(support::RequestId());
  v1::EndReportScheduleRequest request;
  request.set_name(Do(&v1::Reports::Stub::CreateReportSchedule, schedule, "head").name());
  const v1::ReportSchedule first = Do(&v1::Reports::Stub::EndReportSchedule, request, "head");
  const auto ended = [&] {
    return database().Rows(
        "SELECT (SELECT max(end_time)::text FROM report_schedule), "
        "(SELECT count(*)::text FROM audit_leaf WHERE action = 'EndReportSchedule')");
  };
  const auto before = ended();
  const v1::ReportSchedule again = Do(&v1::Reports::Stub::EndReportSchedule, request, "head");
  EXPECT_EQ(StableBytes(again), StableBytes(first));
  EXPECT_EQ(ended(), before) << "the repeat wrote something";
  EXPECT_EQ(Line(Try(&v1::Reports::Stub::EndReportSchedule, request, "officer-waw")), "NOT_FOUND/NOT_FOUND");
}

TEST_F(Repeats, OfAnotherCallerAreNone) {
  const v1::CreateCaseRequest request = support::OpenDetention();
  const std::string mine = Do(&Stub::CreateCase, request).name();
  EXPECT_NE(Do(&Stub::CreateCase, request, "head").name(), mine);
}

TEST_F(Repeats, AtTheSameMomentOpenOneCase) {
  StartAfresh();
  const v1::CreateCaseRequest request = support::OpenDetention();
  Cases();  // Connects before the threads do.
  std::vector<v1::Case> answers(16);
  std::vector<std::thread> threads;
  for (v1::Case& answer : answers) {
    threads.emplace_back([&] { answer = Do(&Stub::CreateCase, request); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const v1::Case& answer : answers) EXPECT_EQ(StableBytes(answer), StableBytes(answers[0]));
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_file"), "1");
}

}  // namespace
}  // namespace arasha
