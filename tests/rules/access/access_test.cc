// What could go wrong: a role gains an action nobody meant to give it, a grant reaches a mission or a moment
// it was not made for, an unknown role counts for something, or a case shows itself to somebody it should
// not.

#include "services/rules/access/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <vector>

#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Not;

const absl::Time kNow = At("2026-11-24T12:00:00Z");
const absl::Time kSoon = kNow + absl::Hours(1);
const absl::Time kPast = kNow - absl::Seconds(1);

constexpr Action kActions[] = {
    Action::kOpenCase,       Action::kReadCase,       Action::kListCases,        Action::kUpdateCase,
    Action::kTransitionCase, Action::kAssignCase,     Action::kAddEntry,         Action::kListEntries,
    Action::kChangeParties,  Action::kReadLog,        Action::kLowerSensitivity, Action::kGrantAccess,
    Action::kBreakGlass,     Action::kManageStaff,    Action::kReadReports,      Action::kReadAccessReports,
    Action::kCorrectEntries, Action::kWaiveDeadline,  Action::kMigrateCase,      Action::kHoldCase,
    Action::kDrawErasure,    Action::kApproveErasure,
};

// One column for each action, in the order above: x where the role allows it at its own mission.
struct AccessRow {
  std::string role;
  std::string allowed;
};

// Open, read, list, update, transition, assign, add entry, list entries, change parties; read log; lower
// sensitivity; grant access, break glass; manage staff; read reports, read reports about access; correct
// entries of others; waive deadlines; migrate cases; put on hold; draw up what is erased, approve that.
const AccessRow kPolicy[] = {
    {"officer", "xxxxxxxxx---x---------"},     //
    {"head", "xxxxxxxxx-xxx-x-xxxxxx"},        //
    {"supervisor", "-xx--x-x---xx-xx-----x"},  //
    {"auditor", "---------x----xx------"},     //
    {"admin", "-------------x--------"},       //
    {"partner", "----------------------"},     //
    {"", "----------------------"},            //
    {"Officer", "----------------------"},     //
    {"officer ", "----------------------"},    //
};

Actor With(std::vector<Grant> grants) {
  return {.name = "staff/a.omarova", .display_name = "Aigul Omarova", .grants = std::move(grants)};
}

CaseGrant On(const std::string& case_uid, absl::Time expires = kSoon, bool break_glass = false) {
  return {.uid = "g", .mission = "IST", .case_uid = case_uid, .break_glass = break_glass, .expires = expires};
}

CaseFacts Case(v1::Sensitivity sensitivity, const std::string& compartment = "") {
  return {.mission = "IST",
          .uid = "1",
          .sensitivity = sensitivity,
          .compartment = compartment,
          .created_by = "staff/x",
          .assignee = "staff/y"};
}

const CaseFacts kOrdinary = Case(v1::SENSITIVITY_ORDINARY);
const CaseFacts kSensitive = Case(v1::SENSITIVITY_SENSITIVE);
const CaseFacts kCompartmented = Case(v1::SENSITIVITY_COMPARTMENTED, "trafficking");

std::vector<std::string> Where(bool allowed, const std::string& mission) {
  return allowed ? std::vector<std::string>{mission} : std::vector<std::string>{};
}

TEST(Actions, HaveNames) {
  EXPECT_EQ(ActionOf("add_entry"), Action::kAddEntry);
  EXPECT_EQ(ActionOf("correct_entries"), Action::kCorrectEntries);
  EXPECT_EQ(ActionOf("kAddEntry"), std::nullopt);
  EXPECT_EQ(ActionOf(""), std::nullopt);
}

