// What could go wrong: who raises a version does not see what else changed with it, or sees changes that are
// none.

#include "services/rules/catalogue/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_join.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

v1::CaseType ComparedType() {
  return Parse<v1::CaseType>(R"(
    id: "a.b" version: 1 retention_years: 5
    label { kk: "к" ru: "р" en: "thing" }
    fields { id: "place" kind: FIELD_KIND_TEXT hint { en: "Where" } }
    fields { id: "colour" kind: FIELD_KIND_CHOICE choices { id: "red" } choices { id: "blue" } }
    states { id: "new" } states { id: "work" } states { id: "done" final: true }
    transitions { id: "close" from: ["new", "work"] to: "done" roles: ["officer", "head"] }
    deadlines {
      id: "answer" starts_on { opened: true } starts_on { field: "told" } period { days: 3 }
    })");
}

TEST(Difference, TellsWhatBecameOfAType) {
  const struct {
    std::function<void(v1::CaseType&)> change;
    std::string said;
  } cases[] = {
      {[](auto&) {}, ""},
      {[](auto& t) { t.set_version(2); }, "~ version: 1 → 2"},
      {[](auto& t) { t.clear_retention_years(); }, "- retention_years: 5"},
      {[](auto& t) { t.set_subject_required(true); }, "+ subject_required: true"},
      {[](auto& t) { t.mutable_label()->set_en("matter"); }, "~ label en: thing → matter"},
      {[](auto& t) { t.mutable_fields(0)->mutable_hint()->set_ru("Где"); }, "+ fields place hint ru: Где"},
      {[](auto& t) { t.mutable_fields(0)->clear_hint(); }, "- fields place hint: en: \"Where\""},
      {[](auto& t) { t.mutable_fields(0)->set_kind(v1::FIELD_KIND_DATE); },
       "~ fields place kind: FIELD_KIND_TEXT → FIELD_KIND_DATE"},
      {[](auto& t) { t.mutable_fields(1)->mutable_choices(0)->set_id("green"); },
       "- fields colour choices red: id: \"red\"\n+ fields colour choices green: id: \"green\""},
      {[](auto& t) { t.mutable_states()->DeleteSubrange(1, 1); }, "- states work: id: \"work\""},
      {[](auto& t) { t.add_states()->set_id("lost"); }, "+ states lost: id: \"lost\""},
      {[](auto& t) { t.mutable_states()->SwapElements(0, 1); },
       "~ states order: new, work, done → work, new, done"},
      {[](auto& t) { t.mutable_transitions(0)->mutable_roles()->RemoveLast(); },
       "~ transitions close roles: officer, head → officer"},
      {[](auto& t) { t.mutable_transitions(0)->set_four_eyes(true); }, "+ transitions close four_eyes: true"},
      {[](auto& t) { t.mutable_deadlines(0)->mutable_starts_on(1)->set_field("seen"); },
       "- deadlines answer starts_on: field: \"told\"\n+ deadlines answer starts_on: field: \"seen\""},
      {[](auto& t) { t.mutable_deadlines(0)->mutable_starts_on()->SwapElements(0, 1); },
       "~ deadlines answer starts_on order: opened: true, field: \"told\" → field: \"told\", opened: true"},
      {[](auto& t) { t.mutable_deadlines(0)->mutable_period()->set_working_days(3); },
       "- deadlines answer period days: 3\n+ deadlines answer period working_days: 3"},
  };
  for (const auto& [change, said] : cases) {
    v1::CaseType after = ComparedType();
    change(after);
    EXPECT_EQ(absl::StrJoin(Difference(ComparedType(), after), "\n"), said);
  }
}

}  // namespace
}  // namespace arasha::rules
