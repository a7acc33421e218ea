// What could go wrong: a case is shown twice or skipped where a page ends within equal sort values, a case
// with nothing due hides those that are due, or a list shows cases of another mission.
#include "storage/cases/case_list.h"
#include "proto/timestamps.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <set>

#include "storage/postgres/encoding.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

using google::protobuf::util::TimeUtil;

// 24 cases in two missions with many ties: two moments, two priorities, due at two times or not at all.
class CaseLists : public CasesTest {
 protected:
  static constexpr int kCases = 24;

  void SetUp() override {
    CasesTest::SetUp();
    if (HasFatalFailure()) return;
    for (int i = 0; i < kCases; ++i) {
      const absl::Time now = Start() + absl::Hours(i % 2);
      NewCase opening = Opening(i % 3 == 0 ? "WAW" : "IST", now);
      opening.row.message.set_priority(i % 4 < 2 ? v1::PRIORITY_HIGH : v1::PRIORITY_NORMAL);
      opening.row.message.set_state(i % 2 == 0 ? "received" : "registered");
      opening.row.open = i % 6 != 5;
      if (i % 8 == 0) opening.row.message.set_assignee("staff/a.omarova");
      if (i % 3 != 2)
        opening.deadlines = {DeadlineMetBy("visit", Start() + absl::Hours(i % 2), {"entry:VISIT"})};
      Open(database().server(), opening);
    }
  }

  std::vector<ListedCase> List(const CaseQuery& query) {
    auto listed = ListCases(database().server(), Reading("ListCases"), query);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return listed.ok() ? *std::move(listed) : std::vector<ListedCase>{};
  }

  int Count(std::vector<CaseTerm> terms) {
    CaseQuery query;
    query.missions = {"IST", "WAW"};
    query.terms = std::move(terms);
    query.limit = 500;
    return static_cast<int>(List(query).size());
  }
};

absl::Time SortValue(const v1::Case& message, CaseField order) {
  switch (order) {
    case CaseField::kCreated:
      return ToTime(message.create_time());
    case CaseField::kUpdated:
      return ToTime(message.update_time());
    case CaseField::kPriority:
      return absl::FromUnixSeconds(message.priority());
    default:
      if (!message.has_next_due_time()) return absl::InfiniteFuture();
      return ToTime(message.next_due_time());
  }
}

TEST_F(CaseLists, ShowEveryCaseOnceInOrderWhereverPagesEnd) {
  for (const CaseField order :
       {CaseField::kCreated, CaseField::kUpdated, CaseField::kNextDue, CaseField::kPriority}) {
    for (const bool descending : {false, true}) {
      for (const int limit : {1, 5, 7, 100}) {
        CaseQuery query;
        query.missions = {"IST", "WAW"};
        query.order = order;
        query.descending = descending;
        query.limit = limit;
        std::set<std::string> seen;
        std::optional<std::pair<absl::Time, std::string>> before;
        while (true) {
          const std::vector<ListedCase> page = List(query);
          if (page.empty()) break;
          ASSERT_LE(page.size(), static_cast<size_t>(limit));
          for (const ListedCase& listed : page) {
            const v1::Case& message = listed.row.message;
            const std::pair<absl::Time, std::string> key = {SortValue(message, order), message.uid()};
            if (before) {
              EXPECT_TRUE(descending ? key < *before : *before < key);
            }
            before = key;
            EXPECT_TRUE(seen.insert(message.uid()).second);
          }
          query.after = page.back().position;
        }
        EXPECT_EQ(seen.size(), static_cast<size_t>(kCases))
            << "order " << static_cast<int>(order) << (descending ? " desc" : "") << ", pages of " << limit;
      }
    }
  }
}

TEST_F(CaseLists, PutCasesWithNothingDueAfterAllThatHaveSomething) {
  CaseQuery query;
  query.missions = {"IST", "WAW"};
  query.order = CaseField::kNextDue;
  query.descending = false;
  query.limit = 500;
  const std::vector<ListedCase> all = List(query);
  ASSERT_EQ(all.size(), static_cast<size_t>(kCases));
  EXPECT_TRUE(all.front().row.message.has_next_due_time());
  EXPECT_EQ(TimeUtil::ToString(all.front().row.message.next_due_time()), "2026-11-25T07:00:00Z");
  EXPECT_FALSE(all.back().row.message.has_next_due_time());
}

TEST_F(CaseLists, ShowOnlyTheMissionsAsked) {
  CaseQuery query;
  query.missions = {"WAW"};
  query.limit = 500;
  const std::vector<ListedCase> listed = List(query);
  EXPECT_EQ(listed.size(), 8u);
  for (const ListedCase& found : listed) EXPECT_EQ(found.row.number.mission, "WAW");
  query.missions = {"ASB"};
  EXPECT_TRUE(List(query).empty());
  query.missions = {};
  EXPECT_TRUE(List(query).empty());
}

