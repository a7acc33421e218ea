// What could go wrong: nobody is told that a deadline is near or has passed, or is told twice, by two servers
// or by one that was killed; somebody is told of a case that is not theirs to see, or of what is done with;
// what was seen comes again.
#include "services/jobs/give_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/warnings.grpc.pb.h"
#include "proto/stable_bytes.h"
#include "storage/duties/warnings.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/warn.h"

namespace arasha::jobs {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using WarningsStub = v1::Warnings::Stub;

// The sample's notice came on 20 November 2026, and the first contact was due soon after.
constexpr char kWarnedRule[] = "first_contact";

class GivingWarnings : public support::ServerTest {
 protected:
  void Script(const std::string& sql) {
    const absl::Status done = database().owner().ExecuteScript(sql);
    EXPECT_TRUE(done.ok()) << done;
  }
  // Lets the job run once.
  void Give() {
    Script("UPDATE job SET next_run_time = now(), success_time = NULL WHERE name = 'give_warnings'");
    for (const absl::Time end = absl::Now() + absl::Seconds(20); absl::Now() < end;
         absl::SleepFor(absl::Milliseconds(50))) {
      if (database().Value("SELECT success_time IS NOT NULL FROM job WHERE name = 'give_warnings'") == "t") {
        return Script("UPDATE job SET next_run_time = 'infinity' WHERE name = 'give_warnings'");
      }
    }
    ADD_FAILURE() << "the job does not get done";
  }
  // As if the first contact were due so long from now, and nothing else were owed.
  void OnlyDue(const std::string& interval) {
    RowsAreDamaged("time passes in the database alone");
    Script(absl::StrCat("UPDATE deadline SET stop_time = now() WHERE rule <> '", kWarnedRule,
                        "'; UPDATE deadline SET start_time = now() - interval '30 days', due_time = now() + "
                        "interval '",
                        interval, "' WHERE rule = '", kWarnedRule, "'"));
  }
  std::vector<v1::Warning> List(const std::string& parent, bool mine, const std::string& role = "officer") {
    v1::ListWarningsRequest request;
    request.set_parent(parent);
    request.set_mine(mine);
    const auto listed = Do(&WarningsStub::ListWarnings, request, role);
    return {listed.warnings().begin(), listed.warnings().end()};
  }
  // Of the first contact: who is told what.
  std::vector<std::string> Told(const std::string& parent, bool mine, const std::string& role = "officer") {
    std::vector<std::string> told;
    for (const v1::Warning& warning : List(parent, mine, role)) {
      if (warning.rule() != kWarnedRule) continue;
      told.push_back(absl::StrCat(warning.recipient(), " ", v1::WarningKind_Name(warning.kind())));
    }
    return told;
  }
  int Waiting(const std::string& role = "officer") {
    return Do(&v1::Admin::Stub::WhoAmI, v1::WhoAmIRequest(), role).warnings_waiting();
  }
  static v1::AcknowledgeWarningRequest Seen(const std::string& name) {
    v1::AcknowledgeWarningRequest request;
    request.set_name(name);
    request.set_request_id(support::RequestId());
    return request;
  }
  std::string Count(const std::string& where) {
    return database().Value("SELECT count(*) FROM warning WHERE " + where);
  }
  std::string OpenAssigned() {
    const std::string name = Open().name();
    Do(&v1::Cases::Stub::AssignCase, support::Assign(name, "staff/a.omarova"), "head");
    return name;
  }
};

TEST_F(GivingWarnings, TellsEachWhomItConcernsOnce) {
  const std::string name = OpenAssigned();
  Give();
  EXPECT_THAT(Told(name, false),
              UnorderedElementsAre("assignee WARNING_KIND_PASSED", "head WARNING_KIND_PASSED",
                                   "supervisor WARNING_KIND_ESCALATED"));
  EXPECT_THAT(Told("missions/-", true), ElementsAre("assignee WARNING_KIND_PASSED"));
  EXPECT_THAT(Told("missions/IST", true, "head"), ElementsAre("head WARNING_KIND_PASSED"));
  EXPECT_THAT(Told("missions/-", true, "supervisor"), ElementsAre("supervisor WARNING_KIND_ESCALATED"));
  EXPECT_THAT(Told("missions/-", true, "officer-waw"), IsEmpty());
  v1::ListWarningsRequest elsewhere;
  elsewhere.set_parent(name);
  EXPECT_EQ(Line(Try(&WarningsStub::ListWarnings, elsewhere, "officer-waw")), "NOT_FOUND/NOT_FOUND");

  const std::string given = Count("true");
  Give();
  EXPECT_EQ(Count("true"), given);
  // As if a server had been killed before it could note what it had done.
  Script("UPDATE deadline SET looked_due_time = NULL, warn_time = NULL, warned = NULL");
  Give();
  EXPECT_EQ(Count("true"), given);
  EXPECT_EQ(Count("version > 1"), "0");
  EXPECT_EQ(database().Value("SELECT count(*) FROM deadline WHERE met_time IS NULL AND stop_time IS NULL "
                             "AND paused_since IS NULL AND isfinite(due_time) "
                             "AND looked_due_time IS DISTINCT FROM due_time"),
            "0")
      << "every one was looked at";

  const auto cases = Do(&v1::Cases::Stub::ListCases, support::ListCases("missions/IST"));
  ASSERT_EQ(cases.cases_size(), 1);
  EXPECT_NE(cases.cases(0).next_due_warning(), v1::WARNING_KIND_UNSPECIFIED);
}

TEST_F(GivingWarnings, AreSeenByWhomTheyAreToldTo) {
  const std::string name = OpenAssigned();
  Give();
  const int waiting = Waiting();
  ASSERT_GT(waiting, 0);
  const std::vector<v1::Warning> mine = List("missions/-", true);
  ASSERT_EQ(static_cast<int>(mine.size()), waiting);
  EXPECT_FALSE(mine[0].subject().empty());
  EXPECT_EQ(mine[0].case_type(), "rights.detention");
  EXPECT_EQ(Line(Try(&WarningsStub::AcknowledgeWarning, Seen(mine[0].name()), "head")),
            "PERMISSION_DENIED/PERMISSION_DENIED");
  const v1::AcknowledgeWarningRequest request = Seen(mine[0].name());
  const v1::Warning seen = Do(&WarningsStub::AcknowledgeWarning, request);
  EXPECT_EQ(seen.seen_by(), "staff/a.omarova");
  EXPECT_EQ(StableBytes(Do(&WarningsStub::AcknowledgeWarning, request)), StableBytes(seen)) << "a repeat";
  EXPECT_EQ(StableBytes(Do(&WarningsStub::AcknowledgeWarning, Seen(mine[0].name()))), StableBytes(seen))
      << "once more";
  EXPECT_EQ(Waiting(), waiting - 1);
  const std::vector<v1::Warning> all = List(name, false);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const auto& one) { return one.has_seen_time(); }), 1);
  // Those of a supervisor, who changes no case.
  const std::vector<v1::Warning> escalated = List("missions/-", true, "supervisor");
  ASSERT_FALSE(escalated.empty());
  Do(&WarningsStub::AcknowledgeWarning, Seen(escalated[0].name()), "supervisor");
  EXPECT_EQ(Waiting("supervisor"), static_cast<int>(escalated.size()) - 1);
  // What was seen is not told again.
  Give();
  EXPECT_EQ(Waiting(), waiting - 1);
}

