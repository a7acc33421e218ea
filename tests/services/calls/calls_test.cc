// What could go wrong: a call answers something else than it did, leaves out what it promises, or does not
// tell the timeline. Every RPC is called once as whoever should.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using google::protobuf::util::MessageDifferencer;
using support::Stamp;
using ::testing::ElementsAre;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using Stub = v1::Cases::Stub;

class Calls : public support::SharedServerTest {
 protected:
  v1::Case Get(const std::string& name) { return Do(&Stub::GetCase, support::Get(name)); }
  std::vector<v1::Entry> Timeline(const std::string& name) {
    const auto response = Do(&Stub::ListEntries, support::ListEntries(name));
    EXPECT_EQ(response.time_zone(), "Europe/Istanbul");
    return {response.entries().begin(), response.entries().end()};
  }
};

TEST_F(Calls, CreateCase) {
  StartAfresh();
  const v1::CreateCaseRequest request = support::OpenDetention();
  const v1::Case opened = Do(&Stub::CreateCase, request);
  EXPECT_THAT(opened.name(), MatchesRegex("missions/IST/cases/IST-20[0-9][0-9]-000001"));
  EXPECT_EQ(opened.state(), "received");
  EXPECT_EQ(opened.etag(), "1");
  EXPECT_EQ(opened.type_version(), 2);
  EXPECT_EQ(opened.priority(), v1::PRIORITY_NORMAL);
  EXPECT_EQ(opened.host_state(), "TR") << "the mission's, as none was given";
  EXPECT_EQ(opened.subject(), "Ержан Сағындықов");
  EXPECT_TRUE(opened.assignee().empty());
  EXPECT_TRUE(MessageDifferencer::Equals(opened.details(), request.case_().details()));
  ASSERT_EQ(opened.parties_size(), 2);
  EXPECT_EQ(opened.parties(0).name().rfind(opened.name() + "/parties/", 0), 0u) << opened.parties(0).name();
  EXPECT_EQ(opened.parties(0).kind(), v1::PARTY_KIND_PERSON);
  std::vector<std::string> rules;
  for (const v1::Deadline& deadline : opened.deadlines()) rules.push_back(deadline.rule());
  EXPECT_THAT(rules, ElementsAre("first_contact", "access_request", "visit")) << "soonest first";
  EXPECT_EQ(opened.deadlines(0).state(), v1::DEADLINE_STATE_MISSED);
  EXPECT_TRUE(MessageDifferencer::Equals(opened.next_due_time(), opened.deadlines(0).due_time()));
  EXPECT_EQ(opened.next_due_rule(), "first_contact");
  EXPECT_EQ(opened.time_zone(), "Europe/Istanbul");
  EXPECT_TRUE(MessageDifferencer::Equals(Get(opened.name()), opened)) << Get(opened.name()).DebugString();
  EXPECT_THAT(Timeline(opened.name()), SizeIs(1));
}

// A talk with the lawyer is no contact with the detainee, and what the family said no notice by the
// authorities.
TEST_F(Calls, DeadlinesAreMetByWhomTheyAreAbout) {
  const auto met = [&](const std::string& name, const std::string& rule) {
    const v1::Case found = Do(&Stub::GetCase, support::Get(name));
    for (const v1::Deadline& deadline : found.deadlines()) {
      if (deadline.rule() == rule) return deadline.has_met_time();
    }
    ADD_FAILURE() << "there is no deadline " << rule;
    return false;
  };
  const v1::Case opened = Open();
  const std::string& name = opened.name();
  v1::AddEntryRequest call = support::AddCall(name);
  call.mutable_entry()->set_party(opened.parties(1).name());
  Do(&Stub::AddEntry, call);
  EXPECT_FALSE(met(name, "first_contact"));
  call.mutable_entry()->set_party(opened.parties(0).name());
  call.set_request_id(support::RequestId());
  Do(&Stub::AddEntry, call);
  EXPECT_TRUE(met(name, "first_contact"));

  v1::CreateCaseRequest open = support::OpenDetention();
  for (const auto& [by, is_met] : {std::pair{"family", false}, std::pair{"host_authority", true}}) {
    open.set_request_id(support::RequestId());
    auto& fields = *open.mutable_case_()->mutable_details()->mutable_fields();
    fields["arrested_time"].set_string_value("2026-11-19T09:00:00+03:00");
    fields["notified_by"].set_string_value(by);
    EXPECT_EQ(met(Do(&Stub::CreateCase, open).name(), "host_notification"), is_met) << by;
  }
}

