// What could go wrong: somebody is warned too late, or of what has just begun; is told that a deadline is
// near once it has passed; is told the same thing twice; or nobody is, because the case is nobody's.

#include "services/rules/deadlines/warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kFour[] = R"(
  warnings { id: "week" before { working_days: 5 } to: "assignee" }
  warnings { id: "noon" before { hours: 12 } to: "assignee" }
  warnings { id: "passed" to: ["assignee", "head"] }
  warnings { id: "escalated" after { days: 1 } to: "supervisor" })";

struct WarningRow {
  std::string name;
  std::string start;
  std::string now;
  std::string holds;  // by recipient
  std::string next;   // in Istanbul, or none
};

// It is due at the end of Friday, 20 November 2026, in Istanbul.
TEST(Warnings, HoldFromTheirTimeOn) {
  const WarningRow rows[] = {
      {"nothing yet", "2026-11-02T12:00:00+03:00", "2026-11-10T12:00:00+03:00", "", "2026-11-13 23:59"},
      {"a week before", "2026-11-02T12:00:00+03:00", "2026-11-14T00:00:00+03:00", "assignee week",
       "2026-11-20 11:59"},
      {"the later in the place of the former", "2026-11-02T12:00:00+03:00", "2026-11-20T12:00:00+03:00",
       "assignee noon", "2026-11-20 23:59"},
      {"before the start, left out", "2026-11-18T12:00:00+03:00", "2026-11-18T13:00:00+03:00", "",
       "2026-11-20 11:59"},
      {"the last instant still meets it", "2026-11-02T12:00:00+03:00", "2026-11-20T23:59:59.999999+03:00",
       "assignee noon", "2026-11-20 23:59"},
      {"passed", "2026-11-02T12:00:00+03:00", "2026-11-21T00:00:00+03:00", "assignee passed; head passed",
       "2026-11-21 23:59"},
      {"escalated", "2026-11-02T12:00:00+03:00", "2026-11-22T00:00:00+03:00",
       "assignee passed; head passed; supervisor escalated", "none"},
      {"learned of late", "2026-11-02T12:00:00+03:00", "2026-12-22T00:00:00+03:00",
       "assignee passed; head passed; supervisor escalated", "none"}};
  v1::CaseType type = GoodType();
  type.MergeFrom(Parse<v1::CaseType>(kFour));
  for (const WarningRow& row : rows) {
    SCOPED_TRACE(row.name);
    const WarningsDue due = WarningsAt(At(row.now), type.warnings(),
                                       {At(row.start), At("2026-11-20T23:59:59.999999+03:00")}, Istanbul());
    EXPECT_EQ(absl::StrJoin(due.now, "; ",
                            [](std::string* out, const HoldingWarning& one) {
                              absl::StrAppend(out, one.recipient, " ", one.rule->id());
                            }),
              row.holds);
    EXPECT_EQ(due.next ? absl::FormatTime("%Y-%m-%d %H:%M", *due.next, Istanbul().zone) : "none", row.next);
  }
}

TEST(Warnings, OfADeadlineStandInThePlaceOfThoseOfAll) {
  v1::CaseType proto = GoodType();
  proto.MergeFrom(Parse<v1::CaseType>(kFour));
  v1::DeadlineRule own = proto.deadlines(0);
  own.set_id("own");
  *own.add_warnings() = Parse<v1::WarningRule>(R"(id: "late" to: "head")");
  *proto.add_deadlines() = own;
  const CaseType type = Made(proto);
  EXPECT_EQ(WarningsOf(type, type.proto().deadlines(0)).size(), 4);
  ASSERT_EQ(WarningsOf(type, *type.FindDeadline("own")).size(), 1);
  EXPECT_EQ(WarningsOf(type, *type.FindDeadline("own"))[0].id(), "late");
  EXPECT_EQ(KindOf(WarningsOf(type, *type.FindDeadline("own"))[0]), v1::WARNING_KIND_PASSED);
  EXPECT_EQ(KindOf(type.proto().warnings(0)), v1::WARNING_KIND_NEAR);
  EXPECT_EQ(KindOf(type.proto().warnings(3)), v1::WARNING_KIND_ESCALATED);
}

TEST(Warnings, AreToldToTheAssigneeOrToRoles) {
  const absl::Time now = At("2026-11-20T12:00:00+03:00");
  const Actor officer = {"staff/o", "O", {{"officer", "IST"}}};
  const Actor head = {"staff/h", "H", {{"head", "IST"}, {"officer", "WAW"}}};
  const Actor supervisor = {"staff/s", "S", {{"supervisor", "-"}}};
  const Actor left = {"staff/l", "L", {{"head", "IST", now}}};
  EXPECT_TRUE(IsToldTo(officer, "assignee", "IST", "staff/o", now));
  EXPECT_FALSE(IsToldTo(head, "assignee", "IST", "staff/o", now));
  EXPECT_FALSE(IsToldTo(officer, "assignee", "IST", "", now));
  EXPECT_TRUE(IsToldTo(head, "assignee", "IST", "", now)) << "it is nobody's case";
  EXPECT_FALSE(IsToldTo(head, "assignee", "WAW", "", now));
  EXPECT_TRUE(IsToldTo(head, "head", "IST", "staff/o", now));
  EXPECT_FALSE(IsToldTo(left, "head", "IST", "staff/o", now));
  EXPECT_TRUE(IsToldTo(supervisor, "supervisor", "WAW", "staff/o", now));
  EXPECT_THAT(ToldAs(head, {"IST", "WAW", "ASB"}, now), ElementsAre("head@IST", "officer@WAW"));
  EXPECT_THAT(ToldAs(supervisor, {"IST"}, now), ElementsAre("supervisor@IST"));
  EXPECT_THAT(ToldAs(left, {"IST"}, now), IsEmpty());
}

}  // namespace
}  // namespace arasha::rules