TEST_F(GivingWarnings, OnesOwnComePageByPage) {
  OpenAssigned();
  OpenAssigned();
  Give();
  v1::ListWarningsRequest request;
  request.set_parent("missions/-");
  request.set_mine(true);
  request.set_page_size(1);
  std::set<std::string> names;
  const int waiting = Waiting();
  ASSERT_GT(waiting, 1);
  for (int pages = 0; pages <= waiting; ++pages) {
    const v1::ListWarningsResponse page = Do(&WarningsStub::ListWarnings, request);
    for (const v1::Warning& warning : page.warnings()) {
      EXPECT_EQ(warning.recipient(), "assignee");
      names.insert(warning.name());
    }
    request.set_page_token(page.next_page_token());
    if (page.next_page_token().empty()) break;
  }
  EXPECT_EQ(static_cast<int>(names.size()), waiting);
  EXPECT_TRUE(request.page_token().empty()) << "there is no more";
}

TEST_F(GivingWarnings, ToldToHeadsWhileTheCaseIsNobodys) {
  const std::string name = Open().name();
  Give();
  EXPECT_THAT(Told("missions/IST", true), IsEmpty());
  // As heads, and in the place of the assignee: once.
  EXPECT_THAT(Told("missions/IST", true, "head"), ElementsAre("head WARNING_KIND_PASSED"));
  Do(&v1::Cases::Stub::AssignCase, support::Assign(name, "staff/a.omarova"), "head");
  EXPECT_THAT(Told("missions/IST", true), ElementsAre("assignee WARNING_KIND_PASSED"));
  EXPECT_THAT(Told("missions/IST", true, "head"), ElementsAre("head WARNING_KIND_PASSED"));
}

