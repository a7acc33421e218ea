// What could go wrong: a warning that nobody gets, or that comes before there is anything to warn of, is
// applied as an immutable version.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "services/rules/catalogue/case_type.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::HasSubstr;

// GoodType() with a deadline of ten days that says this.
std::string FaultsOfOwn(const std::string& warnings) {
  v1::CaseType type = GoodType();
  v1::DeadlineRule* duty = type.add_deadlines();
  *duty = type.deadlines(0);
  duty->set_id("duty");
  duty->clear_due_on();
  duty->clear_host_states();
  duty->mutable_period()->set_days(10);
  duty->MergeFrom(Parse<v1::DeadlineRule>(warnings));
  const auto made = CaseType::Create(std::move(type));
  return made.ok() ? "" : std::string(made.status().message());
}

std::string FaultsOfAll(const std::string& warnings) {
  v1::CaseType type = GoodType();
  type.MergeFrom(Parse<v1::CaseType>(warnings));
  const auto made = CaseType::Create(std::move(type));
  return made.ok() ? "" : std::string(made.status().message());
}

TEST(WarningFaults, AreToldExactly) {
  const struct {
    std::string warnings;
    std::string said;
  } rows[] = {
      {R"(warnings { id: "near" before { days: 10 } to: "assignee" })",
       "deadlines duty warnings near: it lies as long before the deadline as that runs, or longer: it would "
       "never be given"},
      {R"(warnings { id: "near" before { working_days: 8 } to: "assignee" })", "it would never be given"},
      {R"(warnings { id: "near" before { hours: 0 } to: "assignee" })",
       "deadlines duty warnings near: one positive length is needed"},
      {R"(warnings { id: "near" before { days: 3 less_than: true } to: "assignee" })",
       "less_than is not for warnings"},
      {R"(warnings { id: "near" before { days: 3 } })",
       "deadlines duty warnings near: to is needed: assignee, or roles"},
      {R"(warnings { id: "late" to: "consul" })", "deadlines duty warnings late: there is no role consul"},
      {R"(warnings { id: "late" to: "auditor" })",
       "deadlines duty warnings late: nobody would see it: auditor reads no cases"},
      {R"(warnings { id: "late" to: ["head", "head"] })",
       "deadlines duty warnings late: head is given twice"},
      {R"(warnings { id: "late" to: "head" } warnings { id: "late" after { days: 1 } to: "head" })",
       "deadlines duty warnings late: is given twice"},
      {R"(warnings { id: "Late" to: "head" })", "an id is lower case, digits and underscores"},
  };
  for (const auto& row : rows) EXPECT_THAT(FaultsOfOwn(row.warnings), HasSubstr(row.said)) << row.warnings;
  EXPECT_EQ(FaultsOfOwn(R"(warnings { id: "near" before { days: 9 } to: ["assignee", "head"] }
                           warnings { id: "late" after { years: 1 } to: "supervisor" })"),
            "");
}

// Those of all are not held against the length of each.
TEST(WarningFaults, OfThoseOfAllAreTold) {
  EXPECT_THAT(FaultsOfAll(R"(warnings { id: "late" to: "consul" })"),
              HasSubstr("warnings late: there is no role consul"));
  EXPECT_EQ(FaultsOfAll(R"(warnings { id: "near" before { years: 5 } to: "assignee" })"), "");
}

}  // namespace
}  // namespace arasha::rules
