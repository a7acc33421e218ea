// What could go wrong: access_matrix.txt lets a role do what the method's rule does not, or what verifiers of
// the log accuse it of.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/rules/access/access.h"
#include "services/rules/log/role_actions.h"
#include "tests/services/requests/access_table.h"
#include "tests/services/requests/methods.h"

namespace arasha {
namespace {

using ::testing::AnyOfArray;
using ::testing::Each;

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
