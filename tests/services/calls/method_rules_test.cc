// What could go wrong: a new method is served before anybody asked whether the caller may, or is written
// twice when its caller sends it twice, because nobody said in the proto what holds of it.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/calls/method_rule.h"
#include "services/rules/log/leaf.h"
#include "tests/services/requests/methods.h"
#include "tests/services/requests/raw_call.h"
#include "tests/support/test_server.h"

namespace arasha::server {
namespace {

using google::protobuf::MethodDescriptor;

TEST(MethodRules, AreOfFieldsAndActionsThatThereAre) {
  for (const MethodDescriptor* method : AllMethods()) MethodRule rule(*method);  // Aborts if not.
  EXPECT_GT(AllMethods().size(), 40U);
}

TEST(MethodRules, WritesCanBeRepeated) {
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_EQ(RuleOf(*method).write(), method->input_type()->FindFieldByName("request_id") != nullptr)
        << method->full_name();
  }
}

// The log, reports and whoever checks an export tell reads from changes by the name alone.
TEST(MethodRules, AWriteIsNotNamedLikeARead) {
  // They change something, but once: what has ended stays as it was, so a repeat needs no kept answer.
  const std::set<std::string> end_what_goes_on = {"CancelReport", "EndReportSchedule"};
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_NE(rules::log::IsRead(method->name()),
              RuleOf(*method).write() || end_what_goes_on.contains(method->name()))
        << method->full_name();
  }
}

TEST(MethodRules, AreLeftOutForAReason) {
  const std::set<std::string> without = {
      // Whoever is registered may, and is told of itself, or what is no secret.
      "WhoAmI", "ListMissions", "GetCaseType", "ListCaseTypes",
      // Whoever is registered may, and is shown what it may read.
      "ListReports", "ListReportSchedules",
      // Auditors and heads may, and are judged by roles before the filter is read.
      "ListAuditEntries"};
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_EQ(!method->options().HasExtension(v1::rule), without.contains(method->name()))
        << method->full_name() << ": say in the proto what holds of it";
  }
}

// Who may call the others of those with a rule is not one action's to say.
TEST(MethodRules, SayWhoMayCall) {
  const std::set<std::string> decide_themselves = {
      // Grants on cases let, too, or whoever holds any role there.
      "ListCases", "ListColleagues",
      // It is for those who do not see the case.
      "BreakGlass",
      // It hangs on whose access it is, and whose grant.
      "ExplainAccess", "RevokeAccess", "ReviewBreakGlass",
      // At the mission of the role, which is judged before its name.
      "GrantRole", "RevokeRole",
      // At the mission of the list.
      "GetErasureList", "KeepCase", "SignErasureList", "ApproveErasureList",
      // It hangs on the kind of report.
      "CreateReport", "GetReport", "CancelReport", "ReadReport", "CreateReportSchedule", "EndReportSchedule"};
  for (const MethodDescriptor* method : AllMethods()) {
    if (!method->options().HasExtension(v1::rule)) continue;
    EXPECT_EQ(RuleOf(*method).action().empty(), decide_themselves.contains(method->name()))
        << method->full_name();
  }
}

// The log, case types and people are not of a mission.
TEST(MethodRules, SayWhatARequestIsAbout) {
  const std::set<std::string> read_themselves = {"ListAuditEntries", "GetCaseType", "UpdatePrincipal",
                                                 "GrantRole",        "RevokeRole",  "RegisterPrincipal"};
  for (const MethodDescriptor* method : AllMethods()) {
    bool names_something = false;
    for (const char* field : {"name", "parent", "case", "mission", "party", "principal"}) {
      names_something = names_something || method->input_type()->FindFieldByName(field) != nullptr;
    }
    const v1::MethodRule& rule = RuleOf(*method);
    EXPECT_EQ(names_something && rule.about().empty(), read_themselves.contains(method->name()))
        << method->full_name();
  }
}

class Prelude : public support::SharedServerTest {
 protected:
  // What is answered to somebody who works elsewhere, asking about a case at IST.
  grpc::Status Answer(const MethodDescriptor& method, const v1::Case& matter, bool with_request_id) {
    const auto request = NewRequest(method);
    PutByRule(method, {{"missions/*", "missions/IST"}, {"missions/*/cases/*", matter.name()}}, *request);
    if (!with_request_id) {
      const auto* id = request->GetDescriptor()->FindFieldByName("request_id");
      request->GetReflection()->ClearField(request.get(), id);
    }
    return RawCall(server().As("officer-waw"), "/" + PathOf(method), request->SerializeAsString()).status;
  }
};

TEST_F(Prelude, WhoMayNotIsNotToldWhatIsWrongWithTheRequestId) {
  const v1::Case matter = Open();
  int asked = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const v1::MethodRule& rule = RuleOf(*method);
    if (!rule.write() || rule.action().empty()) continue;
    ++asked;
    EXPECT_EQ(Answer(*method, matter, false).error_code(),
              rule.about().empty() ? grpc::StatusCode::PERMISSION_DENIED : grpc::StatusCode::NOT_FOUND)
        << PathOf(*method);
  }
  EXPECT_GE(asked, 14);
}

TEST_F(Prelude, ARefusalsLeafTellsWhatItWasAbout) {
  const v1::Case matter = Open();
  int refused = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const std::string& form = RuleOf(*method).form();
    if (!absl::StartsWith(form, "missions/*")) continue;
    const grpc::StatusCode code = Answer(*method, matter, true).error_code();
    // Glass is not broken without a reason, whoever asks.
    if (code == grpc::StatusCode::INVALID_ARGUMENT) continue;
    EXPECT_EQ(code, grpc::StatusCode::NOT_FOUND) << PathOf(*method);
    ++refused;
    EXPECT_EQ(database().Value("SELECT concat_ws(' ', decision, action, mission, object_uid) FROM audit_leaf "
                               "ORDER BY leaf_id DESC LIMIT 1"),
              absl::StrCat("denied ", method->name(), " IST",
                           absl::StrContains(form, "/cases/") ? " " + matter.uid() : ""));
  }
  EXPECT_GE(refused, 18);
}

}  // namespace
}  // namespace arasha::server
