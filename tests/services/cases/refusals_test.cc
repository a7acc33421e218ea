// What could go wrong: bad input is stored, answers with a code that says something else, or does not say
// which field is wrong; a malformed request reaches PostgreSQL and comes back as a fault of the server.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "services/cases/transitions.h"
#include "services/rules/flow/transitions.h"
#include "tests/support/samples.h"
#include "tests/support/shipped_catalogue.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using support::Stamp;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using Stub = v1::Cases::Stub;

class Refusals : public support::SharedServerTest {
 protected:
  // What is answered to an opening with one thing changed.
  std::string Opening(const std::function<void(v1::CreateCaseRequest&)>& change) {
    v1::CreateCaseRequest request = support::OpenDetention();
    change(request);
    return Line(Try(&Stub::CreateCase, request));
  }
  std::string Party(const std::function<void(v1::Party&)>& change) {
    return Opening([&](v1::CreateCaseRequest& r) { change(*r.mutable_case_()->mutable_parties(0)); });
  }
  std::string Entry(const std::string& name, const std::function<void(v1::Entry&)>& change) {
    v1::AddEntryRequest request = support::AddNote(name);
    change(*request.mutable_entry());
    return Line(Try(&Stub::AddEntry, request));
  }
  static std::string Invalid(const std::string& fields) {
    return "INVALID_ARGUMENT/INVALID_FIELD(" + fields + ")";
  }
};

TEST_F(Refusals, OfAnOpening) {
  StartAfresh();
  using R = v1::CreateCaseRequest;
  EXPECT_EQ(Opening([](R& r) { r.mutable_case_()->set_type("no.such"); }),
            "INVALID_ARGUMENT/CASE_TYPE_UNKNOWN");
  EXPECT_EQ(Opening([](R& r) { r.clear_case_(); }), Invalid("case.type"));
  EXPECT_EQ(Opening([](R& r) { r.set_parent("missions/XXX"); }), "NOT_FOUND/NOT_FOUND");
  for (const char* parent :
       {"", "IST", "missions/", "missions/ist", "missions/IST/", "mission/IST", "missions/ISTANBUL"}) {
    EXPECT_EQ(Opening([&](R& r) { r.set_parent(parent); }), Invalid("parent")) << parent;
  }
  EXPECT_EQ(Opening([](R& r) { r.set_parent("missions/-"); }), "NOT_FOUND/NOT_FOUND");
  for (const char* id : {"", "x", "0192F0C1-2B1C-7ABC-8DEF-0123456789AB", "0192f0c12b1c7abc8def0123456789ab",
                         "0192f0c1-2b1c-7abc-8def-0123456789ab ", "{192f0c1-2b1c-7abc-8def-0123456789ab}"}) {
    EXPECT_EQ(Opening([&](R& r) { r.set_request_id(id); }), Invalid("request_id")) << id;
  }
  EXPECT_EQ(Opening([](R& r) { r.mutable_case_()->clear_summary(); }), Invalid("case.summary"));
  EXPECT_EQ(Opening([](R& r) { r.mutable_case_()->set_summary(std::string(4001, 'x')); }),
            Invalid("case.summary"));
  EXPECT_EQ(Opening([](R& r) { r.mutable_case_()->set_priority(static_cast<v1::Priority>(77)); }),
            Invalid("case.priority"));
  EXPECT_EQ(Opening([](R& r) { r.mutable_case_()->set_host_state("Turkey"); }), Invalid("case.host_state"));
  EXPECT_EQ(Opening([](R& r) {
              *r.mutable_case_()->mutable_received_time() = Stamp(absl::Now() + absl::Hours(1));
            }),
            Invalid("case.received_time"));
  EXPECT_EQ(
      Opening([](R& r) { *r.mutable_case_()->mutable_details() = support::Details(R"({"bogus": 1})"); }),
      Invalid("case.details.bogus,case.details.notified_time,case.details.place_of_detention"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_file"), "0");
}

TEST_F(Refusals, OfTimesThatNoRegisterCanHold) {
  using R = v1::CreateCaseRequest;
  for (const int64_t seconds :
       {INT64_MIN, -99999999999999, -62135596801, -2208988801, 253402300800, 99999999999999, INT64_MAX}) {
    EXPECT_EQ(Opening([&](R& r) { r.mutable_case_()->mutable_received_time()->set_seconds(seconds); }),
              Invalid("case.received_time"))
        << seconds;
  }
  EXPECT_EQ(Opening([](R& r) { r.mutable_case_()->mutable_received_time()->set_nanos(-5); }),
            Invalid("case.received_time"));
  const std::string name = Open().name();
  for (const int64_t seconds : {INT64_MIN, -99999999999999, 99999999999999, INT64_MAX}) {
    v1::TransitionCaseRequest request = support::Transition(name, "register");
    request.mutable_happened_time()->set_seconds(seconds);
    EXPECT_EQ(Line(Try(&Stub::TransitionCase, request)), Invalid("happened_time")) << seconds;
    EXPECT_EQ(Entry(name, [&](v1::Entry& e) { e.mutable_happened_time()->set_seconds(seconds); }),
              Invalid("entry.happened_time"))
        << seconds;
  }
}

TEST_F(Refusals, OfRelatedStaffWhoAreNobody) {
  const std::string wrong = Invalid("case.parties[0].related_staff");
  EXPECT_EQ(Party([](v1::Party& p) { p.add_related_staff("staff/nobody"); }), wrong);
  EXPECT_EQ(Party([](v1::Party& p) { p.add_related_staff("not a name"); }), wrong) << "told once";
  v1::AddPartyRequest kin = support::AddLawyer(Open().name());
  kin.mutable_party()->add_related_staff("staff/nobody");
  EXPECT_EQ(Line(Try(&Stub::AddParty, kin)), Invalid("party.related_staff"));
  kin.mutable_party()->set_related_staff(0, "staff/b.suleimenov");
  v1::Party party = Do(&Stub::AddParty, kin);
  party.add_related_staff("staff/nobody");
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(party, {"related_staff"}))),
            Invalid("party.related_staff"));
}

