// What could go wrong: a problem that no client can word, for its id is taken twice or its parameters are not
// those of the text; a text that leaves a brace standing.

#include "services/rules/violations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "services/rules/text.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Problems, EachHasAnIdOfItsOwn) {
  std::set<std::string> ids;
  for (const ProblemId& problem : Problems()) {
    const std::string id(problem.id);
    EXPECT_TRUE(IsId(id)) << id;
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_EQ(IdOf(problem.problem), id);
  }
}

TEST(Describe, PutsTheParametersIn) {
  EXPECT_EQ(Describe({"text", Problem::kTooLong, {{"most", "5"}, {"given", "6"}}}),
            "must have at most 5 characters, and has 6");
  EXPECT_EQ(Describe({"text", Problem::kTooLong, {{"most", "1"}, {"given", "6"}}}),
            "must have at most 1 character, and has 6");
  EXPECT_EQ(Describe({"text", Problem::kRequired}), "is required");
}

TEST(CheckLength, CountsCharactersNotBytes) {
  const auto judged = [](const std::string& text, size_t least, size_t most) {
    Violations violations;
    CheckLength("x", text, least, most, violations);
    return Lines(violations);
  };
  EXPECT_THAT(judged("", 0, 5), IsEmpty());
  EXPECT_THAT(judged("", 1, 5), ElementsAre("x: is required"));
  EXPECT_THAT(judged("жолға", 1, 5), IsEmpty());
  EXPECT_THAT(judged("жолғаа", 1, 5), ElementsAre("x: must have at most 5 characters, and has 6"));
  EXPECT_THAT(judged("жол", 10, 20), ElementsAre("x: must have at least 10 characters, and has 3"));
}

TEST(CheckName, AsksForALetterOrADigitOfAnyScript) {
  const auto judged = [](const std::string& text) {
    Violations violations;
    CheckName("x", text, 5, violations);
    return Lines(violations);
  };
  for (const char* name : {"A", "Ә.", "王", "محمد", "नमः", "7", "٣", "Ⅳ", "(X)"}) {
    EXPECT_THAT(judged(name), IsEmpty()) << name;
  }
  for (const char* signs : {"...", "😀", "№", "- –", "?!", "\u0301"}) {
    EXPECT_THAT(judged(signs), ElementsAre("x: must have a letter or a digit")) << signs;
  }
  EXPECT_THAT(judged(" "), ElementsAre("x: is required"));
  EXPECT_THAT(judged("жолғаа"), ElementsAre("x: must have at most 5 characters, and has 6"));
}

}  // namespace
}  // namespace arasha::rules
