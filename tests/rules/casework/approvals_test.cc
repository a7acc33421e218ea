// What could go wrong: one person is both pairs of eyes, or decides on a relative's case, or a party is taken
// off the case to make somebody impartial.

#include "services/rules/flow/approvals.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "arasha/v1/case.pb.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

struct ApprovalRow {
  std::string person;
  std::vector<std::string> roles;
  std::string parties;
  SecondPerson verdict;
};

TEST(RuleSecondPerson, Verdicts) {
  constexpr char kRelated[] = R"(parties { related_staff: "staff/x" } parties { related_staff: "staff/b" })";
  constexpr char kRelatedAndTakenOff[] = R"(parties { related_staff: "staff/b" remove_time { seconds: 1 } })";
  const ApprovalRow cases[] = {
      {"staff/b", {"head"}, "", SecondPerson::kMay},
      {"staff/b", {"officer", "head"}, "parties {}", SecondPerson::kMay},
      {"staff/b", {"officer"}, "", SecondPerson::kRoleMissing},
      {"staff/b", {}, "", SecondPerson::kRoleMissing},
      {"staff/a", {"head"}, "", SecondPerson::kIsTheFirst},
      {"staff/a", {"officer"}, "", SecondPerson::kIsTheFirst},
      {"staff/b", {"head"}, kRelated, SecondPerson::kIsRelated},
      {"staff/c", {"head"}, kRelated, SecondPerson::kMay},
      {"staff/b", {"head"}, kRelatedAndTakenOff, SecondPerson::kIsRelated},
      {"staff/b", {"head"}, R"(parties { related_staff: "staff/bb" })", SecondPerson::kMay},
  };
  for (const ApprovalRow& row : cases) {
    EXPECT_EQ(
        RuleSecondPerson({"head"}, row.person, row.roles, "staff/a", Parse<v1::Case>(row.parties).parties()),
        row.verdict)
        << row.person << " " << testing::PrintToString(row.roles) << " " << row.parties;
  }
}

}  // namespace
}  // namespace arasha::rules