TEST_F(GivingWarnings, NearThenPassedAndWithdrawnOnceMovedOrStopped) {
  const std::string name = OpenAssigned();
  OnlyDue("10 days");
  Give();
  EXPECT_THAT(Told(name, false), IsEmpty());
  OnlyDue("1 hour");
  Give();
  EXPECT_THAT(Told(name, false), ElementsAre("assignee WARNING_KIND_NEAR"));
  // Due later, it is not near any more, at once; and the job withdraws what it had said.
  OnlyDue("11 days");
  EXPECT_THAT(Told(name, false), IsEmpty());
  EXPECT_EQ(Count("withdraw_time IS NULL"), "1");
  Give();
  EXPECT_EQ(Count("withdraw_time IS NULL"), "0");
  // It passes: what was near is in the place of that.
  OnlyDue("1 hour");
  Give();
  EXPECT_THAT(Told(name, false), ElementsAre("assignee WARNING_KIND_NEAR"));
  OnlyDue("-1 second");
  Give();
  EXPECT_THAT(Told(name, false),
              UnorderedElementsAre("assignee WARNING_KIND_PASSED", "head WARNING_KIND_PASSED"));
  EXPECT_EQ(Waiting(), 1);
  Do(&WarningsStub::AcknowledgeWarning, Seen(List("missions/-", true)[0].name()));
  EXPECT_EQ(Waiting(), 0);
  // It runs no more, and again: both as if it had never been said, and said again.
  Script("UPDATE deadline SET stop_time = now()");
  EXPECT_THAT(Told(name, false), IsEmpty());
  EXPECT_EQ(Waiting(), 0);
  Give();
  EXPECT_EQ(Count("withdraw_time IS NULL"), "0");
  const std::string ever = Count("true");
  Script(absl::StrCat("UPDATE deadline SET stop_time = NULL WHERE rule = '", kWarnedRule, "'"));
  Give();
  EXPECT_THAT(Told(name, false),
              UnorderedElementsAre("assignee WARNING_KIND_PASSED", "head WARNING_KIND_PASSED"));
  EXPECT_EQ(Count("true"), ever);
  EXPECT_EQ(Waiting(), 1) << "it was seen before it was withdrawn, and is told anew";
}

TEST_F(GivingWarnings, NotOfWhatWasMetBefore) {
  const std::string name = OpenAssigned();
  Script("UPDATE deadline SET met_time = now()");
  RowsAreDamaged("all is met at once");
  Give();
  EXPECT_THAT(List(name, false), IsEmpty());
  EXPECT_EQ(Count("true"), "0");
}

TEST_F(GivingWarnings, LooksAgainOnceTheTypesVersionIsAnother) {
  OpenAssigned();
  Give();
  EXPECT_NE(database().Value("SELECT count(*) FROM deadline WHERE looked_due_time IS NOT NULL"), "0");
  RowsAreDamaged("the version is changed by hand");
  Script("ALTER TABLE case_file DROP CONSTRAINT case_file_type; UPDATE case_file SET type_version = 99");
  EXPECT_EQ(database().Value("SELECT count(*) FROM deadline WHERE looked_due_time IS NOT NULL"), "0");
}