TEST(May, EveryRoleActionAndMission) {
  for (const AccessRow& row : kPolicy) {
    ASSERT_EQ(row.allowed.size(), std::size(kActions));
    const Actor own = With({{row.role, "IST"}});
    const Actor everywhere = With({{row.role, "-"}});
    const Actor expired = With({{row.role, "-", kNow}});
    for (size_t i = 0; i < std::size(kActions); ++i) {
      SCOPED_TRACE(row.role + ", action " + std::to_string(i));
      const bool allowed = row.allowed[i] == 'x';
      EXPECT_EQ(May(own, kActions[i], "IST", kNow), allowed);
      EXPECT_FALSE(May(own, kActions[i], "WAW", kNow)) << "another mission";
      EXPECT_FALSE(May(own, kActions[i], "", kNow)) << "no mission";
      EXPECT_FALSE(May(own, kActions[i], "-", kNow)) << "all missions";
      EXPECT_FALSE(May(own, kActions[i], "IS", kNow)) << "a prefix";
      EXPECT_EQ(May(everywhere, kActions[i], "WAW", kNow), allowed);
      EXPECT_EQ(May(everywhere, kActions[i], "-", kNow), allowed);
      EXPECT_FALSE(May(expired, kActions[i], "IST", kNow)) << "expired this moment";
      EXPECT_EQ(May(expired, kActions[i], "IST", kPast), allowed) << "a moment before";
      EXPECT_THAT(MissionsWhere(own, kActions[i], kNow), ElementsAreArray(Where(allowed, "IST")));
      EXPECT_THAT(MissionsWhere(everywhere, kActions[i], kNow), ElementsAreArray(Where(allowed, "-")));
      EXPECT_THAT(MissionsWhere(expired, kActions[i], kNow), IsEmpty());
    }
  }
}

TEST(May, NothingWithoutAGrant) {
  for (const Action action : kActions) EXPECT_FALSE(May(With({}), action, "IST", kNow));
}

TEST(May, GrantsAddUpButDoNotMix) {
  // Officer here, auditor there: what one grant allows holds only where that grant does.
  const Actor actor = With({{"officer", "IST"}, {"auditor", "WAW"}, {"supervisor", "ASB"}});
  EXPECT_TRUE(May(actor, Action::kOpenCase, "IST", kNow));
  EXPECT_FALSE(May(actor, Action::kReadCase, "WAW", kNow));
  EXPECT_TRUE(May(actor, Action::kReadCase, "ASB", kNow));
  EXPECT_FALSE(May(actor, Action::kOpenCase, "ASB", kNow));
  EXPECT_THAT(MissionsWhere(actor, Action::kReadCase, kNow), ElementsAre("IST", "ASB"));
  EXPECT_THAT(MissionsWhere(actor, Action::kOpenCase, kNow), ElementsAre("IST"));
}

TEST(MissionsWhere, EachMissionOnceAndEverywhereAlone) {
  EXPECT_THAT(MissionsWhere(With({{"officer", "IST"}, {"head", "IST"}}), Action::kReadCase, kNow),
              ElementsAre("IST"));
  EXPECT_THAT(MissionsWhere(With({{"officer", "IST"}, {"supervisor", "-"}}), Action::kReadCase, kNow),
              ElementsAre("-"));
  EXPECT_THAT(MissionsWhere(With({{"officer", "IST"}, {"supervisor", "-"}}), Action::kOpenCase, kNow),
              ElementsAre("IST"));
}

TEST(RolesAt, InTheOrderOfTheGrants) {
  const Actor actor = With({{"supervisor", "-"}, {"officer", "IST"}, {"head", "WAW"}, {"head", "-", kPast}});
  EXPECT_THAT(RolesAt(actor, "IST", kNow), ElementsAre("supervisor", "officer"));
  EXPECT_THAT(RolesAt(actor, "ASB", kNow), ElementsAre("supervisor"));
  EXPECT_THAT(RolesAt(With({{"officer", "IST"}}), "WAW", kNow), IsEmpty());
}

TEST(AreColleagues, WhereBothHoldARole) {
  const Actor ist = With({{"officer", "IST"}});
  const Actor waw = With({{"officer", "WAW"}, {"head", "IST", kPast}});
  const Actor everywhere = With({{"supervisor", "-"}});
  EXPECT_TRUE(AreColleagues(ist, With({{"head", "WAW"}, {"head", "IST"}}), kNow));
  EXPECT_FALSE(AreColleagues(ist, waw, kNow));
  EXPECT_FALSE(AreColleagues(waw, ist, kNow));
  EXPECT_TRUE(AreColleagues(everywhere, waw, kNow));
  EXPECT_TRUE(AreColleagues(waw, everywhere, kNow));
  EXPECT_FALSE(AreColleagues(everywhere, With({{"officer", "WAW", kPast}}), kNow));
}

