// What could go wrong: something is added to a case at the moment at which it is erased, and it, or a key
// that opens it, stays for good.
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "storage/cases/erasure.h"
#include "storage/cases/group_rows.h"
#include "storage/duties/reminders.h"
#include "storage/erasures/erasure_lists.h"
#include "tests/storage/cases.h"
#include "tests/support/erasure_lists.h"

namespace arasha::storage {
namespace {

// A way to add to a case, by a key that the case has, or by one that it does not have yet.
struct Adding {
  const char* name;
  bool by_new_key;
  std::function<absl::StatusOr<WriteOutcome>(Connection&, const WriteContext&, const CaseNumber&)> add;
};

absl::StatusOr<WriteOutcome> AddEntry(Connection& connection, const WriteContext& context,
                                      const CaseNumber& number) {
  auto appended = AppendToTimeline(connection, context, AppendOf(number, EntryAt(Start())));
  if (!appended.ok()) return appended.status();
  return appended->outcome;
}

absl::StatusOr<WriteOutcome> AddParty(Connection& connection, const WriteContext& context,
                                      const CaseNumber& number) {
  Append append = AppendOf(number, EntryAt(Start()));
  append.new_party = Opening().row.message.parties(0);
  append.findables = {{.source = append.new_party->name(), .ngrams = {"xyz"}, .identifiers = {}}};
  auto appended = AppendToTimeline(connection, context, append);
  if (!appended.ok()) return appended.status();
  return appended->outcome;
}

absl::StatusOr<WriteOutcome> AddReminder(Connection& connection, const WriteContext& context,
                                         const CaseNumber& number) {
  v1::Reminder reminder;
  reminder.set_name(NewUid(Start()));
  reminder.set_text("call the lawyer");
  reminder.set_assignee("staff/a.omarova");
  reminder.set_created_by("staff/a.omarova");
  *reminder.mutable_create_time() = ToTimestamp(Start());
  *reminder.mutable_due_time() = ToTimestamp(Start());
  return Reminders().Add(connection, context, number, reminder, "answer");
}

absl::StatusOr<WriteOutcome> AddRow(Connection& connection, const WriteContext& context,
                                    const CaseNumber& number) {
  v1::Row row;
  row.set_name(NewUid(Start()));
  row.set_group("hearings");
  *row.mutable_create_time() = ToTimestamp(Start());
  return SaveRow(connection, context,
                 {.number = number,
                  .entry = EntryAt(Start()),
                  .type = TypeRef(Opening().row.message),
                  .added = row,
                  .most = 1,
                  .changed = {},
                  .response = "answer"});
}

class ErasureOfACase : public CasesTest, public ::testing::WithParamInterface<Adding> {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    if (HasFatalFailure()) return;
    number_ = Open(database().server(), Opening());
    context_ = Writing("Add");
    if (GetParam().by_new_key) keys().sealing().case_keys.Forget(CaseName(number_));
  }

  std::thread Added(std::optional<WriteOutcome>& outcome) {
    return std::thread([&, context = context_] {
      Connection connection(database().server_conninfo());
      const auto added = GetParam().add(connection, context, number_);
      EXPECT_TRUE(added.ok()) << added.status();
      if (added.ok()) outcome = *added;
    });
  }
  std::string Left() {
    return database().Value("SELECT (SELECT count(*) FROM data_key) + (SELECT count(*) FROM case_index)");
  }

