// What could go wrong: a value that a caller sent, in whatever field and however the call ended, gets to
// where operators read and nobody can erase: the log, the metrics, the journal, PostgreSQL's log.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/audit.grpc.pb.h"
#include "arasha/v1/reminders.grpc.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "tests/services/requests/access_table.h"
#include "tests/services/requests/methods.h"
#include "tests/services/requests/raw_call.h"
#include "tests/services/secrecy/plants.h"
#include "tests/support/erasure_lists.h"
#include "tests/support/issued_certificate.h"
#include "tests/support/log/log_key.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/tls_connection.h"
#include "tests/support/update_party.h"
#include "tests/support/warn.h"

namespace arasha {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::Cases::Stub;

int FreePort() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(descriptor, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(descriptor);
  return ntohs(address.sin_port);
}

class PlantedValues : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.log_level = "debug";
    options.metrics_listen = metrics_ = absl::StrCat("127.0.0.1:", FreePort());
    options.sequencer_database = database().sequencer_conninfo();
    options.log_origin = "arasha.example/audit";
    options.log_key = log_key_.path();
    options.log_journal = journal_.path();
    return options;
  }

  // A case that is full of it. What was stored is answered again, so `answers_` shows that it was sent.
  std::string Plant() {
    v1::CreateCaseRequest create = support::OpenDetention();
    v1::Case& message = *create.mutable_case_();
    message.set_summary(plants_.Text());
    auto& details = *message.mutable_details()->mutable_fields();
    for (const char* field : {"place_of_detention", "charge", "detaining_authority", "health_needs"}) {
      details[field].set_string_value(plants_.Text());
    }
    message.mutable_parties(0)->set_display_name(plants_.Text());
    message.mutable_parties(0)->set_iin(plants_.iin());
    message.mutable_parties(0)->set_passport_number("N" + absl::AsciiStrToUpper(plants_.Word()));
    message.mutable_parties(1)->set_display_name(plants_.Text());
    message.mutable_parties(1)->set_phone(plants_.phone());
    message.mutable_parties(1)->set_email(plants_.Word() + "@mail.example");
    message.mutable_parties(1)->set_note(plants_.Text());
    const std::string name = Do(&Stub::CreateCase, create).name();
    names_ = {{"missions/*", "missions/IST"}, {"missions/*/cases/*", name}};
    names_["missions/*/cases/*/entries/*"] =
        Do(&Stub::AddEntry, support::AddNote(name, plants_.Text())).name();
    v1::AddEntryRequest verbale = support::AddNote(name, plants_.Text());
    verbale.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
    verbale.mutable_entry()->set_direction(v1::DIRECTION_SENT);
    verbale.mutable_entry()->set_reference(plants_.Word());
    v1::CorrectEntryRequest correct;
    correct.set_name(Do(&Stub::AddEntry, verbale).name());
    correct.set_reason(plants_.Text());
    *correct.mutable_replacement() = verbale.entry();
    correct.mutable_replacement()->set_text(plants_.Text());
    correct.set_request_id(support::RequestId());
    Do(&Stub::CorrectEntry, correct);
    v1::AddPartyRequest lawyer = support::AddLawyer(name);
    lawyer.mutable_party()->set_display_name(plants_.Text());
    v1::Party changed = lawyer.party();
    changed.set_name(Do(&Stub::AddParty, lawyer).name());
    names_["missions/*/cases/*/parties/*"] = changed.name();
    changed.set_display_name(plants_.Text());
    changed.set_note(plants_.Text());
    Do(&Stub::UpdateParty, support::UpdateParty(changed, {"display_name", "note"}));
    v1::RemovePartyRequest remove =
        support::RemoveParty(Do(&Stub::AddParty, support::AddLawyer(name)).name());
    remove.set_reason(plants_.Text());
    Do(&Stub::RemoveParty, remove);
    names_["missions/*/cases/*/rows/*"] =
        Do(&Stub::AddRow, support::AddHearing(name, "2026-11-20", plants_.Text())).name();
    v1::RemoveRowRequest remove_row =
        support::RemoveRow(Do(&Stub::AddRow, support::AddHearing(name, "2026-11-21", plants_.Text())).name());
    remove_row.set_reason(plants_.Text());
    Do(&Stub::RemoveRow, remove_row);
    Do(&Stub::UpdateCase, support::UpdateSummary(name, plants_.Text()));
    Do(&Stub::TransitionCase, support::Transition(name, "register", plants_.Text()));
    Do(&Stub::TransitionCase, support::Transition(name, "resolve", plants_.Text()), "head");
    const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "close", plants_.Text()));
    v1::RefuseTransitionRequest refuse;
    refuse.set_name(proposed.pending_approval().name());
    refuse.set_text(plants_.Text());
    refuse.set_request_id(support::RequestId());
    Do(&Stub::RefuseTransition, refuse, "head");
    names_["missions/*/cases/*/approvals/*"] = refuse.name();
    v1::GrantAccessRequest grant;
    grant.set_case_(name);
    grant.set_principal("staff/d.kim");
    *grant.mutable_expire_time() = support::Stamp(absl::Now() + absl::Hours(1));
    grant.set_reason(plants_.Text());
    grant.set_request_id(support::RequestId());
    names_["accessGrants/*"] = Do(&v1::Access::Stub::GrantAccess, grant, "head").name();
    names_["erasureLists/*"] = support::PutErasureList(database(), keys(), "staff/a.omarova", false,
                                                       names_.at("missions/*/cases/*"));
    names_["missions/*/cases/*/reminders/*"] =
        Do(&v1::Reminders::Stub::CreateReminder, support::Remind(Open().name(), plants_.Text())).name();
    names_["missions/*/cases/*/warnings/*"] = support::Warn(database().server(), keys(), Open(), "officer");
    v1::ListCasesRequest search = support::ListCases("missions/IST");
    search.set_search(plants_.iin());
    EXPECT_EQ(Do(&Stub::ListCases, search).cases_size(), 1);
    answers_ = Do(&Stub::GetCase, support::Get(name)).DebugString() +
               Do(&Stub::ListEntries, support::ListEntries(name)).DebugString();
    return name;
  }

  // Every method, with every text of its request in turn a plant. The others are what access_matrix.txt first
  // sends, and what the method's rule says is a name is one, so that plants get past it.
  void PlantInEveryFieldOfEveryMethod() {
    const std::map<std::string, std::string> places = {{"$CASE", names_.at("missions/*/cases/*")},
                                                       {"$STAFF", "staff/d.kim"},
                                                       {"$COLLEAGUE", "staff/b.suleimenov"},
                                                       {"$OUTSIDER", "staff/d.kim"}};
    std::map<std::string, Row> rows;
    for (const Row& row : ReadTable()) rows.emplace(row.method, row);
    for (const auto* method : AllMethods()) {
      const auto row = rows.find(PathOf(*method));
      bool well_formed = false;
      for (int planted = -1, texts = 0; planted < texts; ++planted) {
        for (const char* role : {"officer", "auditor", "admin"}) {
          const auto request = row == rows.end() ? NewRequest(*method) : RequestOf(row->second, places);
          PutByRule(*method, names_, *request);
          texts = PlantText(planted, *request, plants_);
          const RawAnswer answer =
              RawCall(server().As(role), "/" + PathOf(*method), request->SerializeAsString());
          ++ends_[answer.status.error_code()];
          if (planted < 0 && answer.status.error_code() != grpc::StatusCode::INVALID_ARGUMENT)
            well_formed = true;
        }
      }
      EXPECT_TRUE(well_formed) << PathOf(*method) << ": no plant gets further than what is wrong without it";
    }
  }

  // What no stub sends: metadata, methods, bytes and certificates that carry a plant.
  void PlantBesideTheRequests() {
    grpc::ClientContext context;
    context.AddMetadata("x-note", plants_.Word());
    v1::Case response;
    Cases().GetCase(&context, support::Get(plants_.Text()), &response);
    RawCall(server().As("officer"), "/arasha.v1.Cases/" + plants_.Word(), "");
    RawCall(server().As("officer"), "/arasha.v1.Cases/GetCase",
            "\x0a\x20" + plants_.Word() + "\xff\xff\xff\xff");
    support::CertificateOrder order;
    order.names = "URI:spiffe://arasha.example/staff/" + plants_.Word();
    const auto stub =
        v1::Admin::NewStub(server().Connect(support::IssueCertificate(scratch_.path(), "nobody", order)));
    grpc::ClientContext as_nobody;
    v1::WhoAmIResponse who;
    EXPECT_EQ(support::Line(stub->WhoAmI(&as_nobody, {}, &who)), "UNAUTHENTICATED/IDENTITY_UNKNOWN");
    order.names = "URI:spiffe://" + plants_.Word() + "/staff/a.omarova";
    support::TlsOffer offer;
    offer.pair = support::IssueCertificate(scratch_.path(), "stranger", order);
    EXPECT_FALSE(support::TlsConnection(server().address(), offer).taken_in());
  }

  // Faults of ours, whose words PostgreSQL ends with the row; the incidents that callers are told.
  std::vector<std::string> FailInside(const std::string& case_name) {
    std::vector<std::string> incidents;
    const auto fail = [&](const std::string& table, const std::function<grpc::Status()>& call) {
      database().Rows(
          absl::StrCat("ALTER TABLE ", table, " ADD CONSTRAINT nothing_fits CHECK (false) NOT VALID"));
      const grpc::Status status = call();
      EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL) << table << ": " << status.error_message();
      incidents.push_back(status.error_message().substr(status.error_message().rfind(' ') + 1));
      database().Rows(absl::StrCat("ALTER TABLE ", table, " DROP CONSTRAINT nothing_fits"));
    };
    fail("case_file", [&] {
      v1::CreateCaseRequest request = support::OpenDetention();
      request.mutable_case_()->set_summary(plants_.Text());
      return Try(&Stub::CreateCase, request);
    });
    fail("entry", [&] { return Try(&Stub::AddEntry, support::AddNote(case_name, plants_.Text())); });
    fail("party", [&] {
      v1::AddPartyRequest request = support::AddLawyer(case_name);
      request.mutable_party()->set_display_name(plants_.Text());
      return Try(&Stub::AddParty, request);
    });
    return incidents;
  }

  std::string MetricsPage() const {
    const support::TcpConnection connection(metrics_);
    EXPECT_TRUE(connection.Send("GET /metrics HTTP/1.0\r\n\r\n"));
    std::string page;
    for (std::string more; !(more = connection.Receive(absl::Seconds(2))).empty();) page += more;
    return page;
  }
  std::string Journal() const {
    std::string journal;
    for (const auto& file : std::filesystem::directory_iterator(journal_.path())) {
      journal += absl::StrCat(file.path().string(), "\n", support::ReadFile(file.path()));
    }
    return journal;
  }

  Plants plants_;
  std::map<std::string, std::string> names_;  // of what Plant() made, by their forms
  std::string answers_;
  std::map<grpc::StatusCode, int> ends_;

 private:
  std::string metrics_;
  support::LogKey log_key_;
  support::ScratchFolder journal_;
  support::ScratchFolder scratch_;
};

