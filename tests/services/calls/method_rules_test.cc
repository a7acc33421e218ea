// What could go wrong: a new method is served before anybody asked whether the caller may, or is written
// twice when its caller sends it twice, because nobody said in the proto what holds of it.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "arasha/v1/access.pb.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/method.pb.h"
#include "arasha/v1/reports.pb.h"
#include "services/calls/method_rule.h"

namespace arasha::server {
namespace {

using google::protobuf::MethodDescriptor;

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* file :
       {v1::CreateCaseRequest::descriptor()->file(), v1::GrantAccessRequest::descriptor()->file(),
        v1::WhoAmIRequest::descriptor()->file(), v1::ReadLeavesRequest::descriptor()->file(),
        v1::CreateReportRequest::descriptor()->file()}) {
    for (int i = 0; i < file->service(0)->method_count(); ++i) methods.push_back(file->service(0)->method(i));
  }
  return methods;
}

TEST(MethodRules, AreOfFieldsAndActionsThatThereAre) {
  for (const MethodDescriptor* method : Methods()) MethodRule rule(*method);  // Aborts if not.
  EXPECT_GT(Methods().size(), 40);
}

TEST(MethodRules, WritesCanBeRepeated) {
  for (const MethodDescriptor* method : Methods()) {
    EXPECT_EQ(method->options().GetExtension(v1::rule).write(),
              method->input_type()->FindFieldByName("request_id") != nullptr)
        << method->full_name();
  }
}

// Lists may be about all missions at once, and so read by themselves what they are about; the log and case
// types are not of a mission.
TEST(MethodRules, SayWhatARequestIsAbout) {
  const std::set<std::string> read_themselves = {
      "ListCases",        "ListApprovals", "ListColleagues",    "ListAuditEntries",
      "ListAccessGrants", "GetCaseType",   "ListReports",       "UpdatePrincipal",
      "GrantRole",        "RevokeRole",    "RegisterPrincipal", "RevokeCertificate"};
  for (const MethodDescriptor* method : Methods()) {
    bool names_something = false;
    for (const char* field : {"name", "parent", "case", "mission", "party", "principal"}) {
      names_something = names_something || method->input_type()->FindFieldByName(field) != nullptr;
    }
    const v1::MethodRule& rule = method->options().GetExtension(v1::rule);
    EXPECT_TRUE(!names_something || !rule.about().empty() || read_themselves.contains(method->name()))
        << method->full_name();
  }
}

}  // namespace
}  // namespace arasha::server