  CaseNumber number_;
  WriteContext context_;
};

TEST_P(ErasureOfACase, RefusesWhatComesWhileItIsErased) {
  std::optional<WriteOutcome> outcome;
  bool erased = false;
  std::thread adding, erasing;
  pqxx::connection holder(database().owner_conninfo());
  {
    // The case is erased, and not yet so for others, for its key waits to be destroyed.
    pqxx::work holding(holder);
    holding.exec("SELECT FROM data_key FOR UPDATE");
    erasing = Erase(number_, erased);
    AwaitWaiting(1);
    adding = Added(outcome);
    AwaitWaiting(2);
  }
  erasing.join();
  adding.join();
  EXPECT_TRUE(erased);
  EXPECT_EQ(outcome, WriteOutcome::kErased);
  EXPECT_EQ(Left(), "0");
}

TEST_P(ErasureOfACase, DestroysAfterwardsTheKeyOfWhatCameBeforeIt) {
  std::optional<WriteOutcome> outcome;
  bool erased = false;
  std::thread adding, erasing;
  pqxx::connection holder(database().owner_conninfo());
  {
    // The case is held, and nothing written yet, for the request may be answered elsewhere.
    pqxx::work holding(holder);
    holding.exec_params(
        "INSERT INTO request SELECT $1, $2::uuid, 'Add', '', mission, uid, '', now() FROM case_file",
        context_.audit.actor, context_.request_id);
    adding = Added(outcome);
    AwaitWaiting(1);
    erasing = Erase(number_, erased);
    AwaitWaiting(2);
  }
  adding.join();
  erasing.join();
  EXPECT_EQ(outcome, WriteOutcome::kDone);
  EXPECT_TRUE(erased);
  EXPECT_EQ(Left(), "1") << "it came after what the erasure saw";
  Connection& owner = database().owner();
  EXPECT_TRUE(EmptyErased(owner, Erasing()).value());
  EXPECT_EQ(Left(), "0");
  EXPECT_FALSE(EmptyErased(owner, Erasing()).value());
}

INSTANTIATE_TEST_SUITE_P(Adding, ErasureOfACase,
                         ::testing::Values(Adding{"Entry", true, AddEntry},
                                           Adding{"Reminder", true, AddReminder}, Adding{"Row", true, AddRow},
                                           Adding{"Party", false, AddParty}),
                         [](const auto& of) { return of.param.name; });

using ErasureOfClearColumns = CasesTest;

TEST_F(ErasureOfClearColumns, EmptiesTheTimesOfFields) {
  NewCase opening = Opening();
  opening.row.field_times["field:arrested_time"] = {.at = Start(), .until = Start()};
  const CaseNumber number = Open(database().server(), opening);
  const std::string sql = "SELECT count(*) FROM case_file WHERE field_times IS NOT NULL";
  ASSERT_EQ(database().Value(sql), "1");
  bool erased = false;
  Erase(number, erased).join();
  EXPECT_TRUE(erased);
  EXPECT_EQ(database().Value(sql), "0");
}

using ErasureListsAtOnce = CasesTest;

TEST_F(ErasureListsAtOnce, OneAloneWaitsToBeApproved) {
  const std::string case_name = "missions/IST/cases/IST-2026-987654";
  support::PutErasureList(database(), keys(), "staff/a.omarova", /*is_signed=*/false, case_name);
  std::optional<WriteOutcome> outcomes[2];
  const auto draw = [&](std::optional<WriteOutcome>& outcome) {
    v1::ErasureList list;
    list.set_name(absl::StrCat("erasureLists/", NewUid(Start())));
    list.set_mission("missions/IST");
    list.set_state(v1::ERASURE_LIST_STATE_DRAWN);
    list.set_drawn_by("staff/a.omarova");
    *list.mutable_draw_time() = ToTimestamp(Start());
    return std::thread([&, list, context = support::AsDrawer(keys(), "staff/a.omarova")] {
      Connection connection(database().server_conninfo());
      const auto added = AddErasureList(connection, context, list, {}, "answer");
      EXPECT_TRUE(added.ok()) << added.status();
      if (added.ok()) outcome = *added;
    });
  };
  std::thread one, other;
  pqxx::connection holder(database().owner_conninfo());
  {
    pqxx::work holding(holder);
    holding.exec("SELECT FROM erasure_list FOR UPDATE");
    one = draw(outcomes[0]);
    AwaitWaiting(1);
    other = draw(outcomes[1]);
    AwaitWaiting(2);
  }
  one.join();
  other.join();
  EXPECT_EQ(outcomes[0], WriteOutcome::kDone);
  EXPECT_EQ(outcomes[1], WriteOutcome::kDone);
  EXPECT_EQ(database().Value("SELECT string_agg(state, ' ' ORDER BY state) FROM erasure_list"),
            "drawn replaced replaced");
}

}  // namespace
}  // namespace arasha::storage