TEST_F(Calls, CreateCaseToValidateOnly) {
  const auto written = [&] {
    return database().Rows("SELECT (SELECT count(*) FROM case_file), (SELECT count(*) FROM request)");
  };
  const auto before = written();
  v1::CreateCaseRequest request = support::OpenDetention();
  request.set_validate_only(true);
  const v1::Case draft = Do(&Stub::CreateCase, request);
  EXPECT_TRUE(draft.name().empty());
  EXPECT_EQ(draft.deadlines_size(), 3);
  EXPECT_EQ(written(), before) << "the id is free for the real one";
  request.set_validate_only(false);
  EXPECT_FALSE(Do(&Stub::CreateCase, request).name().empty());
}

TEST_F(Calls, GetCaseInBasicView) {
  const v1::Case opened = Open();
  v1::GetCaseRequest request = support::Get(opened.name());
  request.set_view(v1::CASE_VIEW_BASIC);
  const v1::Case basic = Do(&Stub::GetCase, request);
  EXPECT_EQ(basic.parties_size() + basic.deadlines_size(), 0);
  EXPECT_FALSE(basic.has_details());
  EXPECT_EQ(basic.subject(), opened.subject());
  EXPECT_TRUE(basic.has_next_due_time());
  EXPECT_EQ(basic.next_due_rule(), "first_contact");
  EXPECT_EQ(basic.time_zone(), "Europe/Istanbul");
}

