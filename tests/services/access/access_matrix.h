#ifndef ARASHA_TESTS_SERVICES_ACCESS_ACCESS_MATRIX_H_
#define ARASHA_TESTS_SERVICES_ACCESS_ACCESS_MATRIX_H_

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/reminders.grpc.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "storage/directory/access_grants.h"
#include "storage/directory/owner_writes.h"
#include "storage/postgres/encoding.h"
#include "storage/reports/report_jobs.h"
#include "tests/services/requests/access_table.h"
#include "tests/services/requests/raw_call.h"
#include "tests/support/erasure_lists.h"
#include "tests/support/log/log_key.h"
#include "tests/support/samples.h"
#include "tests/support/shipped_catalogue.h"
#include "tests/support/test_server.h"
#include "tests/support/warn.h"

// Callers of every role and what they call about, for access_matrix.txt and what goes by it.
namespace arasha {

// Where the caller holds its role; all cases are of IST. RPCs about no case are also called by who holds it
// everywhere.
inline const std::vector<std::string> kMissions = {"IST", "WAW", "-"};
inline const std::vector<std::string> kCaseMissions = {"IST", "WAW"};

// What a case is to the caller: ordinary, sensitive, in a compartment that the caller is not cleared for,
// sensitive with a grant that was given to the caller, sensitive behind glass that the caller broke.
inline const std::vector<std::string> kKinds = {"ordinary", "sensitive", "compartment", "granted", "glass"};

// What is ordered for rows on reports: a report of a mission's work, one of exceptions there, and one of all
// missions.
inline const std::map<std::string, std::string> kOrders = {
    {"WORK", "kind: REPORT_KIND_DEADLINES mission: \"missions/IST\" language: \"kk\""},
    {"AUDIT", "kind: REPORT_KIND_EXCEPTIONS mission: \"missions/IST\" language: \"kk\""},
    {"ALL", "kind: REPORT_KIND_STATISTICS language: \"kk\""}};

// What one caller's calls on one kind of case are about.
struct Subject {
  std::map<std::string, std::string> places;  // placeholder to name
};

// A server whose staff hold every role, and cases of every kind.
class AccessMatrix : public support::ServerTest {
 protected:
  using Stub = v1::Cases::Stub;

  server::Options Options() override {
    Register();
    const auto older =
        storage::ApplyCaseType(database().owner(), keys().Operator(),
                               {"rights.detention", 1, support::AsVersion("rights.detention", 1)});
    EXPECT_TRUE(older.ok()) << older.status();
    server::Options options = ServerTest::Options();
    options.sequencer_database = database().sequencer_conninfo();
    options.log_origin = "arasha.example/audit";
    options.log_key = log_key_.path();
    return options;
  }

  // Whoever holds grants on cases is another person than who holds the same role and none: decisions about
  // the former take another way.
  static std::string Caller(const std::string& role, const std::string& mission,
                            const std::string& kind = "") {
    return absl::StrCat("m.", role, "-", mission == "-" ? "all" : absl::AsciiStrToLower(mission),
                        HoldsGrants(kind) ? "-granted" : "");
  }
  static bool HoldsGrants(const std::string& kind) { return kind == "granted" || kind == "glass"; }

  static std::string NameOf(const std::string& caller) {
    return absl::StartsWith(caller, "m.partner") ? absl::StrCat("partners/m/", caller.substr(2))
                                                 : "staff/" + caller;
  }

  std::shared_ptr<grpc::Channel> As(const std::string& caller) {
    std::shared_ptr<grpc::Channel>& channel = channels_[caller];
    if (channel) return channel;
    const std::string certs = support::FindEnvironment()->dir + "/certs";
    // Of this process alone: another test of this file may be making its own.
    const std::string pair = absl::StrCat("matrix-", getpid(), "-", caller);
    const std::string folder = absl::StrCat(certs, "/", pair);
    if (!std::filesystem::exists(folder)) {
      const std::string name = NameOf(caller);
      const bool partner = absl::StartsWith(name, "partners/");
      support::MakeCertificate(absl::StrCat(partner ? "partner " : "staff ", certs, " ",
                                            partner ? name.substr(9) : name.substr(6), " --as ", pair));
    }
    channel = server().Connect({folder + "/cert.pem", folder + "/key.pem"});
    return channel;
  }