TEST_F(PlantedValues, AreNowhereThatOperatorsRead) {
  ::testing::internal::CaptureStderr();
  const std::string name = Plant();
  const std::vector<std::string> incidents = FailInside(name);
  PlantBesideTheRequests();
  PlantInEveryFieldOfEveryMethod();
  const std::string metrics = MetricsPage();
  const std::string log = ::testing::internal::GetCapturedStderr();
  const std::string journal = Journal();
  const std::string database_log = support::ReadFile(support::FindEnvironment()->dir + "/postgres.log");

  EXPECT_NE(plants_.FoundIn(answers_), "") << "nothing was planted";
  EXPECT_THAT(answers_, HasSubstr(plants_.iin()));
  EXPECT_THAT(answers_, HasSubstr(plants_.phone()));
  for (const auto code : {grpc::StatusCode::OK, grpc::StatusCode::INVALID_ARGUMENT,
                          grpc::StatusCode::NOT_FOUND, grpc::StatusCode::PERMISSION_DENIED}) {
    EXPECT_GT(ends_[code], 5) << "hardly a call ended so: " << code;
  }
  EXPECT_EQ(ends_[grpc::StatusCode::INTERNAL], 0);
  for (const std::string& incident : incidents) EXPECT_THAT(log, HasSubstr("\"call\":\"" + incident + "\""));
  EXPECT_THAT(log, HasSubstr("nothing_fits")) << "operators must see why";
  EXPECT_THAT(metrics, HasSubstr("arasha_calls_total"));
  EXPECT_THAT(journal, HasSubstr("Z "));

  EXPECT_EQ(plants_.FoundIn(log), "");
  EXPECT_EQ(plants_.FoundIn(metrics), "");
  EXPECT_EQ(plants_.FoundIn(journal), "");
  EXPECT_EQ(plants_.FoundIn(database_log), "");
  for (const char* person : {"a.omarova", "d.kim", "Омарова"}) {
    EXPECT_THAT(log, Not(HasSubstr(person))) << "who did it is in the audit log";
    EXPECT_THAT(metrics, Not(HasSubstr(person)));
  }
  // Lines that are not ours are gRPC's and protobuf's.
  for (const absl::string_view line : absl::StrSplit(log, '\n', absl::SkipEmpty())) {
    EXPECT_TRUE(line[0] != '{' || nlohmann::json::accept(std::string(line))) << line;
  }
}

}  // namespace
}  // namespace arasha
