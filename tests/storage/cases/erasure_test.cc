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
#include "storage/cases/reminders.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

// A way to add to a case, by a key that the case does not have yet.
struct Adding {
  const char* name;
  std::function<absl::StatusOr<WriteOutcome>(Connection&, const WriteContext&, const CaseNumber&,
                                             const v1::Party& subject)>
      add;
};

absl::StatusOr<WriteOutcome> AddEntry(Connection& connection, const WriteContext& context,
                                      const CaseNumber& number, const v1::Party& subject) {
  Append append = AppendOf(number, EntryAt(Start()));
  append.entry.message.set_party(subject.name());
  auto appended = AppendToTimeline(connection, context, append);
  if (!appended.ok()) return appended.status();
  return appended->outcome;
}

absl::StatusOr<WriteOutcome> AddReminder(Connection& connection, const WriteContext& context,
                                         const CaseNumber& number, const v1::Party& /*subject*/) {
  v1::Reminder reminder;
  reminder.set_name(NewUid(Start()));
  reminder.set_text("call the lawyer");
  reminder.set_assignee("staff/a.omarova");
  reminder.set_created_by("staff/a.omarova");
  *reminder.mutable_create_time() = ToTimestamp(Start());
  *reminder.mutable_due_time() = ToTimestamp(Start());
  return Reminders().Add(connection, context, number, reminder, "answer");
}

class ErasureOfACase : public CasesTest, public ::testing::WithParamInterface<Adding> {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    if (HasFatalFailure()) return;
    number_ = Open(database().server(), opening_);
    keys().sealing().case_keys.Forget(CaseName(number_));
  }

  std::thread Added(std::optional<WriteOutcome>& outcome) {
    return std::thread([&, context = Writing("Add")] {
      Connection connection(database().server_conninfo());
      const auto added = GetParam().add(connection, context, number_, opening_.row.message.parties(0));
      EXPECT_TRUE(added.ok()) << added.status();
      if (added.ok()) outcome = *added;
    });
  }
  AuditContext Erasing() {
    AuditContext context = keys().Operator();
    context.action = "EraseCase";
    return context;
  }
  std::thread Erased(bool& erased) {
    return std::thread([&, context = Erasing()] {
      Connection connection(database().owner_conninfo());
      const auto done = EraseCase(connection, context, {number_, 1});
      EXPECT_TRUE(done.ok()) << done.status();
      erased = done.ok() && *done;
    });
  }
  std::string Keys() { return database().Value("SELECT count(*) FROM data_key"); }

  const NewCase opening_ = Opening();
  CaseNumber number_;
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
    erasing = Erased(erased);
    AwaitWaiting(1);
    adding = Added(outcome);
    AwaitWaiting(2);
  }
  erasing.join();
  adding.join();
  EXPECT_TRUE(erased);
  EXPECT_EQ(outcome, WriteOutcome::kErased);
  EXPECT_EQ(Keys(), "0");
}

TEST_P(ErasureOfACase, DestroysAfterwardsTheKeyOfWhatCameBeforeIt) {
  std::optional<WriteOutcome> outcome;
  bool erased = false;
  std::thread adding, erasing;
  pqxx::connection holder(database().owner_conninfo());
  {
    // What is added is written, and not there yet, for what it points to is being changed.
    pqxx::work holding(holder);
    holding.exec("SELECT FROM party FOR UPDATE");
    holding.exec("SELECT FROM principal WHERE name = 'staff/a.omarova' FOR UPDATE");
    adding = Added(outcome);
    AwaitWaiting(1);
    erasing = Erased(erased);
    AwaitWaiting(2);
  }
  adding.join();
  erasing.join();
  EXPECT_EQ(outcome, WriteOutcome::kDone);
  EXPECT_TRUE(erased);
  EXPECT_EQ(Keys(), "1");
  Connection& owner = database().owner();
  EXPECT_TRUE(EmptyErased(owner, Erasing()).value());
  EXPECT_EQ(Keys(), "0");
  EXPECT_FALSE(EmptyErased(owner, Erasing()).value());
}

INSTANTIATE_TEST_SUITE_P(Adding, ErasureOfACase,
                         ::testing::Values(Adding{"Entry", AddEntry}, Adding{"Reminder", AddReminder}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace arasha::storage
