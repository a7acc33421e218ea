// What could go wrong: a condition lets too much through, or says the same so that no index serves it.
#include "storage/postgres/conditions.h"

#include <gtest/gtest.h>

namespace arasha::storage {
namespace {

TEST(Conditions, CompareAColumnWithAParameter) {
  constexpr Column kState = {"c.state", "text"};
  EXPECT_EQ(Condition(kState, Comparison::kEqual, "closed", 6), "c.state = $6::text");
  EXPECT_EQ(Condition(kState, Comparison::kNotEqual, "closed", 7), "c.state <> $7::text");
  constexpr Column kCreated = {"c.created", "timestamptz"};
  EXPECT_EQ(Condition(kCreated, Comparison::kLessOrEqual, "2026-12-01", 8), "c.created <= $8::timestamptz");
}

TEST(Conditions, OfBooleansNameTheColumnForPartialIndexes) {
  constexpr Column kOpen = {"c.open", "boolean"};
  EXPECT_EQ(Condition(kOpen, Comparison::kEqual, "true", 6), "c.open AND $6::boolean IS NOT NULL");
  EXPECT_EQ(Condition(kOpen, Comparison::kNotEqual, "false", 6), "c.open AND $6::boolean IS NOT NULL");
  EXPECT_EQ(Condition(kOpen, Comparison::kEqual, "false", 6), "NOT c.open AND $6::boolean IS NOT NULL");
}

TEST(Conditions, OfWhatMayBeNullFindItAsEmpty) {
  constexpr Column kAssignee = {"c.assignee", "text", true};
  EXPECT_EQ(Condition(kAssignee, Comparison::kEqual, "staff/x", 6), "c.assignee = $6::text");
  EXPECT_EQ(Condition(kAssignee, Comparison::kEqual, "", 6), "coalesce(c.assignee, '') = $6::text");
  EXPECT_EQ(Condition(kAssignee, Comparison::kNotEqual, "staff/x", 6),
            "coalesce(c.assignee, '') <> $6::text");
}

TEST(Conditions, GoOnBehindAPosition) {
  constexpr Column kPriority = {"c.priority", "smallint"};
  EXPECT_EQ(Behind(kPriority, "c.uid", true, 6), "(c.priority, c.uid) < ($6::smallint, $7::uuid)");
  EXPECT_EQ(Behind(kPriority, "c.uid", false, 6), "(c.priority, c.uid) > ($6::smallint, $7::uuid)");
}

}  // namespace
}  // namespace arasha::storage