// PostgreSQL keeps no U+0000 in a text, and says so in words that are not for callers.
TEST_F(Refusals, OfZeroCharacters) {
  using R = v1::CreateCaseRequest;
  const std::string zero("a\0b", 3);
  EXPECT_THAT(Opening([&](R& r) { r.mutable_case_()->set_summary(zero); }), HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Party([&](v1::Party& p) { p.set_display_name(zero); }), HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Opening([&](R& r) {
                (*r.mutable_case_()->mutable_details()->mutable_fields())["charge"].set_string_value(zero);
              }),
              HasSubstr("INVALID_ARGUMENT"));
  const std::string name = Open().name();
  EXPECT_THAT(Entry(name, [&](v1::Entry& e) { e.set_text(zero); }), HasSubstr("INVALID_ARGUMENT"));
  EXPECT_THAT(Line(Try(&Stub::TransitionCase, support::Transition(name, "register", zero))),
              HasSubstr("INVALID_ARGUMENT"));
}

TEST_F(Refusals, OfAParty) {
  using P = v1::Party;
  EXPECT_EQ(Party([](P& p) { p.set_iin("910214309988"); }), Invalid("case.parties[0].iin"));
  EXPECT_EQ(Party([](P& p) { p.set_iin("91021430998"); }), Invalid("case.parties[0].iin"));
  EXPECT_EQ(Party([](P& p) { p.set_birth_date("1991-02-15"); }), Invalid("case.parties[0].birth_date"));
  EXPECT_EQ(Party([](P& p) { p.set_birth_date("1991-02-30"); }), Invalid("case.parties[0].birth_date"));
  EXPECT_EQ(Party([](P& p) { p.set_bin("123456789012"); }),
            Invalid("case.parties[0].bin,case.parties[0].bin"));
  EXPECT_EQ(Party([](P& p) { p.clear_display_name(); }), Invalid("case.parties[0].display_name"));
  EXPECT_EQ(Party([](P& p) { p.set_role(v1::PARTY_ROLE_UNSPECIFIED); }),
            Invalid("case.parties[0].role,case.parties"));
  EXPECT_EQ(Party([](P& p) { p.set_phone("870000"); }), Invalid("case.parties[0].phone"));
  EXPECT_EQ(Party([](P& p) { p.set_email("nobody"); }), Invalid("case.parties[0].email"));
  EXPECT_EQ(Party([](P& p) { p.set_passport_number("№ 1"); }), Invalid("case.parties[0].passport_number"));
  EXPECT_EQ(Party([](P& p) { p.set_nationality("kz"); }), Invalid("case.parties[0].nationality"));
  v1::AddPartyRequest request = support::AddLawyer(Open().name());
  request.mutable_party()->set_iin("000000000000");
  EXPECT_EQ(Line(Try(&Stub::AddParty, request)), Invalid("party.iin"));
}

