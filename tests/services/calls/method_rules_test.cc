// What could go wrong: a new method is served before anybody asked whether the caller may, or is written
// twice when its caller sends it twice, because nobody said in the proto what holds of it.
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/calls/method_rule.h"
#include "tests/services/calls/methods.h"
#include "tests/services/calls/raw_call.h"
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

class Prelude : public support::SharedServerTest {};

TEST_F(Prelude, ARefusalsLeafTellsWhatItWasAbout) {
  const v1::Case matter = Open();
  const std::map<std::string, std::string> names = {{"missions/*", "missions/IST"},
                                                    {"missions/*/cases/*", matter.name()}};
  int refused = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const std::string& form = RuleOf(*method).form();
    if (!absl::StartsWith(form, "missions/*")) continue;
    const auto request = NewRequest(*method);
    PutByRule(*method, names, *request);
    const RawAnswer answer =
        RawCall(server().As("officer-waw"), "/" + PathOf(*method), request->SerializeAsString());
    // Glass is not broken without a reason, whoever asks.
    if (answer.status.error_code() == grpc::StatusCode::INVALID_ARGUMENT) continue;
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::NOT_FOUND) << PathOf(*method);
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
