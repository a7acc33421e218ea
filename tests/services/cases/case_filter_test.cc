// What could go wrong: a filter or an order is read otherwise than it is written, or a malformed one is
// taken; the refusal points to the wrong place.
#include "services/cases/case_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "services/cases/rows/fact_rows.h"

namespace arasha::cases {
namespace {

using storage::CaseField;
using storage::Comparison;
using ::testing::HasSubstr;

// "field comparison value" of each term, the first two as numbers of their enums.
std::vector<std::string> Terms(const std::string& filter) {
  const auto terms = ParseFilter(filter);
  EXPECT_TRUE(terms.ok()) << filter << ": " << terms.status();
  std::vector<std::string> lines;
  if (!terms.ok()) return lines;
  for (const storage::CaseTerm& term : *terms) {
    lines.push_back(
        absl::StrCat(static_cast<int>(term.field), " ", static_cast<int>(term.comparison), " ", term.value));
  }
  return lines;
}

std::string Term(CaseField field, Comparison comparison, const std::string& value) {
  return absl::StrCat(static_cast<int>(field), " ", static_cast<int>(comparison), " ", value);
}

TEST(Filter, ReadsValuesWithAndWithoutQuotes) {
  using ::testing::ElementsAre;
  EXPECT_THAT(Terms("state=registered"),
              ElementsAre(Term(CaseField::kState, Comparison::kEqual, "registered")));
  EXPECT_THAT(Terms("  state  !=  \"a \\\" b \\\\ AND c\" "),
              ElementsAre(Term(CaseField::kState, Comparison::kNotEqual, "a \" b \\ AND c")));
  EXPECT_THAT(Terms("assignee = \"\""), ElementsAre(Term(CaseField::kAssignee, Comparison::kEqual, "")));
  EXPECT_THAT(Terms("open = true AND priority = high"),
              ElementsAre(Term(CaseField::kOpen, Comparison::kEqual, "true"),
                          Term(CaseField::kPriority, Comparison::kEqual, "3")));
  EXPECT_THAT(
      Terms("next_due_time<=\"2026-12-01T03:00:00.5+03:00\""),
      ElementsAre(Term(CaseField::kNextDue, Comparison::kLessOrEqual, "2026-12-01 00:00:00.500000+00")));
  EXPECT_THAT(Terms("activity_time > 2026-12-01T00:00:00Z"),
              ElementsAre(Term(CaseField::kActivity, Comparison::kGreater, "2026-12-01 00:00:00.000000+00")));
  EXPECT_TRUE(Terms("").empty());
  EXPECT_TRUE(Terms(" \t ").empty());
}

TEST(NewestRule, IsByTheVersionsNumber) {
  std::map<std::string, v1::FactRule> rules;
  rules["a.type@9"].mutable_count();
  rules["a.type@10"].mutable_last();
  EXPECT_TRUE(NewestRule(rules).has_last());
  EXPECT_EQ(FactTermOf(rules).kind, storage::FactTerm::Kind::kLast);
  EXPECT_EQ(FactTermOf(rules).of.size(), 1U) << "nothing is asked of the version in which it was a count";
  rules["b.type@2"].mutable_count();
  EXPECT_TRUE(NewestRule(rules).has_count());
}

TEST(Filter, SaysWhereItStoppedMakingSense) {
  const auto refusal = [](const std::string& filter) {
    return std::string(ParseFilter(filter).status().message());
  };
  EXPECT_THAT(refusal("state = a OR state = b"), HasSubstr("expected AND"));
  EXPECT_THAT(refusal("bogus = 1"), HasSubstr("expected type, state"));
  EXPECT_THAT(refusal("create_time = x"), HasSubstr("expected <, <=, >, >="));
  EXPECT_THAT(refusal("state < x"), HasSubstr("expected =, !="));
  EXPECT_THAT(refusal("priority = soon"), HasSubstr("expected LOW, NORMAL, HIGH, URGENT"));
  EXPECT_THAT(refusal("priority = unspecified"), HasSubstr("expected LOW"));
  EXPECT_THAT(refusal("state = a AND bogus = 1"), HasSubstr("at character 20"));
}

TEST(Filter, HasAnEnd) {
  std::string ten = "state = a";
  for (int i = 0; i < 9; ++i) ten += " AND state = a";
  EXPECT_TRUE(ParseFilter(ten).ok());
  EXPECT_FALSE(ParseFilter(ten + " AND state = a").ok());
  EXPECT_FALSE(ParseFilter("state = " + std::string(1000, 'a')).ok());
}

TEST(Order, IsAFieldAndMaybeReversed) {
  EXPECT_EQ(ParseOrder("")->field, CaseField::kCreated);
  EXPECT_TRUE(ParseOrder("")->descending);
  EXPECT_FALSE(ParseOrder("create_time")->descending);
  EXPECT_EQ(ParseOrder(" priority desc ")->field, CaseField::kPriority);
  EXPECT_TRUE(ParseOrder("next_due_time desc")->descending);
  for (const char* bad : {"state", "desc", "priority asc", "priority DESC", "priority,create_time"}) {
    EXPECT_FALSE(ParseOrder(bad).ok()) << bad;
  }
  const auto problems =
      ParseOrder("priorty desc").status().GetPayload("type.googleapis.com/arasha.v1.FieldProblems");
  EXPECT_THAT(std::string(problems.value_or(absl::Cord())), HasSubstr("priorty"))
      << "what may be meant by it";
}

}  // namespace
}  // namespace arasha::cases