TEST_F(Calls, UpdateCase) {
  const v1::Case opened = Open();
  v1::UpdateCaseRequest request = support::UpdateSummary(opened.name(), "new words");
  request.mutable_case_()->set_priority(v1::PRIORITY_URGENT);
  request.mutable_case_()->set_host_state("DE");
  (*request.mutable_case_()->mutable_details()->mutable_fields())["charge"].set_string_value("smuggling");
  request.mutable_update_mask()->add_paths("details.charge");
  request.mutable_update_mask()->add_paths("details.custody_status");
  request.mutable_update_mask()->add_paths("priority");
  request.mutable_case_()->set_etag(opened.etag());
  const v1::Case updated = Do(&Stub::UpdateCase, request);
  EXPECT_EQ(updated.etag(), "2");
  EXPECT_EQ(updated.time_zone(), "Europe/Istanbul");
  const v1::Case now = Get(opened.name());
  EXPECT_EQ(now.summary(), "new words");
  EXPECT_EQ(now.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(now.host_state(), "TR") << "not in the mask";
  EXPECT_EQ(now.details().fields().at("charge").string_value(), "smuggling");
  EXPECT_EQ(now.details().fields().count("custody_status"), 0u) << "in the mask, not given: cleared";
  EXPECT_EQ(now.details().fields().at("place_of_detention").string_value(), "Kapıkule");
  const v1::Entry told = Timeline(opened.name()).back();
  EXPECT_EQ(told.kind(), v1::ENTRY_KIND_UPDATE);
  EXPECT_EQ(told.text(),
            "summary: A citizen is held at the border. → new words\n"
            "priority: NORMAL → URGENT\n"
            "details.custody_status: police_custody → —\n"
            "details.charge: — → smuggling");
}

TEST_F(Calls, UpdateCaseThatChangesNothingTellsNothing) {
  const v1::Case opened = Open();
  const size_t before = Timeline(opened.name()).size();
  v1::UpdateCaseRequest request = support::UpdateSummary(opened.name(), opened.summary());
  Do(&Stub::UpdateCase, request);
  EXPECT_THAT(Timeline(opened.name()), SizeIs(before));
}

TEST_F(Calls, UpdateCaseMovesTheDeadlinesThatRunFromAField) {
  const v1::Case opened = Open();
  v1::UpdateCaseRequest request = support::UpdateSummary(opened.name());
  *request.mutable_case_()->mutable_details() =
      support::Details(R"({"notified_time": "2026-11-21T09:00:00+03:00"})");
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("details.notified_time");
  Do(&Stub::UpdateCase, request);
  const v1::Case now = Get(opened.name());
  ASSERT_EQ(now.deadlines(0).rule(), "first_contact");
  EXPECT_EQ(now.deadlines(0).due_time().seconds() - opened.deadlines(0).due_time().seconds(), 24 * 3600);
}

TEST_F(Calls, UpdateCaseUndoesWhatAFieldMetAndSaysNoMore) {
  v1::CreateCaseRequest open = support::OpenDetention();
  auto& fields = *open.mutable_case_()->mutable_details()->mutable_fields();
  fields["arrested_time"].set_string_value("2026-11-19T09:00:00+03:00");
  fields["notified_by"].set_string_value("host_authority");
  const std::string name = Do(&Stub::CreateCase, open).name();
  const auto update = [&](const std::string& field, const std::string& value) {
    v1::UpdateCaseRequest request = support::UpdateSummary(name);
    (*request.mutable_case_()->mutable_details()->mutable_fields())[field].set_string_value(value);
    request.mutable_update_mask()->clear_paths();
    request.mutable_update_mask()->add_paths("details." + field);
    Do(&Stub::UpdateCase, request);
  };
  // Hours from the arrest until the host state met its duty to tell us; -1 if it did not.
  const auto met = [&] {
    const v1::Case now = Get(name);
    for (const v1::Deadline& deadline : now.deadlines()) {
      if (deadline.rule() != "host_notification") continue;
      return deadline.has_met_time()
                 ? (deadline.met_time().seconds() - deadline.start_time().seconds()) / 3600
                 : -1;
    }
    return int64_t{-2};
  };
  EXPECT_EQ(met(), 24);
  update("notified_by", "family");
  EXPECT_EQ(met(), -1);
  update("notified_by", "host_authority");
  EXPECT_EQ(met(), 24);
  update("notified_time", "2026-11-20T21:00:00+03:00");
  EXPECT_EQ(met(), 36) << "a date that was put right, later than the wrong one";
  update("arrested_time", "2026-11-20T09:00:00+03:00");
  EXPECT_EQ(met(), 12);
  v1::UpdateCaseRequest clear = support::UpdateSummary(name);
  clear.mutable_update_mask()->clear_paths();
  clear.mutable_update_mask()->add_paths("details.arrested_time");
  Do(&Stub::UpdateCase, clear);
  EXPECT_EQ(met(), -2) << "nothing starts it any more";
  update("arrested_time", "2026-11-20T09:00:00+03:00");
  EXPECT_EQ(met(), 12);
}

TEST_F(Calls, TransitionCase) {
  v1::CreateCaseRequest open = support::OpenDetention();
  *open.mutable_case_()->mutable_received_time() = Stamp(absl::Now() - absl::Hours(3));
  const v1::Case opened = Do(&Stub::CreateCase, open);
  v1::TransitionCaseRequest request = support::Transition(opened.name(), "register", "came by telephone");
  *request.mutable_happened_time() = Stamp(absl::Now() - absl::Hours(2));
  const v1::Case moved = Do(&Stub::TransitionCase, request);
  EXPECT_EQ(moved.state(), "registered");
  EXPECT_EQ(moved.etag(), "2");
  const auto timeline = Timeline(opened.name());
  ASSERT_THAT(timeline, SizeIs(2));
  const v1::Entry& told = timeline.front();  // It happened before the case was opened here.
  EXPECT_EQ(told.kind(), v1::ENTRY_KIND_TRANSITION);
  EXPECT_EQ(told.event(), "register");
  EXPECT_EQ(told.from_state(), "received");
  EXPECT_EQ(told.to_state(), "registered");
  EXPECT_EQ(told.text(), "came by telephone");
  EXPECT_EQ(told.author(), "staff/a.omarova");
}

TEST_F(Calls, TransitionCaseToTheEndAndBack) {
  const v1::Case opened = Open();
  Close(opened.name());
  v1::Case now = Get(opened.name());
  EXPECT_EQ(now.state(), "closed");
  EXPECT_TRUE(now.has_close_time());
  EXPECT_FALSE(now.has_next_due_time());
  EXPECT_EQ(now.next_due_rule(), "");
  Do(&Stub::TransitionCase, support::Transition(opened.name(), "reopen", "he was held again"), "head");
  now = Get(opened.name());
  EXPECT_EQ(now.state(), "in_progress");
  EXPECT_FALSE(now.has_close_time());
  EXPECT_TRUE(now.has_next_due_time());
}

TEST_F(Calls, AssignCase) {
  const v1::Case opened = Open();
  EXPECT_EQ(Do(&Stub::AssignCase, support::Assign(opened.name(), "staff/b.suleimenov")).assignee(),
            "staff/b.suleimenov");
  EXPECT_EQ(Timeline(opened.name()).back().kind(), v1::ENTRY_KIND_ASSIGNMENT);
  EXPECT_TRUE(Do(&Stub::AssignCase, support::Assign(opened.name(), "")).assignee().empty());
  EXPECT_TRUE(Get(opened.name()).assignee().empty());
}

TEST_F(Calls, AddEntryMeetsDeadlines) {
  const v1::Case opened = Open();
  v1::AddEntryRequest request = support::AddCall(opened.name());
  request.mutable_entry()->set_party(opened.parties(0).name());
  request.mutable_entry()->set_author("staff/somebody.else");
  const v1::Entry added = Do(&Stub::AddEntry, request);
  EXPECT_EQ(added.name().rfind(opened.name() + "/entries/", 0), 0u) << added.name();
  EXPECT_EQ(added.author(), "staff/a.omarova") << "the caller, whoever it says";
  EXPECT_TRUE(added.has_happened_time() && added.has_record_time());
  EXPECT_TRUE(MessageDifferencer::Equals(Timeline(opened.name()).back(), added));
  const v1::Case now = Get(opened.name());
  for (const v1::Deadline& deadline : now.deadlines()) {
    EXPECT_EQ(deadline.has_met_time(), deadline.rule() == "first_contact") << deadline.rule();
  }
}

TEST_F(Calls, AddEntryStartsDeadlines) {
  const v1::Case opened = Open();
  v1::AddEntryRequest request = support::AddNote(opened.name(), "asks for access");
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
  request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
  request.mutable_entry()->set_reference("12/34");
  request.mutable_entry()->set_party(opened.parties(0).name());
  const v1::Entry sent = Do(&Stub::AddEntry, request);
  EXPECT_TRUE(MessageDifferencer::Equals(Timeline(opened.name()).back(), sent));
  const v1::Case now = Get(opened.name());
  bool replies = false;
  for (const v1::Deadline& deadline : now.deadlines()) {
    if (deadline.rule() == "access_reply") {
      replies = MessageDifferencer::Equals(deadline.start_time(), sent.happened_time());
    }
    if (deadline.rule() == "access_request") {
      EXPECT_TRUE(deadline.has_met_time());
    }
  }
  EXPECT_TRUE(replies) << now.DebugString();
}

TEST_F(Calls, AVisitIsAlwaysInPerson) {
  const v1::Case opened = Open();
  v1::AddEntryRequest request = support::AddNote(opened.name(), "");
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_VISIT);
  EXPECT_TRUE(Do(&Stub::AddEntry, request).in_person());
}