TEST_F(Refusals, NeverRepeatThePersonalValue) {
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->mutable_parties(0)->set_iin("910214309980");
  request.mutable_case_()->mutable_parties(0)->set_phone("+0-secret");
  const grpc::Status status = Try(&Stub::CreateCase, request);
  EXPECT_THAT(status.error_message() + status.error_details(), ::testing::Not(HasSubstr("910214309980")));
  EXPECT_THAT(status.error_message() + status.error_details(), ::testing::Not(HasSubstr("secret")));
}

TEST_F(Refusals, ListEveryBadFieldAtOnce) {
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->clear_summary();
  request.mutable_case_()->mutable_parties(0)->set_iin("1");
  request.mutable_case_()->mutable_parties(1)->set_phone("1");
  EXPECT_THAT(support::Read(Try(&Stub::CreateCase, request)).fields,
              UnorderedElementsAre("case.summary", "case.parties[0].iin", "case.parties[1].phone"));
}

TEST_F(Refusals, OfAnEntry) {
  const v1::Case mine = Open();
  const std::string& name = mine.name();
  using E = v1::Entry;
  EXPECT_EQ(Entry(name, [](E& e) { e.set_kind(v1::ENTRY_KIND_TRANSITION); }), Invalid("entry.kind"));
  EXPECT_EQ(Entry(name, [](E& e) { e.set_kind(v1::ENTRY_KIND_UNSPECIFIED); }), Invalid("entry.kind"));
  EXPECT_EQ(Entry(name, [](E& e) { e.clear_text(); }), Invalid("entry.text"));
  EXPECT_EQ(Entry(name, [](E& e) { e.set_text(std::string(10001, 'x')); }), Invalid("entry.text"));
  EXPECT_EQ(Entry(name, [](E& e) { *e.mutable_happened_time() = Stamp(absl::Now() + absl::Minutes(10)); }),
            Invalid("entry.happened_time"));
  EXPECT_EQ(Entry(name, [](E& e) { *e.mutable_happened_time() = Stamp(absl::Now() + absl::Minutes(4)); }),
            "OK");
  EXPECT_EQ(Entry(name, [](E& e) { e.set_kind(v1::ENTRY_KIND_CONTACT); }), Invalid("entry.channel"));
  EXPECT_EQ(Entry(name, [](E& e) { e.set_in_person(true); }), Invalid("entry.in_person"));
  EXPECT_EQ(Entry(name, [](E& e) { e.set_kind(v1::ENTRY_KIND_NOTE_VERBALE); }), Invalid("entry.direction"));
  EXPECT_EQ(Entry(name, [](E& e) { e.set_party("Mehmet"); }), Invalid("entry.party"));
  const v1::Case other = Open();
  EXPECT_EQ(Entry(name, [&](E& e) { e.set_party(other.parties(0).name()); }), Invalid("entry.party"));
  const std::string nobody = name + "/parties/0192f0c1-2b1c-7abc-8def-0123456789ab";
  EXPECT_EQ(Entry(name, [&](E& e) { e.set_party(nobody); }), Invalid("entry.party"));
  // The same on the way that may start a deadline.
  EXPECT_EQ(Entry(name,
                  [&](E& e) {
                    e.set_party(nobody);
                    e.set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
                    e.set_direction(v1::DIRECTION_SENT);
                  }),
            Invalid("entry.party"));
}