TEST(IsRole, KnowsTheSix) {
  for (const char* role : {"officer", "head", "supervisor", "auditor", "admin", "partner"}) {
    EXPECT_TRUE(IsRole(role)) << role;
  }
  for (const char* role : {"", "root", "Head", "heads"}) EXPECT_FALSE(IsRole(role)) << role;
}

TEST(LabelsOfCase, BySensitivity) {
  EXPECT_THAT(LabelsOf(kOrdinary), ElementsAre("IST", "*", "case:1"));
  EXPECT_THAT(LabelsOf(kSensitive), ElementsAre("IST!", "*!", "staff/x", "staff/y", "case:1"));
  EXPECT_THAT(LabelsOf(kCompartmented),
              ElementsAre("IST#trafficking", "*#trafficking", "staff/x", "staff/y", "case:1"));
  // What is not said or not known is taken for sensitive.
  EXPECT_THAT(LabelsOf(Case(v1::SENSITIVITY_UNSPECIFIED)), Not(Contains("IST")));
  EXPECT_THAT(LabelsOf(Case(static_cast<v1::Sensitivity>(9))), Not(Contains("IST")));
}

TEST(LabelsOfActor, ByRole) {
  const auto labels = [](std::vector<Grant> grants, std::vector<std::string> clearances = {}) {
    Actor actor = With(std::move(grants));
    actor.clearances = std::move(clearances);
    return LabelsOf(actor, kNow).labels;
  };
  const std::string me = "staff/a.omarova";
  EXPECT_THAT(labels({}), ElementsAre(me));
  EXPECT_THAT(labels({{"officer", "IST"}}), ElementsAre(me, "IST", "w:IST"));
  EXPECT_THAT(labels({{"head", "IST"}}), ElementsAre(me, "IST", "IST!", "w:IST", "l:IST", "r:IST"));
  EXPECT_THAT(labels({{"supervisor", "-"}}), ElementsAre(me, "*", "*!", "w:*", "r:*", "a:*"));
  EXPECT_THAT(labels({{"auditor", "-"}}), ElementsAre(me, "log", "r:*", "a:*"));
  EXPECT_THAT(labels({{"admin", "-"}}), ElementsAre(me, "admin"));
  EXPECT_THAT(labels({{"partner", "-"}}), ElementsAre(me));
  EXPECT_THAT(labels({{"root", "-"}}), ElementsAre(me));
  EXPECT_THAT(labels({{"officer", "IST"}, {"officer", "WAW", kPast}}), ElementsAre(me, "IST", "w:IST"));
  EXPECT_THAT(labels({{"officer", "IST"}}, {"trafficking", "minors"}),
              ElementsAre(me, "IST", "IST#trafficking", "IST#minors", "w:IST"));
  // A clearance opens nothing to whoever reads no case.
  EXPECT_THAT(labels({{"auditor", "-"}, {"admin", "-"}, {"partner", "-"}}, {"trafficking"}),
              ElementsAre(me, "log", "r:*", "a:*", "admin"));
}

TEST(LabelsOfActor, ByGrantsOnCases) {
  const auto labels = [](std::vector<Grant> roles, std::vector<CaseGrant> grants) {
    Actor actor = With(std::move(roles));
    actor.case_grants = std::move(grants);
    return LabelsOf(actor, kNow).labels;
  };
  const std::string me = "staff/a.omarova";
  EXPECT_THAT(labels({{"officer", "WAW"}}, {On("1"), On("2", kNow), On("3"), On("1")}),
              ElementsAre(me, "WAW", "w:WAW", "case:1", "w:case:1", "case:3", "w:case:3"));
  EXPECT_THAT(labels({{"supervisor", "WAW"}}, {On("1")}),
              ElementsAre(me, "WAW", "WAW!", "w:WAW", "r:WAW", "a:WAW", "case:1"));
  EXPECT_THAT(labels({{"partner", "-"}}, {On("1")}), ElementsAre(me, "case:1"));
  for (const char* role : {"auditor", "admin", "root"}) {
    EXPECT_THAT(labels({{role, "-"}}, {On("1")}), Not(Contains("case:1"))) << role;
  }
  // Grants end with the last role at work on cases.
  EXPECT_THAT(labels({{"officer", "IST", kPast}}, {On("1")}), ElementsAre(me));
}