  template <typename Request, typename Answer>
  Answer Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
            const Request& request, const std::string& caller) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    Answer answer;
    const auto stub = v1::Cases::NewStub(As(caller));
    const grpc::Status status = ((*stub).*method)(&context, request, &answer);
    EXPECT_TRUE(status.ok()) << caller << ": " << status.error_message();
    return answer;
  }

  // A detention, opened by the head, as sensitive as the kind says.
  v1::Case OpenAs(const std::string& kind) {
    v1::CreateCaseRequest request = support::OpenDetention("IST");
    v1::Case& matter = *request.mutable_case_();
    matter.set_sensitivity(kind == "ordinary"      ? v1::SENSITIVITY_ORDINARY
                           : kind == "compartment" ? v1::SENSITIVITY_COMPARTMENTED
                                                   : v1::SENSITIVITY_SENSITIVE);
    if (kind == "compartment") matter.set_compartment("trafficking");
    return Do(&Stub::CreateCase, request, "m.setup");
  }

  // The same, resolved, with its closing proposed.
  v1::Case OpenAndPropose(const std::string& kind) {
    const std::string name = OpenAs(kind).name();
    Do(&Stub::TransitionCase, support::Transition(name, "register"), "m.setup");
    Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"), "m.setup");
    return Do(&Stub::TransitionCase, support::Transition(name, "close", "done"), "m.setup");
  }

  // Puts a grant straight into the database, past what GrantAccess and BreakGlass allow.
  std::string Grant(const v1::Case& matter, const std::string& principal, bool break_glass) {
    const absl::Time now = absl::Now();
    v1::AccessGrant grant;
    const std::string uid = storage::NewUid(now);
    grant.set_name("accessGrants/" + uid);
    grant.set_case_uid(matter.uid());
    grant.set_mission("missions/IST");
    grant.set_principal(principal);
    grant.set_break_glass(break_glass);
    grant.set_reason("for the test");
    grant.set_granted_by(break_glass ? principal : "staff/m.setup");
    *grant.mutable_grant_time() = support::Stamp(now);
    *grant.mutable_expire_time() = support::Stamp(now + absl::Hours(1));
    storage::WriteContext context = {
        .audit = {.now = now,
                  .instance = "test",
                  .actor = grant.granted_by(),
                  .certificate = std::string(32, '\x17'),
                  .action = "PutGrant",  // no call, so that nobody is accused of it
                  .payload = "the request",
                  .access = keys().Access({grant.granted_by(), "w:IST"}),
                  .server_keys = keys().server_keys(),
                  .sealing = &keys().sealing()},
        .request_id = storage::NewUid(now),
        .content_hash = storage::Sha256("content")};
    const auto added = storage::AddGrant(database().server(), context, grant, "");
    EXPECT_TRUE(added.ok() && *added == storage::WriteOutcome::kDone) << added.status();
    return grant.name();
  }

  std::string OpeningOf(const v1::Case& matter) {
    return matter.name() + "/entries/" +
           database().Value("SELECT uid FROM entry WHERE case_uid = '" + matter.uid() +
                            "' AND event = 'open'");
  }

  std::string Remind(const v1::Case& matter) {
    v1::Reminder reminder;
    grpc::ClientContext context;
    const grpc::Status status = v1::Reminders::NewStub(As("m.setup"))
                                    ->CreateReminder(&context, support::Remind(matter.name()), &reminder);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return reminder.name();
  }

  // A case like it, on legal hold.
  v1::Case Held(const std::string& kind) {
    const v1::Case matter = OpenAs(kind);
    v1::Entry entry;
    grpc::ClientContext context;
    const grpc::Status status =
        v1::Cases::NewStub(As("m.setup"))->HoldCase(&context, support::Hold(matter.name()), &entry);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return matter;
  }

  // Of one that is told to the role of the caller.
  std::string WarnOf(const v1::Case& matter, const std::string& caller) {
    const bool supervises = absl::StrContains(caller, "supervisor");
    return support::Warn(database().server(), keys(), matter, supervises ? "supervisor" : "head");
  }

  std::string Hear(const v1::Case& matter) {
    v1::Row row;
    grpc::ClientContext context;
    const grpc::Status status =
        v1::Cases::NewStub(As("m.setup"))->AddRow(&context, support::AddHearing(matter.name()), &row);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return row.name();
  }

  Subject Prepare(const std::string& caller, const std::string& kind) {
    const v1::Case matter = OpenAs(kind);
    const v1::Case behind_glass = OpenAs(kind);
    const v1::Case approved = OpenAndPropose(kind);
    const v1::Case refused = OpenAndPropose(kind);
    const v1::Case asked = Do(&Stub::UpdateCase, support::AskedToday(OpenAs(kind).name()), "m.setup");
    Do(&Stub::AddEntry, support::AskHost(asked.name()), "m.setup");
    const v1::Case held = Held(kind);
    if (HoldsGrants(kind)) {
      for (const v1::Case* granted : {&matter, &behind_glass, &approved, &refused, &asked, &held}) {
        Grant(*granted, NameOf(caller), kind == "glass");
      }
    }
    return {{{"$CASE_APPROVED", approved.pending_approval().name()},
             {"$CASE_REFUSED", refused.pending_approval().name()},
             {"$CASE_BEHIND_GLASS", behind_glass.name()},
             {"$CASE_ASKED", asked.name()},
             {"$CASE_HELD", held.name()},
             {"$CASE_PARTY", matter.parties(1).name()},
             {"$CASE_OPENING", OpeningOf(matter)},
             {"$CASE_REMINDER", Remind(matter)},
             {"$CASE_WARNING", WarnOf(matter, caller)},
             {"$CASE_ROW", Hear(matter)},
             {"$CASE", matter.name()},
             {"$GRANT_GIVEN", Grant(matter, "staff/m.third", false)},
             {"$GRANT_TAKEN", Grant(matter, "staff/m.third", true)}}};
  }

  // The reports and schedules that the row is about, fresh, ordered by who may order all of them; likewise
  // erasure lists.
  Subject Order(const Row& row) {
    Subject subject = Absent();
    for (const auto& [place, is_signed] :
         {std::pair("$LIST_DRAWN", false), std::pair("$LIST_SIGNED", true)}) {
      if (!absl::StrContains(row.request, place)) continue;
      subject.places[place] = support::PutErasureList(database(), keys(), "staff/m.setup", is_signed,
                                                      "missions/IST/cases/IST-2026-987654");
    }
    const auto stub = v1::Reports::NewStub(As(Caller("auditor", "-")));
    for (const auto& [id, text] : kOrders) {
      const std::string report = "$REPORT_" + id;
      const std::string schedule = "$SCHEDULE_" + id;
      if (absl::StrContains(row.request, report)) {
        grpc::ClientContext context;
        v1::CreateReportRequest request;
        EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.mutable_order()));
        request.set_start_date("2026-11-01");
        request.set_end_date("2026-11-30");
        request.set_request_id(support::RequestId());
        v1::Report answer;
        const grpc::Status status = stub->CreateReport(&context, request, &answer);
        EXPECT_TRUE(status.ok()) << status.error_message();
        subject.places[report] = answer.name();
        if (absl::EndsWith(row.method, "/ReadReport")) Finish(answer.name());
      }
      if (absl::StrContains(row.request, schedule)) {
        grpc::ClientContext context;
        v1::CreateReportScheduleRequest request;
        EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.mutable_order()));
        request.set_interval(v1::REPORT_INTERVAL_MONTH);
        request.set_request_id(support::RequestId());
        v1::ReportSchedule answer;
        const grpc::Status status = stub->CreateReportSchedule(&context, request, &answer);
        EXPECT_TRUE(status.ok()) << status.error_message();
        subject.places[schedule] = answer.name();
      }
    }
    return subject;
  }

  // Gives a report one file of one byte, as a reporter, of which this server has none, would.
  void Finish(const std::string& report) {
    const std::string uid = report.substr(report.find('/') + 1);
    const absl::Status finished = database().owner().ExecuteScript(absl::StrCat(
        "UPDATE report SET state = 'done', files = '[{\"name\": \"a.pdf\", \"format\": 1, \"size\": 1, "
        "\"sha256\": \"00\"}]' WHERE uid = '",
        uid, "'"));
    EXPECT_TRUE(finished.ok()) << finished;
    const absl::Status stored =
        storage::StoreReportPart(database().owner(), *keys().server_keys(), uid, "a.pdf", 0, "a");
    EXPECT_TRUE(stored.ok()) << stored;
  }

  // The same for what was never there.
  static Subject Absent() {
    const std::string name = "missions/IST/cases/IST-2026-987654";
    const auto uid = [] { return storage::NewUid(absl::Now()); };
    Subject absent = {{{"$CASE_APPROVED", name + "/approvals/" + uid()},
                       {"$CASE_REFUSED", name + "/approvals/" + uid()},
                       {"$CASE_BEHIND_GLASS", name},
                       {"$CASE_ASKED", name},
                       {"$CASE_HELD", name},
                       {"$CASE_PARTY", name + "/parties/" + uid()},
                       {"$CASE_OPENING", name + "/entries/" + uid()},
                       {"$CASE_REMINDER", name + "/reminders/" + uid()},
                       {"$CASE_WARNING", name + "/warnings/" + uid()},
                       {"$CASE_ROW", name + "/rows/" + uid()},
                       {"$CASE", name},
                       {"$GRANT_GIVEN", "accessGrants/" + uid()},
                       {"$GRANT_TAKEN", "accessGrants/" + uid()},
                       {"$LIST_DRAWN", "erasureLists/" + uid()},
                       {"$LIST_SIGNED", "erasureLists/" + uid()}}};
    for (const auto& [id, text] : kOrders) {
      absent.places["$REPORT_" + id] = "reports/" + uid();
      absent.places["$SCHEDULE_" + id] = "reportSchedules/" + uid();
    }
    return absent;
  }

  grpc::Status Call(const Row& row, const std::string& caller, const Subject& subject) {
    std::map<std::string, std::string> places = subject.places;
    places["$STAFF"] = "staff/m.of-" + caller.substr(2);
    places["$COLLEAGUE"] = "staff/m.setup";
    places["$OUTSIDER"] = "staff/m.third";
    const auto request = RequestOf(row, places);
    return RawCall(As(caller), "/" + row.method, request->SerializeAsString()).status;
  }

  // An answer without the names that the caller sent itself.
  static std::string Anonymous(const grpc::Status& status, const Subject& subject) {
    std::string text =
        absl::StrCat(static_cast<int>(status.error_code()), status.error_message(), status.error_details());
    std::vector<std::string> names;
    for (const auto& [place, name] : subject.places) names.push_back(name);
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
    for (const std::string& name : names) text = absl::StrReplaceAll(text, {{name, "NAME"}});
    return text;
  }

  // Until the server knows of the grant that was put in last.
  void AwaitGrant(const std::string& caller, const std::string& case_name) {
    for (int i = 0; i < 200; ++i) {
      grpc::ClientContext context;
      v1::Case answer;
      if (v1::Cases::NewStub(As(caller))->GetCase(&context, support::Get(case_name), &answer).ok()) return;
      absl::SleepFor(absl::Milliseconds(100));
    }
    ADD_FAILURE() << "the server does not learn of a grant";
  }

 private:
  // A member of staff, or a partner, for every role and mission, and those who prepare the cases.
  void Register() {
    std::vector<storage::PrincipalRow> principals = {{"staff/m.setup", "Setup", true, {"trafficking"}},
                                                     {"staff/m.third", "Third", true, {}}};
    std::vector<storage::GrantRow> grants = {{"staff/m.setup", "officer", "IST"},
                                             {"staff/m.setup", "head", "IST"},
                                             {"staff/m.third", "officer", "ASB"}};
    for (const std::string& role : kRoles) {
      for (const std::string& mission : kMissions) {
        for (const char* kind : {"", "granted"}) {
          const std::string caller = Caller(role, mission, kind);
          principals.push_back({NameOf(caller), caller, true, {}});
          grants.push_back({NameOf(caller), role, mission});
        }
        // Whom the caller tries to administer.
        const std::string officer = "staff/m.of-" + Caller(role, mission).substr(2);
        principals.push_back({officer, officer, true, {}});
        grants.push_back({officer, "officer", "IST"});
      }
    }
    const absl::Status applied =
        storage::ApplyDirectory(database().owner(), keys().Operator(), {}, principals, grants);
    ASSERT_TRUE(applied.ok()) << applied;
  }

  support::LogKey log_key_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
};

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_ACCESS_ACCESS_MATRIX_H_
