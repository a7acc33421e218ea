// What could go wrong: a case is opened that nobody can tell from another, in a country that is none, or
// received tomorrow.

#include "services/rules/casework/case_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

constexpr char kGood[] = R"(summary: "Held at the airport" )";

absl::Time Now() { return At("2026-11-24T10:00:00Z"); }

std::vector<std::string> Faults(const std::string& text) {
  return Fields(CheckCaseFields(Parse<v1::Case>(text), Now(), "case"));
}

TEST(CheckCaseFields, EachField) {
  struct Row {
    std::string text;
    std::vector<std::string> faults;
  };
  const Row rows[] = {
      {kGood, {}},
      {"", {"case.summary"}},
      {absl::StrCat("summary: \"", std::string(4000, 's'), "\""), {}},
      {absl::StrCat("summary: \"", std::string(4001, 's'), "\""), {"case.summary"}},
      {absl::StrCat(kGood, "priority: PRIORITY_URGENT host_state: \"TR\""), {}},
      {absl::StrCat(kGood, "priority: 9"), {"case.priority"}},
      {absl::StrCat(kGood, "host_state: \"XX\""), {"case.host_state"}},
      {absl::StrCat(kGood, "received_time { seconds: 1795514400 }"), {}},                      // now
      {absl::StrCat(kGood, "received_time { seconds: 1795600800 }"), {"case.received_time"}},  // a day ahead
      {"priority: 9 host_state: \"tr\"", {"case.summary", "case.priority", "case.host_state"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text.substr(0, 160));
    EXPECT_THAT(Faults(row.text), ElementsAreArray(row.faults));
  }
}

TEST(CheckCaseFields, ATimeAheadIsToldAsSuch) {
  const auto message = Parse<v1::Case>(absl::StrCat(kGood, "received_time { seconds: 1795600800 }"));
  EXPECT_THAT(Lines(CheckCaseFields(message, Now(), "case")),
              ElementsAre("case.received_time: must not lie in the future"));
}

}  // namespace
}  // namespace arasha::rules