TEST_F(Calls, AddAndRemoveParty) {
  const v1::Case opened = Open();
  const v1::Party lawyer = Do(&Stub::AddParty, support::AddLawyer(opened.name()));
  EXPECT_EQ(Get(opened.name()).parties_size(), 3);
  EXPECT_EQ(Timeline(opened.name()).back().kind(), v1::ENTRY_KIND_PARTY_ADDED);
  EXPECT_EQ(Timeline(opened.name()).back().party(), lawyer.name());
  EXPECT_EQ(Timeline(opened.name()).back().text(), "LAWYER: Mehmet Yılmaz");
  const v1::Party removed = Do(&Stub::RemoveParty, support::RemoveParty(lawyer.name()));
  EXPECT_EQ(removed.name(), lawyer.name());
  EXPECT_EQ(removed.display_name(), "Mehmet Yılmaz");
  EXPECT_TRUE(removed.has_remove_time());
  EXPECT_EQ(Get(opened.name()).parties_size(), 2);
  EXPECT_EQ(Timeline(opened.name()).back().kind(), v1::ENTRY_KIND_PARTY_REMOVED);
  EXPECT_EQ(Timeline(opened.name()).back().text(), "LAWYER: Mehmet Yılmaz\nentered by mistake");
}

TEST_F(Calls, WhoAmI) {
  const v1::WhoAmIResponse response = Do(&v1::Admin::Stub::WhoAmI, v1::WhoAmIRequest(), "partner");
  EXPECT_EQ(response.name(), "partners/iom/registry");
  EXPECT_EQ(response.spiffe_id(), "spiffe://arasha.example/partner/iom/registry");
  ASSERT_EQ(response.grants_size(), 1);
  EXPECT_EQ(response.grants(0).role(), "partner");
  EXPECT_EQ(response.grants(0).mission(), "missions/-");
  EXPECT_FALSE(response.server_version().empty());
}