TEST(LabelsOfActor, OfOneMissionAreThoseThatMatterThere) {
  Actor actor = With({{"officer", "IST"}, {"head", "WAW", kNow + absl::Hours(5)}, {"supervisor", "-"}});
  CaseGrant elsewhere = On("2", kNow + absl::Hours(1));
  elsewhere.mission = "ASB";
  actor.case_grants = {On("1"), elsewhere};
  const std::string me = "staff/a.omarova";
  EXPECT_THAT(LabelsOf(actor, kNow, "IST").labels,
              ElementsAre(me, "IST", "w:IST", "*", "*!", "w:*", "r:*", "a:*", "case:1", "w:case:1"));
  EXPECT_EQ(LabelsOf(actor, kNow, "IST").valid_until, kSoon);
  EXPECT_EQ(LabelsOf(actor, kNow, "WAW").valid_until, kNow + absl::Hours(5));
  EXPECT_THAT(LabelsOf(actor, kNow, "ASB").labels, Contains("case:2"));
}

TEST(LabelsOfActor, HoldUntilTheFirstGrantExpires) {
  Actor actor = With({{"officer", "IST"}});
  EXPECT_EQ(LabelsOf(actor, kNow).valid_until, absl::InfiniteFuture());
  actor.grants.push_back({"head", "WAW", kNow + absl::Hours(5)});
  EXPECT_EQ(LabelsOf(actor, kNow).valid_until, kNow + absl::Hours(5));
  actor.case_grants = {On("1", kNow + absl::Hours(2)), On("2", kPast)};
  EXPECT_EQ(LabelsOf(actor, kNow).valid_until, kNow + absl::Hours(2));
}

// Every action on a case, as a line like those of the policy.
std::string Allowed(const Actor& actor, const CaseFacts& facts) {
  std::string line;
  for (const Action action : kActions) line += MayOn(actor, action, facts, kNow) ? 'x' : '-';
  return line;
}

constexpr char kNothing[] = "----------------------";
constexpr char kOfficer[] = "xxxxxxxxx---x---------";
constexpr char kReads[] = "-xx----x--------------";
constexpr char kReadsAndAdds[] = "-xx---xx--------------";

TEST(MayOn, RolesAndSensitivity) {
  const Actor officer = With({{"officer", "IST"}});
  EXPECT_EQ(Allowed(officer, kOrdinary), kOfficer);
  EXPECT_EQ(Allowed(officer, kSensitive), kNothing);
  EXPECT_EQ(Allowed(officer, kCompartmented), kNothing);
  EXPECT_EQ(Allowed(With({{"officer", "WAW"}}), kOrdinary), kNothing);
  EXPECT_EQ(Allowed(With({{"officer", "IST", kNow}}), kOrdinary), kNothing);
  for (const char* role : {"head", "supervisor"}) {
    const Actor actor = With({{role, "IST"}});
    EXPECT_EQ(Allowed(actor, kSensitive), Allowed(actor, kOrdinary)) << role;
    EXPECT_NE(Allowed(actor, kSensitive), kNothing) << role;
    EXPECT_EQ(Allowed(actor, kCompartmented), kNothing) << role;
  }
  for (const char* role : {"auditor", "admin", "partner"}) {
    for (const CaseFacts& facts : {kOrdinary, kSensitive, kCompartmented}) {
      // What these roles allow concerns no case: no case is seen, so nothing is allowed on it.
      EXPECT_EQ(Allowed(With({{role, "-"}}), facts), kNothing) << role;
    }
  }
}