// Granted cases of WAW among all of IST, in one order and page by page; what is not granted stays away.
TEST_F(CaseLists, ShowGrantedCasesOfOtherMissions) {
  CaseQuery query;
  query.missions = {"WAW"};
  query.limit = 500;
  const std::vector<ListedCase> waw = List(query);
  query.missions = {"IST"};
  const std::set<std::string> granted = {waw[1].row.message.uid(), waw[5].row.message.uid()};
  for (const std::string& uid : granted) query.granted.emplace(uid, "WAW");
  query.limit = 5;
  std::set<std::string> seen, seen_at_waw;
  for (std::vector<ListedCase> page = List(query); !page.empty(); page = List(query)) {
    for (const ListedCase& found : page) {
      EXPECT_TRUE(seen.insert(found.row.message.uid()).second);
      if (found.row.number.mission == "WAW") seen_at_waw.insert(found.row.message.uid());
    }
    query.after = page.back().position;
  }
  EXPECT_EQ(seen.size(), 16u + 2u);
  EXPECT_EQ(seen_at_waw, granted);
  query = {};
  query.granted = {{*granted.begin(), "ASB"}};
  EXPECT_TRUE(List(query).empty()) << "a grant at one mission opens nothing at another";
}

TEST_F(CaseLists, ShowSubjectAndNoDetails) {
  CaseQuery query;
  query.missions = {"IST"};
  query.limit = 1;
  const std::vector<ListedCase> listed = List(query);
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].row.message.subject(), "Ержан Сағындықов");
  EXPECT_FALSE(listed[0].row.message.has_details());
  EXPECT_EQ(listed[0].row.message.parties_size(), 0);
}

// Notes and visits count, which leave the case's row as it is.
TEST_F(CaseLists, FindWhatWasWorkedOnSince) {
  CaseQuery query;
  query.missions = {"IST"};
  query.limit = 1;
  const std::vector<ListedCase> before = List(query);
  const absl::Time noted = Start() + absl::Hours(5);
  EntryRow note = EntryAt(noted);
  *note.message.mutable_happened_time() = TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(Start()));
  Append append = AppendOf(before.at(0).row.number, note);
  append.although_closed = true;
  ASSERT_EQ(AppendToTimeline(database().server(), Writing("AddEntry"), append)->outcome, WriteOutcome::kDone);
  using C = Comparison;
  const auto count = [&](C comparison, absl::Time time) {
    return Count({{CaseField::kActivity, comparison, TimeText(time)}});
  };
  EXPECT_EQ(count(C::kGreaterOrEqual, noted), 1);
  EXPECT_EQ(count(C::kGreater, noted), 0);
  EXPECT_EQ(count(C::kGreater, noted - absl::Microseconds(1)), 1);
  EXPECT_EQ(count(C::kLess, noted), 23);
  EXPECT_EQ(count(C::kLessOrEqual, noted), 24);
  EXPECT_EQ(count(C::kGreater, Start()), 12);
  EXPECT_EQ(count(C::kLess, Start()), 0);
  EXPECT_EQ(Count({{CaseField::kUpdated, C::kGreaterOrEqual, TimeText(noted)}}), 0) << "it is as it was";
  query.terms = {{CaseField::kActivity, C::kGreaterOrEqual, TimeText(noted)}};
  EXPECT_EQ(List(query).at(0).row.version, before[0].row.version);
  EXPECT_EQ(List(query).at(0).row.message.uid(), before[0].row.message.uid());
}

TEST_F(CaseLists, AreRestrictedByEveryField) {
  using F = CaseField;
  using C = Comparison;
  EXPECT_EQ(Count({}), 24);
  EXPECT_EQ(Count({{F::kType, C::kEqual, "rights.detention"}}), 24);
  EXPECT_EQ(Count({{F::kType, C::kNotEqual, "rights.detention"}}), 0);
  EXPECT_EQ(Count({{F::kState, C::kEqual, "registered"}}), 12);
  EXPECT_EQ(Count({{F::kState, C::kNotEqual, "registered"}}), 12);
  EXPECT_EQ(Count({{F::kAssignee, C::kEqual, "staff/a.omarova"}}), 3);
  EXPECT_EQ(Count({{F::kAssignee, C::kNotEqual, "staff/a.omarova"}}), 21);
  EXPECT_EQ(Count({{F::kAssignee, C::kEqual, ""}}), 21) << "nobody's cases";
  EXPECT_EQ(Count({{F::kHostState, C::kEqual, "TR"}}), 24);
  EXPECT_EQ(Count({{F::kPriority, C::kEqual, "3"}}), 12);
  EXPECT_EQ(Count({{F::kOpen, C::kEqual, "true"}}), 20);
  EXPECT_EQ(Count({{F::kOpen, C::kEqual, "false"}}), 4);
  EXPECT_EQ(Count({{F::kOpen, C::kNotEqual, "true"}}), 4);
  const std::string later = TimeText(Start() + absl::Hours(1));
  EXPECT_EQ(Count({{F::kCreated, C::kLess, later}}), 12);
  EXPECT_EQ(Count({{F::kCreated, C::kLessOrEqual, later}}), 24);
  EXPECT_EQ(Count({{F::kUpdated, C::kGreater, later}}), 0);
  EXPECT_EQ(Count({{F::kUpdated, C::kGreaterOrEqual, later}}), 12);
  const std::string beyond = TimeText(Start() + absl::Hours(48));
  EXPECT_EQ(Count({{F::kNextDue, C::kLess, beyond}}), 16);
  EXPECT_EQ(Count({{F::kNextDue, C::kGreater, beyond}}), 0) << "where nothing is due";
  EXPECT_EQ(Count({{F::kNextDue, C::kGreaterOrEqual, TimeText(Start())}}), 16);
  EXPECT_EQ(Count({{F::kState, C::kEqual, "registered"}, {F::kPriority, C::kEqual, "3"}}), 6);
  EXPECT_EQ(Count({{F::kState, C::kEqual, "' OR true --"}}), 0);
}

}  // namespace
}  // namespace arasha::storage
