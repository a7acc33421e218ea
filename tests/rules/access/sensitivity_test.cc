// What could go wrong: a compartment that nobody can be cleared for, or a case opened to a whole mission by
// somebody who may not.

#include "services/rules/access/sensitivity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "arasha/v1/case.pb.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CheckSensitivity, ACompartmentExactlyWhereThereIsOne) {
  const auto fields = [](const std::string& text) {
    return Fields(CheckSensitivity(Parse<v1::Case>(text), "case"));
  };
  EXPECT_THAT(fields("sensitivity: SENSITIVITY_ORDINARY"), IsEmpty());
  EXPECT_THAT(fields("sensitivity: SENSITIVITY_SENSITIVE"), IsEmpty());
  EXPECT_THAT(fields(R"(sensitivity: SENSITIVITY_COMPARTMENTED compartment: "trafficking")"), IsEmpty());
  EXPECT_THAT(fields(""), ElementsAre("case.sensitivity"));
  EXPECT_THAT(fields("sensitivity: 9"), ElementsAre("case.sensitivity"));
  EXPECT_THAT(fields(R"(sensitivity: SENSITIVITY_SENSITIVE compartment: "trafficking")"),
              ElementsAre("case.compartment"));
  for (const char* bad : {"", "a,b", "A", "a#b", "a\\nb", "*"}) {
    EXPECT_THAT(fields(absl::StrCat("sensitivity: SENSITIVITY_COMPARTMENTED compartment: \"", bad, "\"")),
                ElementsAre("case.compartment"))
        << bad;
  }
}

TEST(Lowers, AndAnotherCompartmentIsLowerToo) {
  const v1::Sensitivity levels[] = {v1::SENSITIVITY_ORDINARY, v1::SENSITIVITY_SENSITIVE,
                                    v1::SENSITIVITY_COMPARTMENTED};
  for (const v1::Sensitivity from : levels) {
    for (const v1::Sensitivity to : levels) {
      EXPECT_EQ(Lowers(from, from == v1::SENSITIVITY_COMPARTMENTED ? "a" : "", to,
                       to == v1::SENSITIVITY_COMPARTMENTED ? "a" : ""),
                to < from)
          << from << " " << to;
    }
  }
  EXPECT_TRUE(Lowers(v1::SENSITIVITY_COMPARTMENTED, "a", v1::SENSITIVITY_COMPARTMENTED, "b"));
}

}  // namespace
}  // namespace arasha::rules