TEST_F(Calls, Missions) {
  v1::ListMissionsResponse response =
      Do(&v1::Admin::Stub::ListMissions, v1::ListMissionsRequest(), "partner");
  ASSERT_EQ(response.missions_size(), 4);
  const v1::Mission& istanbul = response.missions(1);
  EXPECT_EQ(istanbul.name(), "missions/IST");
  EXPECT_EQ(istanbul.display_name().en(), "Consulate General of the Republic of Kazakhstan in Istanbul");
  EXPECT_EQ(istanbul.host_state(), "TR");
  EXPECT_EQ(istanbul.time_zone(), "Europe/Istanbul");

  v1::ListMissionsRequest some;
  some.add_names("missions/WAW");
  some.add_names("missions/XXX");
  response = Do(&v1::Admin::Stub::ListMissions, some);
  ASSERT_EQ(response.missions_size(), 1);
  EXPECT_EQ(response.missions(0).time_zone(), "Europe/Warsaw");
}

TEST_F(Calls, CaseTypes) {
  const auto types = Do(&v1::Admin::Stub::ListCaseTypes, v1::ListCaseTypesRequest(), "auditor");
  ASSERT_GE(types.case_types_size(), 3);
  for (const v1::CaseType& type : types.case_types()) {
    EXPECT_FALSE(type.description().kk().empty()) << type.id();
    EXPECT_TRUE(type.fields().empty() && type.states().empty())
        << type.id() << " is longer than a list needs";
  }
  v1::ListCaseTypesRequest some;
  some.set_labels(true);
  some.add_names("caseTypes/rights.detention");
  some.add_names("caseTypes/no.such");
  const v1::ListCaseTypesResponse labelled = Do(&v1::Admin::Stub::ListCaseTypes, some);
  ASSERT_EQ(labelled.case_types_size(), 1);
  EXPECT_EQ(labelled.case_types(0).id(), "rights.detention");
  EXPECT_EQ(labelled.case_types(0).states(0).id(), "received");
  EXPECT_FALSE(labelled.case_types(0).states(0).label().kk().empty());
  EXPECT_FALSE(labelled.case_types(0).fields().empty());
  for (const v1::FieldRule& field : labelled.case_types(0).fields()) {
    EXPECT_NE(field.kind(), v1::FIELD_KIND_UNSPECIFIED) << field.id();
  }
  ASSERT_FALSE(labelled.case_types(0).raises().empty());
  EXPECT_FALSE(labelled.case_types(0).raises(0).label().kk().empty()) << "timelines name what raised a case";
  EXPECT_TRUE(labelled.case_types(0).deadlines(0).source().empty()) << "rules are GetCaseType's";
  for (int i = 0; i < 100; ++i) some.add_names("caseTypes/no.such");
  EXPECT_EQ(Try(&v1::Admin::Stub::ListCaseTypes, some).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  for (const std::string name : {"caseTypes/rights.detention", "caseTypes/rights.detention@2"}) {
    v1::GetCaseTypeRequest request;
    request.set_name(name);
    EXPECT_EQ(Do(&v1::Admin::Stub::GetCaseType, request).id(), "rights.detention") << name;
  }
  for (const std::string name :
       {"caseTypes/rights.detention@99", "caseTypes/no.such", "caseTypes/rights.detention@x"}) {
    v1::GetCaseTypeRequest request;
    request.set_name(name);
    EXPECT_EQ(Try(&v1::Admin::Stub::GetCaseType, request).error_code(), grpc::StatusCode::NOT_FOUND) << name;
  }
}

}  // namespace
}  // namespace arasha