TEST(MayOn, Compartments) {
  Actor officer = With({{"officer", "IST"}});
  officer.clearances = {"trafficking"};
  EXPECT_EQ(Allowed(officer, kCompartmented), kOfficer);
  EXPECT_EQ(Allowed(officer, kSensitive), kNothing);
  officer.clearances = {"traffick", "trafficking2", "minors"};
  EXPECT_EQ(Allowed(officer, kCompartmented), kNothing);
  Actor supervisor = With({{"supervisor", "-"}});
  EXPECT_EQ(Allowed(supervisor, kCompartmented), kNothing);
  supervisor.clearances = {"trafficking"};
  EXPECT_NE(Allowed(supervisor, kCompartmented), kNothing);
}

TEST(MayOn, CreatorAndAssigneeKeepTheirCase) {
  Actor officer = With({{"officer", "IST"}});
  for (const char* name : {"staff/x", "staff/y"}) {
    officer.name = name;
    EXPECT_EQ(Allowed(officer, kSensitive), kOfficer);
    EXPECT_EQ(Allowed(officer, kCompartmented), kOfficer);
  }
  officer.grants = {{"officer", "WAW"}};
  EXPECT_EQ(Allowed(officer, kSensitive), kNothing) << "but not at another mission";
  EXPECT_EQ(Allowed(officer, kOrdinary), kNothing);
}

TEST(MayOn, AGrantThatWasGiven) {
  Actor actor = With({{"officer", "WAW"}});
  actor.case_grants = {On("1")};
  EXPECT_EQ(Allowed(actor, kCompartmented), kReadsAndAdds);
  actor.grants = {{"officer", "IST"}};
  EXPECT_EQ(Allowed(actor, kCompartmented), kOfficer) << "with a role at the mission";
  actor.grants = {{"partner", "-"}};
  EXPECT_EQ(Allowed(actor, kOrdinary), kReads);
  actor.grants = {{"supervisor", "WAW"}};
  EXPECT_EQ(Allowed(actor, kOrdinary), kReads) << "supervisors add no entries anywhere";
  for (const char* role : {"auditor", "admin"}) {
    actor.grants = {{role, "-"}};
    EXPECT_EQ(Allowed(actor, kOrdinary), kNothing) << role;
  }
  actor.grants = {{"officer", "WAW", kNow}};
  EXPECT_EQ(Allowed(actor, kOrdinary), kNothing) << "the last role expired";
  actor.grants = {{"officer", "WAW"}};
  actor.case_grants = {On("1", kNow)};
  EXPECT_EQ(Allowed(actor, kOrdinary), kNothing) << "the grant expired";
  actor.case_grants = {On("2")};
  EXPECT_EQ(Allowed(actor, kOrdinary), kNothing) << "on another case";
}

// Supervisor at IST, officer at WAW: the grant on one case must not let entries into all that the supervisor
// sees.
TEST(MayOn, AGrantReachesOneCaseOnly) {
  Actor actor = With({{"supervisor", "IST"}, {"officer", "WAW"}});
  const std::string before = Allowed(actor, kOrdinary);
  actor.case_grants = {On("2")};
  EXPECT_EQ(Allowed(actor, kOrdinary), before);
}

TEST(MayOn, BrokenGlassIsForReadingAndEntries) {
  Actor actor = With({{"officer", "IST"}});
  actor.case_grants = {On("1", kSoon, true)};
  EXPECT_EQ(Allowed(actor, kSensitive), kReadsAndAdds);
  EXPECT_EQ(Allowed(actor, kOrdinary), kOfficer) << "it takes nothing away";
}

TEST(HoldsGrantAt, ThisMissionThisMoment) {
  Actor actor = With({{"officer", "WAW"}});
  EXPECT_TRUE(GrantsHeld(actor, kNow).empty());
  EXPECT_FALSE(HoldsGrantAt(actor, "IST", kNow));
  actor.case_grants = {On("1")};
  EXPECT_TRUE(HoldsGrantAt(actor, "IST", kNow));
  EXPECT_FALSE(HoldsGrantAt(actor, "WAW", kNow));
  EXPECT_FALSE(HoldsGrantAt(actor, "IST", kSoon));
  EXPECT_EQ(GrantsHeld(actor, kNow).size(), 1u);
  actor.grants = {{"auditor", "-"}};
  EXPECT_FALSE(HoldsGrantAt(actor, "IST", kNow));
}

}  // namespace
}  // namespace arasha::rules
