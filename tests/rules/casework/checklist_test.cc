// What could go wrong: an item is ticked that no case of the type has, or twice; a transition passes although
// something that it needs was not seen to, or waits for what does not concern the case.
#include "services/rules/flow/checklist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAreArray;

// `consent` is needed to finish, `lawyer` too, but only of urgent cases; `wish` for nothing.
CaseType WithChecklist() {
  v1::CaseType type = GoodType();
  const auto add = [&](const std::string& item) { *type.add_checklist() = Parse<v1::CheckItem>(item); };
  add(R"(id: "wish" label { kk: "к" ru: "р" en: "e" } in_states: "open")");
  add(R"(id: "consent" label { kk: "к" ru: "р" en: "e" } required_for: "finish")");
  add(R"(id: "lawyer" label { kk: "к" ru: "р" en: "e" } required_for: "finish"
         when { field: "urgent" values: "true" })");
  return Made(std::move(type));
}

struct TickRow {
  std::string item;
  std::string details;
  std::set<std::string> ticked;
  std::vector<std::string> faults;
};

TEST(CheckTick, OfItemsThatConcernTheCaseAndAreNotTicked) {
  const TickRow cases[] = {
      {"wish", "{}", {}, {}},
      {"consent", "{}", {"wish"}, {}},
      {"lawyer", R"({"urgent": true})", {}, {}},
      {"consent",
       "{}",
       {"consent"},
       {"entry.check_item: was ticked before; to write more about it, add a note"}},
      {"lawyer", "{}", {}, {"entry.check_item: does not concern a case with these fields"}},
      {"lawyer", R"({"urgent": false})", {}, {"entry.check_item: does not concern a case with these fields"}},
      {"visa", "{}", {}, {"entry.check_item: is no item of this case's checklist; it has: wish, consent"}},
      {"",
       R"({"urgent": true})",
       {},
       {"entry.check_item: is no item of this case's checklist; it has: wish, consent, lawyer"}},
  };
  const CaseType type = WithChecklist();
  for (const TickRow& row : cases) {
    EXPECT_THAT(Lines(CheckTick(type, Json(row.details), row.ticked, row.item, "entry.check_item")),
                ElementsAreArray(row.faults))
        << row.item << " " << row.details;
  }
}

struct OpenRow {
  std::string event;
  std::string details;
  std::set<std::string> ticked;
  std::vector<std::string> open;
};

TEST(OpenItems, AreThoseThatTheEventNeeds) {
  const OpenRow cases[] = {
      {"finish", "{}", {}, {"consent"}},
      {"finish", "{}", {"wish"}, {"consent"}},
      {"finish", "{}", {"consent"}, {}},
      {"finish", R"({"urgent": true})", {}, {"consent", "lawyer"}},
      {"finish", R"({"urgent": true})", {"consent"}, {"lawyer"}},
      {"finish", R"({"urgent": true})", {"consent", "lawyer"}, {}},
      {"begin", R"({"urgent": true})", {}, {}},
      {"vanish", "{}", {}, {}},
  };
  const CaseType type = WithChecklist();
  for (const OpenRow& row : cases) {
    std::vector<std::string> ids;
    for (const v1::CheckItem* item : OpenItems(type, Json(row.details), row.ticked, row.event)) {
      ids.push_back(item->id());
    }
    EXPECT_THAT(ids, ElementsAreArray(row.open)) << row.event << " " << row.details;
  }
}

}  // namespace
}  // namespace arasha::rules