TEST_F(GivingWarnings, WhatCannotBeJudgedWaitsAndHoldsUpNothing) {
  const std::string unknown = OpenAssigned();
  const std::string other = OpenAssigned();
  RowsAreDamaged("the version is changed by hand");
  Script(absl::StrCat(
      "ALTER TABLE case_file DROP CONSTRAINT case_file_type; UPDATE case_file SET type_version = 99 ",
      "WHERE serial = ", unknown.substr(unknown.rfind('-') + 1), "::integer"));
  Script("UPDATE job SET next_run_time = now() WHERE name = 'give_warnings'");
  const auto waits = [&] {
    return database().Value(
               "SELECT bool_and(d.warn_time > now() AND d.looked_due_time = d.due_time) FROM deadline d "
               "JOIN case_file c ON c.mission = d.mission AND c.uid = d.case_uid "
               "WHERE c.type_version = 99 AND d.met_time IS NULL AND d.stop_time IS NULL "
               "AND d.paused_since IS NULL AND isfinite(d.due_time)") == "t";
  };
  for (const absl::Time end = absl::Now() + absl::Seconds(20); absl::Now() < end && !waits();) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_TRUE(waits()) << "it is looked at again later";
  EXPECT_FALSE(Told(other, false).empty());
}

TEST_F(GivingWarnings, TellPartnersNothingOfACaseTheyWereShown) {
  const v1::Case matter = Open();
  v1::GrantAccessRequest grant;
  grant.set_case_(matter.name());
  grant.set_principal("partners/iom/registry");
  *grant.mutable_expire_time() = support::Stamp(absl::Now() + absl::Hours(1));
  grant.set_reason("looks for the family");
  grant.set_request_id(support::RequestId());
  Do(&v1::Access::Stub::GrantAccess, grant, "head");
  Give();
  const auto next_due = [&](const std::string& role) {
    const auto cases = Do(&v1::Cases::Stub::ListCases, support::ListCases("missions/-"), role);
    EXPECT_EQ(cases.cases_size(), 1);
    return cases.cases_size() == 1 ? cases.cases(0) : v1::Case();
  };
  EXPECT_NE(next_due("officer").next_due_warning(), v1::WARNING_KIND_UNSPECIFIED);
  EXPECT_EQ(next_due("partner").next_due_warning(), v1::WARNING_KIND_UNSPECIFIED);
  EXPECT_TRUE(next_due("partner").has_next_due_time());
}

// The job is leased to one, but a lease may be lost in the middle of a statement.
TEST_F(GivingWarnings, TwoAtOnceGiveOne) {
  const v1::Case matter = Open();
  const v1::Warning first = [&] {
    support::Warn(database().server(), keys(), matter, "head");
    return List(matter.name(), false).front();
  }();
  const std::string leaves = database().Value("SELECT count(*) FROM audit_leaf");
  storage::LookedAt looked;
  looked.key = {"IST", matter.uid()};
  looked.rule = first.rule();
  looked.run = first.run();
  looked.due = absl::FromUnixMicros(first.due_time().seconds() * 1'000'000 + first.due_time().nanos() / 1000);
  looked.warned = true;
  v1::Warning same = first;
  same.set_name("warnings/" + support::RequestId());
  const storage::AuditContext context = {
      .now = absl::Now(),
      .instance = "other",
      .actor = "server",
      .certificate = "",
      .action = "GiveWarnings",
      .payload = "",
      .access = keys().Access({"server", "warn", "case:" + matter.uid(), "w:case:" + matter.uid()}),
      .server_keys = keys().server_keys(),
      .sealing = &keys().sealing()};
  const auto given = storage::SaveWarnings(database().server(), context, looked.key, {same}, {looked});
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(*given, 0);
  EXPECT_EQ(Count("true"), "1");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf"), leaves) << "nothing was done";
}

TEST_F(GivingWarnings, TellNobodyOfACaseWhomItIsHiddenFrom) {
  v1::CreateCaseRequest request = support::OpenDetention("IST");
  request.mutable_case_()->set_sensitivity(v1::SENSITIVITY_SENSITIVE);
  const v1::Case hidden = Do(&v1::Cases::Stub::CreateCase, request, "head");
  Give();
  EXPECT_THAT(Told("missions/IST", false), IsEmpty());
  EXPECT_THAT(Told("missions/IST", false, "supervisor"),
              UnorderedElementsAre("head WARNING_KIND_PASSED", "supervisor WARNING_KIND_ESCALATED"));
  const std::string uid = database().Value("SELECT uid FROM warning WHERE recipient = 'head' LIMIT 1");
  EXPECT_EQ(Line(Try(&WarningsStub::AcknowledgeWarning, Seen(hidden.name() + "/warnings/" + uid))),
            "NOT_FOUND/NOT_FOUND");
}

}  // namespace
}  // namespace arasha::jobs
