// What could go wrong: an RPC that nobody thought of when access was decided; a role that gains or loses
// something on one kind of case; a refusal that tells whether there is a case at all.
//
// access_matrix.txt says what every role is answered by every RPC, on every kind of case, at its own mission
// and at another's. It is meant to be read and changed by people: a change of policy is a change of that
// file. This test makes all of these calls, over mutual TLS, and compares. An RPC that the file does not have
// fails it.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/reminders.grpc.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "services/rules/access/access.h"
#include "services/rules/log/role_actions.h"
#include "storage/directory/access_grants.h"
#include "storage/directory/owner_writes.h"
#include "storage/postgres/encoding.h"
#include "tests/services/requests/access_table.h"
#include "tests/services/requests/methods.h"
#include "tests/services/requests/raw_call.h"
#include "tests/support/log/log_key.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

namespace fs = std::filesystem;
using ::testing::AnyOfArray;
using ::testing::Each;
using Stub = v1::Cases::Stub;

// Where the caller holds its role; all cases are of IST. RPCs about no case are also called by who holds it
// everywhere.
const std::vector<std::string> kMissions = {"IST", "WAW", "-"};
const std::vector<std::string> kCaseMissions = {"IST", "WAW"};

// What a case is to the caller: ordinary, sensitive, in a compartment that the caller is not cleared for,
// sensitive with a grant that was given to the caller, sensitive behind glass that the caller broke.
const std::vector<std::string> kKinds = {"ordinary", "sensitive", "compartment", "granted", "glass"};

// What is ordered for rows on reports: a report of a mission's work, one of exceptions there, and one of all
// missions.
const std::map<std::string, std::string> kOrders = {
    {"WORK", "kind: REPORT_KIND_DEADLINES mission: \"missions/IST\" language: \"kk\""},
    {"AUDIT", "kind: REPORT_KIND_EXCEPTIONS mission: \"missions/IST\" language: \"kk\""},
    {"ALL", "kind: REPORT_KIND_STATISTICS language: \"kk\""}};

// "ok", "none" for what is not there, "denied", or the reason.
std::string Word(const grpc::Status& status) {
  if (status.ok()) return "ok";
  const support::Refusal refusal = support::Read(status);
  if (refusal.code == grpc::StatusCode::NOT_FOUND && refusal.reason == "NOT_FOUND") return "none";
  if (refusal.code == grpc::StatusCode::PERMISSION_DENIED && refusal.reason == "PERMISSION_DENIED")
    return "denied";
  if (!refusal.reason.empty()) return refusal.reason;
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(static_cast<int>(refusal.code)));
}

// What one caller's calls on one kind of case are about.
struct Subject {
  std::map<std::string, std::string> places;  // placeholder to name
};

class AccessMatrix : public support::ServerTest {
 protected:
  server::Options Options() override {
    Register();
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
    if (!fs::exists(folder)) {
      const std::string name = NameOf(caller);
      const bool partner = absl::StartsWith(name, "partners/");
      support::MakeCertificate(absl::StrCat(partner ? "partner " : "staff ", certs, " ",
                                            partner ? name.substr(9) : name.substr(6), " --as ", pair));
    }
    channel = server().Connect({folder + "/cert.pem", folder + "/key.pem"});
    return channel;
  }