TEST_F(Refusals, OfAClosedCase) {
  const v1::Case opened = Open();
  const std::string& name = opened.name();
  Close(name);
  constexpr char kClosed[] = "FAILED_PRECONDITION/CASE_CLOSED";
  EXPECT_EQ(Line(Try(&Stub::AddEntry, support::AddCall(name))), kClosed);
  EXPECT_EQ(Entry(name,
                  [](v1::Entry& e) {
                    e.set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
                    e.set_direction(v1::DIRECTION_SENT);
                  }),
            kClosed);
  EXPECT_EQ(Line(Try(&Stub::AddParty, support::AddLawyer(name))), kClosed);
  EXPECT_EQ(Line(Try(&Stub::RemoveParty, support::RemoveParty(opened.parties(1).name()))), kClosed);
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(opened.parties(1), {"note"}))), kClosed);
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, support::UpdateSummary(name))), kClosed);
  EXPECT_EQ(Line(Try(&Stub::AssignCase, support::Assign(name, "staff/a.omarova"))), kClosed);
  EXPECT_EQ(Line(Try(&Stub::AddEntry, support::AddNote(name))), "OK");
  EXPECT_EQ(Entry(name, [](v1::Entry& e) { e.set_kind(v1::ENTRY_KIND_DECISION); }), "OK");
}

// Whoever is told what else may be done must be told of all of it, also in letters of two bytes; and gRPC
// takes 8 KiB beside an answer, of which Base64 makes 6.
TEST(TransitionRefusals, NameEveryEventThatTheStateAllows) {
  for (const v1::CaseType& shipped : support::ShippedTypes()) {
    const auto type = rules::CaseType::Create(shipped);
    ASSERT_TRUE(type.ok()) << type.status();
    for (const v1::StateRule& state : shipped.states()) {
      // All that it has, for whom all is allowed.
      const auto ruling = rules::RuleTransition(*type, state.id(), "no_such_event",
                                                {"officer", "head", "supervisor"}, false, {});
      const absl::Status refused = cases::StatusOf(ruling, *type, state.id(), "no_such_event");
      const auto payload = refused.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
      ASSERT_TRUE(payload.has_value());
      EXPECT_LT(payload->size(), 4500U) << type->id() << " " << state.id();
      google::rpc::ErrorInfo info;
      ASSERT_TRUE(info.ParseFromString(std::string(*payload)));
      for (const char* key : {"allowed", "allowed.kk", "allowed.ru"}) {
        const std::string& told = info.metadata().at(key);
        EXPECT_THAT(told, Not(HasSubstr("…"))) << type->id() << " " << state.id();
        for (const std::string& event : ruling.allowed_events) EXPECT_THAT(told, HasSubstr(event));
      }
    }
  }
}

TEST_F(Refusals, OfATransition) {
  const std::string name = Open().name();
  const grpc::Status wrong = Try(&Stub::TransitionCase, support::Transition(name, "close"), "head");
  EXPECT_EQ(Line(wrong), "FAILED_PRECONDITION/TRANSITION_NOT_ALLOWED");
  EXPECT_THAT(
      support::Read(wrong).metadata,
      UnorderedElementsAre(std::pair("state", "received"), std::pair("state.kk", "Келіп түсті"),
                           std::pair("state.ru", "Поступило"), std::pair("event", "close"),
                           std::pair("event.kk", "Істі жабу"), std::pair("event.ru", "Закрыть дело"),
                           std::pair("allowed", "register"), std::pair("allowed.kk", "register (Тіркеу)"),
                           std::pair("allowed.ru", "register (Зарегистрировать)")));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, "no_such_event"))),
            "FAILED_PRECONDITION/TRANSITION_NOT_ALLOWED");
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, "Not An Id"))), Invalid("event"));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, ""))), Invalid("event"));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, "register", std::string(10001, 'x')))),
            Invalid("text"));
  v1::TransitionCaseRequest future = support::Transition(name, "register");
  *future.mutable_happened_time() = Stamp(absl::Now() + absl::Hours(1));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, future)), Invalid("happened_time"));
  Do(&Stub::TransitionCase, support::Transition(name, "register"));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, "resolve"))), Invalid("text"));
  Do(&Stub::TransitionCase, support::Transition(name, "assess"));
  Do(&Stub::TransitionCase, support::Transition(name, "start"));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name, "record_sentence"))),
            Invalid("case.details.sentence"));
}

