// What could go wrong: why access to a case was given is written at the moment at which the case is erased,
// and stays for good.
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <optional>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/cases/erasure.h"
#include "storage/directory/access_grants.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

class AccessGrantRows : public CasesTest {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    if (!HasFatalFailure()) number_ = Open(database().server(), opening_);
  }

  v1::AccessGrant Grant() const {
    v1::AccessGrant grant;
    grant.set_name("accessGrants/" + NewUid(absl::Now()));
    grant.set_case_uid(opening_.row.message.uid());
    grant.set_mission("missions/IST");
    grant.set_principal("staff/d.kim");
    grant.set_granted_by("staff/a.omarova");
    grant.set_reason("the hospital calls");
    *grant.mutable_grant_time() = ToTimestamp(absl::Now());
    *grant.mutable_expire_time() = ToTimestamp(absl::Now() + absl::Hours(1));
    return grant;
  }
  // Adds one by a connection of its own.
  std::thread Granting(std::optional<WriteOutcome>& outcome) {
    return std::thread([&, context = Writing("GrantAccess"), grant = Grant()] {
      Connection connection(database().server_conninfo());
      const auto added = AddGrant(connection, context, grant, "answer");
      EXPECT_TRUE(added.ok()) << added.status();
      if (added.ok()) outcome = *added;
    });
  }
  std::string Secrets(const std::string& action) {
    return database().Value(absl::StrCat(
        "SELECT count(*) FROM audit_secret JOIN audit_leaf USING (leaf_id) WHERE action = '", action, "'"));
  }

  const NewCase opening_ = Opening();
  CaseNumber number_;
};

TEST_F(AccessGrantRows, AreRefusedOnACaseThatIsBeingErased) {
  std::optional<WriteOutcome> outcome;
  std::thread granting;
  pqxx::connection eraser(database().owner_conninfo());
  {
    pqxx::work erasing(eraser);
    erasing.exec("UPDATE case_file SET erase_time = now()");
    granting = Granting(outcome);
    AwaitWaiting(1);
    erasing.commit();
  }
  granting.join();
  EXPECT_EQ(outcome, WriteOutcome::kErased);
  EXPECT_EQ(database().Value("SELECT count(*) FROM access_grant"), "0");
  EXPECT_EQ(Secrets("GrantAccess"), "0");
}

TEST_F(AccessGrantRows, OfTheMomentOfErasureAreEmptiedAfterIt) {
  std::optional<WriteOutcome> outcome;
  bool erased = false;
  std::thread granting, erasing;
  pqxx::connection holder(database().owner_conninfo());
  {
    // The grant is written, and not there yet, for whom it is given to is being changed.
    pqxx::work holding(holder);
    holding.exec("SELECT FROM principal WHERE name = 'staff/d.kim' FOR UPDATE");
    granting = Granting(outcome);
    AwaitWaiting(1);
    erasing = Erase(number_, erased);
    AwaitWaiting(2);
  }
  granting.join();
  erasing.join();
  EXPECT_EQ(outcome, WriteOutcome::kDone);
  EXPECT_TRUE(erased);
  Connection& owner = database().owner();
  EXPECT_TRUE(EmptyErased(owner, Erasing()).value());
  EXPECT_EQ(database().Value("SELECT concat_ws(' ', version, octet_length(sealed)) FROM access_grant"),
            "2 0");
  EXPECT_EQ(Secrets("GrantAccess"), "0");
  EXPECT_EQ(Secrets("EraseCase"), "2") << "by whose order it was done is kept";
  EXPECT_FALSE(EmptyErased(owner, Erasing()).value());
}

// Who breaks the glass does not see the case.
TEST_F(AccessGrantRows, OnACaseThatItsTakerDoesNotSee) {
  v1::AccessGrant glass = Grant();
  glass.set_principal("staff/a.omarova");
  glass.set_break_glass(true);
  WriteContext context = Writing("BreakGlass");
  context.audit.access = keys().Access({"staff/a.omarova"});
  const auto added = AddGrant(database().server(), context, glass, "answer");
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(*added, WriteOutcome::kDone);
}

}  // namespace
}  // namespace arasha::storage