  template <typename Request>
  v1::Case Do(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, v1::Case*),
              const Request& request, const std::string& caller) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    v1::Case answer;
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

  Subject Prepare(const std::string& caller, const std::string& kind) {
    const v1::Case matter = OpenAs(kind);
    const v1::Case behind_glass = OpenAs(kind);
    const v1::Case approved = OpenAndPropose(kind);
    const v1::Case refused = OpenAndPropose(kind);
    if (HoldsGrants(kind)) {
      for (const v1::Case* granted : {&matter, &behind_glass, &approved, &refused}) {
        Grant(*granted, NameOf(caller), kind == "glass");
      }
    }
    return {{{"$CASE_APPROVED", approved.pending_approval().name()},
             {"$CASE_REFUSED", refused.pending_approval().name()},
             {"$CASE_BEHIND_GLASS", behind_glass.name()},
             {"$CASE_PARTY", matter.parties(1).name()},
             {"$CASE_OPENING", OpeningOf(matter)},
             {"$CASE_REMINDER", Remind(matter)},
             {"$CASE", matter.name()},
             {"$GRANT_GIVEN", Grant(matter, "staff/m.third", false)},
             {"$GRANT_TAKEN", Grant(matter, "staff/m.third", true)}}};
  }

  // The reports and schedules that the row is about, fresh, ordered by who may order all of them.
  Subject Order(const Row& row) {
    Subject subject = Absent();
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
        uid, "'; INSERT INTO report_file VALUES ('", uid, "', 'a.pdf', 0, 'a')"));
    EXPECT_TRUE(finished.ok()) << finished;
  }

  // The same for what was never there.
  static Subject Absent() {
    const std::string name = "missions/IST/cases/IST-2026-987654";
    const auto uid = [] { return storage::NewUid(absl::Now()); };
    Subject absent = {{{"$CASE_APPROVED", name + "/approvals/" + uid()},
                       {"$CASE_REFUSED", name + "/approvals/" + uid()},
                       {"$CASE_BEHIND_GLASS", name},
                       {"$CASE_PARTY", name + "/parties/" + uid()},
                       {"$CASE_OPENING", name + "/entries/" + uid()},
                       {"$CASE_REMINDER", name + "/reminders/" + uid()},
                       {"$CASE", name},
                       {"$GRANT_GIVEN", "accessGrants/" + uid()},
                       {"$GRANT_TAKEN", "accessGrants/" + uid()}}};
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

TEST_F(AccessMatrix, EveryRpcHasARow) {
  std::set<std::string> rows;  // One may have several, with different requests.
  for (const Row& row : ReadTable()) rows.insert(row.method);
  std::set<std::string> methods;
  for (const auto* method : AllMethods()) methods.insert(PathOf(*method));
  EXPECT_EQ(rows, methods)
      << "say in tests/services/access/access_matrix.txt who may call it, and on which cases";
}

TEST_F(AccessMatrix, EveryAnswerIsTheReviewedOne) {
  const std::vector<Row> rows = ReadTable();
  std::map<std::pair<std::string, std::string>, Subject> subjects;  // by caller and kind
  for (const std::string& role : kRoles) {
    for (const std::string& mission : kCaseMissions) {
      for (const std::string& kind : kKinds) {
        const std::string caller = Caller(role, mission, kind);
        subjects[{caller, kind}] = Prepare(caller, kind);
      }
    }
  }
  const std::string last = Caller("partner", "WAW", "glass");
  AwaitGrant(last, subjects.at({last, "glass"}).places.at("$CASE"));

  const Row get_case = {"arasha.v1.Cases/GetCase", "name: \"$CASE\"", {}};
  std::map<std::pair<std::string, std::string>, bool> sees;
  for (const auto& [key, subject] : subjects) sees[key] = Call(get_case, key.first, subject).ok();
  const Subject absent = Absent();
  // What is answered on each kind of case.
  const auto on_cases = [&](const Row& row, const std::string& role, const std::string& mission) {
    std::vector<std::string> words;
    for (const std::string& kind : kKinds) {
      const std::string caller = Caller(role, mission, kind);
      const Subject& subject = subjects.at({caller, kind});
      const grpc::Status status = Call(row, caller, subject);
      words.push_back(Word(status));
      // Nothing that the caller is told of a case it does not see differs from what it is told of none.
      if (sees.at({caller, kind}) || status.ok()) continue;
      EXPECT_EQ(Anonymous(status, subject), Anonymous(Call(row, caller, absent), absent))
          << row.method << " by " << caller << " on a case that is " << kind;
    }
    return absl::StrJoin(words, " ");
  };
  // What is answered about no case, or on a report.
  const auto elsewhere = [&](const Row& row, const std::string& role, const std::string& mission) {
    const std::string caller = Caller(role, mission);
    if (!row.OnReport()) return Word(Call(row, caller, absent));
    const Subject subject = Order(row);
    const grpc::Status status = Call(row, caller, subject);
    if (!status.ok()) {
      EXPECT_EQ(Anonymous(status, subject), Anonymous(Call(row, caller, absent), absent))
          << row.method << " by " << caller << " on a report that it may not read";
    }
    return Word(status);
  };
  std::string table;
  for (const Row& row : rows) {
    absl::StrAppend(&table, "rpc ", row.method, "\n  ", row.request, "\n");
    for (const std::string& role : kRoles) {
      std::vector<std::string> groups;
      for (const std::string& mission : row.OnCase() ? kCaseMissions : kMissions) {
        groups.push_back(row.OnCase() ? on_cases(row, role, mission) : elsewhere(row, role, mission));
      }
      const std::string answers = absl::StrJoin(groups, " | ");
      absl::StrAppend(&table, "  ", role, std::string(11 - role.size(), ' '), answers, "\n");
      const auto expected = row.answers.find(role);
      EXPECT_EQ(answers, expected == row.answers.end() ? "" : expected->second)
          << row.method << " by " << role << ": " << row.request;
    }
  }
  if (HasFailure()) std::cout << "What was answered:\n" << table;
}

// Lists show what reads show, and count nothing else.
TEST_F(AccessMatrix, ListsShowWhatIsSeen) {
  std::map<std::string, v1::Case> opened;
  for (const std::string& kind : kKinds) opened[kind] = OpenAs(kind);
  std::vector<std::string> callers;
  for (const std::string& role : kRoles) {
    for (const std::string& mission : kMissions) {
      callers.push_back(Caller(role, mission));
      callers.push_back(Caller(role, mission, "granted"));
      Grant(opened["granted"], NameOf(callers.back()), false);
      Grant(opened["glass"], NameOf(callers.back()), true);
    }
  }
  AwaitGrant(Caller("partner", "-", "granted"), opened["glass"].name());
  for (const std::string& caller : callers) {
    const auto stub = v1::Cases::NewStub(As(caller));
    std::set<std::string> read;
    for (const auto& [kind, matter] : opened) {
      grpc::ClientContext context;
      v1::Case answer;
      if (stub->GetCase(&context, support::Get(matter.name()), &answer).ok()) read.insert(matter.name());
    }
    for (const char* parent : {"missions/IST", "missions/-"}) {
      grpc::ClientContext context;
      v1::ListCasesResponse page;
      const grpc::Status status = stub->ListCases(&context, support::ListCases(parent), &page);
      std::set<std::string> listed;
      for (const v1::Case& matter : page.cases()) listed.insert(matter.name());
      EXPECT_EQ(listed, read) << caller << " " << parent << " " << status.error_message();
    }
  }
}

// The same of reports and schedules.
TEST_F(AccessMatrix, ListsShowTheReportsThatAreRead) {
  const Row all = {"arasha.v1.Reports/GetReport",
                   "$REPORT_WORK $REPORT_AUDIT $REPORT_ALL $SCHEDULE_WORK $SCHEDULE_AUDIT $SCHEDULE_ALL",
                   {}};
  const Subject ordered = Order(all);
  for (const std::string& role : kRoles) {
    for (const std::string& mission : kMissions) {
      const std::string caller = Caller(role, mission);
      const auto stub = v1::Reports::NewStub(As(caller));
      std::set<std::string> read;
      for (const auto& [id, text] : kOrders) {
        grpc::ClientContext context;
        v1::GetReportRequest request;
        request.set_name(ordered.places.at("$REPORT_" + id));
        v1::Report answer;
        if (stub->GetReport(&context, request, &answer).ok()) read.insert(id);
      }
      std::set<std::string> listed;
      std::set<std::string> scheduled;
      grpc::ClientContext of_reports;
      v1::ListReportsResponse reports;
      EXPECT_TRUE(stub->ListReports(&of_reports, {}, &reports).ok());
      grpc::ClientContext of_schedules;
      v1::ListReportSchedulesResponse schedules;
      EXPECT_TRUE(stub->ListReportSchedules(&of_schedules, {}, &schedules).ok());
      for (const auto& [id, text] : kOrders) {
        for (const v1::Report& report : reports.reports()) {
          if (report.name() == ordered.places.at("$REPORT_" + id)) listed.insert(id);
        }
        for (const v1::ReportSchedule& schedule : schedules.schedules()) {
          if (schedule.name() == ordered.places.at("$SCHEDULE_" + id)) scheduled.insert(id);
        }
      }
      EXPECT_EQ(listed, read) << caller;
      EXPECT_EQ(scheduled, read) << caller;
    }
  }
}

// The roles that a row lets do it on some case without a grant.
std::set<std::string> RolesAllowed(const Row& row) {
  std::set<std::string> roles;
  for (const auto& [role, answers] : row.answers) {
    for (const absl::string_view group : absl::StrSplit(answers, '|')) {
      const std::vector<absl::string_view> kinds = absl::StrSplit(group, ' ', absl::SkipWhitespace());
      // The last two are by a grant on the case.
      for (size_t i = 0; i < std::min<size_t>(kinds.size(), 3); ++i) {
        if (kinds[i] == "ok") roles.insert(role);
      }
    }
  }
  return roles;
}

// Who verifies the log must accuse nobody of what a role allows.
TEST(AccessTable, AllowsNoRoleWhatVerifiersTakeForDoneWithoutOne) {
  for (const Row& row : ReadTable()) {
    const auto may = rules::log::AllowanceOf(row.method.substr(row.method.rfind('/') + 1)).roles;
    if (may.empty()) {
      // What is told to whoever is registered, or to each what concerns it.
      const v1::MethodRule& rule = RuleOf(MethodOf(row));
      EXPECT_TRUE(rule.action().empty() || rule.or_all()) << row.method << " stands in no table of verifiers";
      continue;
    }
    EXPECT_THAT(RolesAllowed(row), Each(AnyOfArray(may))) << row.method;
  }
}

TEST(AccessTable, AllowsNoRoleWhatTheMethodsRuleDoesNot) {
  int ruled = 0;
  for (const Row& row : ReadTable()) {
    const v1::MethodRule& rule = RuleOf(MethodOf(row));
    // Lists of everything show each caller its own.
    if (rule.action().empty() || rule.or_all()) continue;
    ++ruled;
    EXPECT_THAT(RolesAllowed(row), Each(AnyOfArray(rules::RolesThatMay(*rules::ActionOf(rule.action())))))
        << row.method;
  }
  EXPECT_GE(ruled, 20);
}

}  // namespace
}  // namespace arasha