TEST_F(Refusals, OfAStaleEtag) {
  const std::string name = Open().name();
  Do(&Stub::UpdateCase, support::UpdateSummary(name));
  constexpr char kStale[] = "ABORTED/ETAG_MISMATCH";
  v1::UpdateCaseRequest update = support::UpdateSummary(name);
  update.mutable_case_()->set_etag("1");
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, update)), kStale);
  v1::TransitionCaseRequest transition = support::Transition(name, "register");
  transition.set_etag("1");
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, transition)), kStale);
  v1::AssignCaseRequest assign = support::Assign(name, "");
  assign.set_etag("nonsense");
  EXPECT_EQ(Line(Try(&Stub::AssignCase, assign)), kStale);
  assign.set_etag("2");
  EXPECT_EQ(Line(Try(&Stub::AssignCase, assign)), "OK");
}

TEST_F(Refusals, OfAnUpdate) {
  const std::string name = Open().name();
  const auto updating = [&](const std::vector<std::string>& paths) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(name);
    request.set_request_id(support::RequestId());
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Line(Try(&Stub::UpdateCase, request));
  };
  EXPECT_EQ(updating({}), Invalid("update_mask"));
  for (const char* path : {"state", "type", "assignee", "uid", "name", "parties", "*", "", "details..",
                           "details.bogus", "Summary"}) {
    EXPECT_THAT(updating({path}), HasSubstr("INVALID_ARGUMENT/INVALID_FIELD")) << path;
  }
  EXPECT_EQ(updating({"summary"}), Invalid("case.summary")) << "cannot be cleared";
  EXPECT_EQ(updating({"host_state"}), Invalid("case.host_state"));
  EXPECT_EQ(updating({"received_time"}), Invalid("case.received_time"));
  EXPECT_EQ(updating({"details.place_of_detention"}), Invalid("case.details.place_of_detention"))
      << "is required";
}

TEST_F(Refusals, OfAPartyThatWasTakenOff) {
  const v1::Case opened = Open();
  const v1::Party& party = opened.parties(1);
  ASSERT_EQ(Line(Try(&Stub::RemoveParty, support::RemoveParty(party.name()))), "OK");
  EXPECT_EQ(Line(Try(&Stub::RemoveParty, support::RemoveParty(party.name()))), "NOT_FOUND/NOT_FOUND");
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(party, {"note"}))), "NOT_FOUND/NOT_FOUND");
}

TEST_F(Refusals, OfACompartmentThatNobodyIsClearedFor) {
  v1::UpdateCaseRequest update = support::UpdateSummary(Open().name());
  update.mutable_case_()->set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  update.mutable_case_()->set_compartment("traficking");
  update.mutable_update_mask()->add_paths("sensitivity");
  update.mutable_update_mask()->add_paths("compartment");
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, update)), Invalid("case.compartment"));
  v1::CreateCaseRequest open = support::OpenDetention();
  open.mutable_case_()->set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  open.mutable_case_()->set_compartment("traficking");
  EXPECT_EQ(Line(Try(&Stub::CreateCase, open)), Invalid("case.compartment"));
}

TEST_F(Refusals, OfMalformedNames) {
  for (const std::string name :
       {"", "IST-2026-000001", "missions/IST/cases/", "missions/IST/cases/IST-2026-1",
        "missions/IST/cases/WAW-2026-000001", "missions/IST/cases/IST-2026-000001/",
        "missions/IST/cases/IST-2026-000000", "missions/IST/cases/IST-99999-000001",
        "missions/IST/cases/IST-2026-99999999999", "missions/IST/cases/IST-2026--00001",
        "missions/IST/cases/IST-2026- 00001"}) {
    EXPECT_EQ(Line(Try(&Stub::GetCase, support::Get(name))), Invalid("name")) << name;
    EXPECT_EQ(Line(Try(&Stub::ListEntries, support::ListEntries(name))), Invalid("parent")) << name;
    EXPECT_EQ(Line(Try(&Stub::AddEntry, support::AddNote(name))), Invalid("parent")) << name;
    EXPECT_EQ(Line(Try(&Stub::UpdateCase, support::UpdateSummary(name))), Invalid("case.name")) << name;
    EXPECT_EQ(Line(Try(&Stub::RemoveParty, support::RemoveParty(name))), Invalid("name")) << name;
  }
}

}  // namespace
}  // namespace arasha
