// What could go wrong: a role gains an action nobody meant to give it, a grant reaches a mission it was not
// made for, or an unknown role counts for something.

#include "services/rules/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <vector>

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

constexpr Action kActions[] = {
    Action::kOpenCase,   Action::kReadCase,       Action::kListCases,
    Action::kUpdateCase, Action::kTransitionCase, Action::kAssignCase,
    Action::kAddEntry,   Action::kListEntries,    Action::kChangeParties,
};

// One column for each action, in the order above: x where the role allows it at its own mission.
struct Row {
  std::string role;
  std::string allowed;
};

// Open, read, list, update, transition, assign, add entry, list entries, change parties.
const Row kPolicy[] = {
    {"officer", "xxxxxxxxx"},     //
    {"head", "xxxxxxxxx"},        //
    {"supervisor", "-xx--x-x-"},  //
    {"auditor", "---------"},     //
    {"admin", "---------"},       //
    {"partner", "---------"},     //
    {"", "---------"},            //
    {"Officer", "---------"},     //
    {"officer ", "---------"},    //
};

Actor With(std::vector<Grant> grants) {
  return {.name = "staff/a.omarova", .display_name = "Aigul Omarova", .grants = std::move(grants)};
}

std::vector<std::string> Where(bool allowed, const std::string& mission) {
  return allowed ? std::vector<std::string>{mission} : std::vector<std::string>{};
}

TEST(May, EveryRoleActionAndMission) {
  for (const Row& row : kPolicy) {
    ASSERT_EQ(row.allowed.size(), std::size(kActions));
    const Actor own = With({{row.role, "IST"}});
    const Actor everywhere = With({{row.role, "-"}});
    for (size_t i = 0; i < std::size(kActions); ++i) {
      SCOPED_TRACE(row.role + ", action " + std::to_string(i));
      const bool allowed = row.allowed[i] == 'x';
      EXPECT_EQ(May(own, kActions[i], "IST"), allowed);
      EXPECT_FALSE(May(own, kActions[i], "WAW")) << "another mission";
      EXPECT_FALSE(May(own, kActions[i], "")) << "no mission";
      EXPECT_FALSE(May(own, kActions[i], "-")) << "all missions";
      EXPECT_FALSE(May(own, kActions[i], "IS")) << "a prefix";
      EXPECT_EQ(May(everywhere, kActions[i], "WAW"), allowed);
      EXPECT_THAT(MissionsWhere(own, kActions[i]), ElementsAreArray(Where(allowed, "IST")));
      EXPECT_THAT(MissionsWhere(everywhere, kActions[i]), ElementsAreArray(Where(allowed, "-")));
    }
  }
}

TEST(May, NothingWithoutAGrant) {
  for (const Action action : kActions) EXPECT_FALSE(May(With({}), action, "IST"));
}

TEST(May, GrantsAddUpButDoNotMix) {
  // Officer here, auditor there: what one grant allows holds only where that grant does.
  const Actor actor = With({{"officer", "IST"}, {"auditor", "WAW"}, {"supervisor", "ASB"}});
  EXPECT_TRUE(May(actor, Action::kOpenCase, "IST"));
  EXPECT_FALSE(May(actor, Action::kReadCase, "WAW"));
  EXPECT_TRUE(May(actor, Action::kReadCase, "ASB"));
  EXPECT_FALSE(May(actor, Action::kOpenCase, "ASB"));
  EXPECT_THAT(MissionsWhere(actor, Action::kReadCase), ElementsAre("IST", "ASB"));
  EXPECT_THAT(MissionsWhere(actor, Action::kOpenCase), ElementsAre("IST"));
}

TEST(MissionsWhere, EachMissionOnceAndEverywhereAlone) {
  EXPECT_THAT(MissionsWhere(With({{"officer", "IST"}, {"head", "IST"}}), Action::kReadCase),
              ElementsAre("IST"));
  EXPECT_THAT(MissionsWhere(With({{"officer", "IST"}, {"supervisor", "-"}}), Action::kReadCase),
              ElementsAre("-"));
  EXPECT_THAT(MissionsWhere(With({{"officer", "IST"}, {"supervisor", "-"}}), Action::kOpenCase),
              ElementsAre("IST"));
}

TEST(RolesAt, InTheOrderOfTheGrants) {
  const Actor actor = With({{"supervisor", "-"}, {"officer", "IST"}, {"head", "WAW"}});
  EXPECT_THAT(RolesAt(actor, "IST"), ElementsAre("supervisor", "officer"));
  EXPECT_THAT(RolesAt(actor, "ASB"), ElementsAre("supervisor"));
  EXPECT_THAT(RolesAt(With({{"officer", "IST"}}), "WAW"), IsEmpty());
}

TEST(IsRole, KnowsTheSix) {
  for (const char* role : {"officer", "head", "supervisor", "auditor", "admin", "partner"}) {
    EXPECT_TRUE(IsRole(role)) << role;
  }
  for (const char* role : {"", "root", "Head", "heads"}) EXPECT_FALSE(IsRole(role)) << role;
}

}  // namespace
}  // namespace arasha::rules
