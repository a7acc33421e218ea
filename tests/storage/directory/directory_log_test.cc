// What could go wrong: somebody who holds the database, and no key of the log, gives a role there, takes a
// revocation back, moves a mission's rest days or edits the rules of a case type, and the log does not tell;
// or the log accuses an honest change.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <atomic>
#include <map>
#include <thread>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rules/log/leaf.h"
#include "storage/directory/owner_writes.h"
#include "storage/directory/principals.h"
#include "storage/log/log_reading.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAdmin[] = "staff/n.ibraev";
const GrantRow kHead = {"staff/d.kim", "head", "WAW"};
const std::string kFingerprint(32, '\xfe');

class DirectoryLog : public CasesTest {
 protected:
  std::unique_ptr<support::TestDatabase> MakeDatabase() override {
    return support::TestDatabase::CreateWithLog();
  }

  WriteContext AsAdmin() {
    WriteContext context = Writing("GrantRole", absl::Now());
    context.audit.actor = kAdmin;
    context.audit.access = keys().Access({kAdmin, "admin"});
    return context;
  }
  AuditContext AsAuditor() {
    AuditContext context = Reading("ReadRows");
    context.access = keys().Access({context.actor, "log"});
    return context;
  }

  // Where the directory and the catalogue are not as the last leaves say, by what is compared outside too.
  std::vector<std::string> Differences() {
    std::vector<std::string> found;
    std::map<std::string, std::pair<int, std::string>> told;
    for (const auto& row : database().Rows("SELECT leaf_data FROM audit_leaf ORDER BY leaf_id")) {
      const std::string bytes = ParseBytesText(*row.front());
      const auto leaf = rules::log::DecodeLeaf(bytes);
      EXPECT_TRUE(leaf.ok()) << leaf.status();
      for (const rules::log::LeafObject& object : leaf->objects) {
        auto& [version, state] = told[absl::StrCat(object.kind, " ", object.key)];
        if (object.version != version + 1) found.push_back(absl::StrCat(object.key, ": a gap of versions"));
        version = object.version;
        state = std::string(object.state);
      }
    }
    for (const std::string& kind : kRowKinds) {
      if (kind == "schema") continue;  // schema_test.cc
      std::string after;
      while (true) {
        // One by one: a page must go on where the last one ended.
        const auto rows = ReadRows(database().server(), AsAuditor(), kind, after, 1);
        EXPECT_TRUE(rows.ok()) << rows.status();
        if (!rows.ok() || rows->empty()) break;
        const RowState& row = rows->front();
        after = row.place;
        const std::string name = absl::StrCat(kind, " ", row.key);
        const auto last = told.find(name);
        if (last == told.end()) {
          found.push_back(name + ": no leaf");
        } else {
          if (last->second != std::pair(row.version, Sha256(row.state))) found.push_back(name + ": differs");
          told.erase(last);
        }
      }
    }
    for (const auto& [name, state] : told) found.push_back(name + ": gone");
    return found;
  }
  // Runs a request twice at once, both waiting for this row when each has seen the tables; how often it was
  // done.
  int DoneOfTwo(const std::string& row, absl::FunctionRef<absl::StatusOr<WriteOutcome>(Connection&)> write) {
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    pqxx::connection holder(database().owner_conninfo());
    {
      pqxx::work holding(holder);
      holding.exec(absl::StrCat("SELECT FROM ", row, " FOR UPDATE"));
      for (int t = 0; t < 2; ++t) {
        threads.emplace_back([&] {
          Connection connection(database().server_conninfo());
          const auto outcome = write(connection);
          EXPECT_TRUE(outcome.ok()) << outcome.status();
          if (outcome.ok() && *outcome == WriteOutcome::kDone) ++done;
        });
      }
      AwaitWaiting(2);
    }
    for (std::thread& thread : threads) thread.join();
    return done;
  }
  void ByTheDatabasesAdministrator(const std::string& sql) {
    const absl::Status done = database().owner().ExecuteScript(sql);
    ASSERT_TRUE(done.ok()) << done;
  }
};

TEST_F(DirectoryLog, AccountsForWhatIsAppliedAtSetUp) { EXPECT_THAT(Differences(), IsEmpty()); }

TEST_F(DirectoryLog, AccountsForWhatAdministratorsDo) {
  Connection& server = database().server();
  const PrincipalRow before = {"staff/t.bekova", "Бекова", true};
  PrincipalRow after = before;
  after.clearances = {"trafficking"};
  const auto done = [&](const absl::StatusOr<WriteOutcome>& outcome) {
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_EQ(*outcome, WriteOutcome::kDone);
    EXPECT_THAT(Differences(), IsEmpty());
  };
  done(RegisterPrincipal(server, AsAdmin(), before, "answer"));
  done(UpdatePrincipal(server, AsAdmin(), 1, after, "answer"));
  EXPECT_EQ(UpdatePrincipal(server, AsAdmin(), 1, before, "answer").value(), WriteOutcome::kStale);
  done(GrantRole(server, AsAdmin(), kHead, "answer"));
  done(GrantRole(server, AsAdmin(), kHead, "answer"));
  done(RevokeRole(server, AsAdmin(), kHead, "answer"));
  EXPECT_EQ(RevokeRole(server, AsAdmin(), kHead, "answer").value(), WriteOutcome::kStale) << "it is not held";
  done(GrantRole(server, AsAdmin(), kHead, "answer"));
  done(RefuseCertificate(server, AsAdmin(), kFingerprint, "lost", "answer"));
  done(RefuseCertificate(server, AsAdmin(), kFingerprint, "lost", "answer"));
}

// It was written again, without a leaf, when the second run came before the first had committed.
TEST_F(DirectoryLog, AccountsForARequestThatIsRunTwiceAtOnce) {
  ASSERT_TRUE(GrantRole(database().server(), AsAdmin(), kHead, "answer").ok());
  GrantRow longer = kHead;
  longer.expires = absl::Now() + absl::Hours(24);
  const WriteContext granting = AsAdmin();
  EXPECT_EQ(
      DoneOfTwo("role_grant WHERE role = 'head' AND mission = 'WAW'",
                [&](Connection& connection) { return GrantRole(connection, granting, longer, "answer"); }),
      1);
  const WriteContext renaming = AsAdmin();
  EXPECT_EQ(
      DoneOfTwo("principal WHERE name = 'staff/d.kim'",
                [&](Connection& connection) {
                  return UpdatePrincipal(connection, renaming, 1, {"staff/d.kim", "Ким Д.", true}, "answer");
                }),
      1);
  EXPECT_EQ(database().Value("SELECT version FROM role_grant WHERE role = 'head' AND mission = 'WAW'"), "2");
  EXPECT_EQ(database().Value("SELECT version FROM principal WHERE name = 'staff/d.kim'"), "2");
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(DirectoryLog, AccountsForWhatOperatorsDo) {
  Connection& owner = database().owner();
  const PrincipalRow kim = {"staff/d.kim", "Ким", true};
  MissionRow mission;
  mission.code = "TAS";
  mission.host_state = "UZ";
  mission.time_zone = "Asia/Tashkent";
  mission.weekend = {6, 7};
  mission.name.set_ru("Ташкент");
  ASSERT_TRUE(ApplyDirectory(owner, keys().Operator(), {mission}, {kim}, {kHead}).ok());
  EXPECT_THAT(Differences(), IsEmpty());
  ASSERT_TRUE(ApplyDirectory(owner, keys().Operator(), {mission}, {}, {}).ok());
  EXPECT_EQ(database().Value("SELECT version FROM mission WHERE code = 'TAS'"), "1");
  mission.weekend = {7};
  ASSERT_TRUE(ApplyDirectory(owner, keys().Operator(), {mission}, {}, {}).ok());
  mission.name.set_kk("Ташкент");
  ASSERT_TRUE(ApplyDirectory(owner, keys().Operator(), {mission}, {}, {}).ok());
  EXPECT_EQ(database().Value("SELECT version FROM mission WHERE code = 'TAS'"), "3");
  EXPECT_THAT(Differences(), IsEmpty());
  const std::string rows =
      "SELECT string_agg(p::text, ' ') || (SELECT string_agg(g::text, ' ') FROM role_grant g) FROM principal "
      "p";
  const std::string applied = database().Value(rows);
  ASSERT_TRUE(ApplyDirectory(owner, keys().Operator(), {}, {kim}, {kHead}).ok());
  EXPECT_EQ(database().Value(rows), applied) << "what stands already is not written again";
  ASSERT_TRUE(ApplyDirectory(owner, keys().Operator(), {}, {kim}, {{"staff/d.kim", "officer", "WAW"}}).ok());
  ASSERT_TRUE(ApplyDirectory(owner, keys().Operator(), {}, {kim}, {kHead}).ok());
  EXPECT_TRUE(ApplyCaseType(owner, keys().Operator(), {"a.b", 1, "definition"}).value());
  EXPECT_FALSE(ApplyCaseType(owner, keys().Operator(), {"a.b", 1, "definition"}).value());
  EXPECT_TRUE(ApplyCalendar(owner, keys().Operator(), {"TR", 1, "days"}).value());
  EXPECT_FALSE(ApplyCalendar(owner, keys().Operator(), {"TR", 1, "days"}).value());
  EXPECT_TRUE(RevokeCertificate(owner, keys().Operator(), kFingerprint, "lost").value());
  EXPECT_FALSE(RevokeCertificate(owner, keys().Operator(), kFingerprint, "lost").value());
  EXPECT_THAT(Differences(), IsEmpty());
}

TEST_F(DirectoryLog, AppliesManyPrincipalsInSeveralLeaves) {
  std::vector<PrincipalRow> many;
  std::vector<GrantRow> grants;
  for (int i = 0; i < 1200; ++i) {
    many.push_back({absl::StrCat("staff/o.", i), "Officer", true});
    grants.push_back({many.back().name, "officer", "IST"});
  }
  const int leaves = std::stoi(database().Value("SELECT count(*) FROM audit_leaf"));
  ASSERT_TRUE(ApplyDirectory(database().owner(), keys().Operator(), {}, many, grants).ok());
  EXPECT_EQ(std::stoi(database().Value("SELECT count(*) FROM audit_leaf")), leaves + 3);
  EXPECT_EQ(database().Value("SELECT count(*) FROM role_grant WHERE principal LIKE 'staff/o.%'"), "1200");
}

TEST_F(DirectoryLog, TellsARoleThatNobodyGave) {
  ByTheDatabasesAdministrator("INSERT INTO role_grant VALUES ('staff/a.omarova', 'head', '-')");
  EXPECT_THAT(Differences(), ElementsAre("role staff/a.omarova/head/-: no leaf"));
}

TEST_F(DirectoryLog, TellsARoleThatIsBackOrGone) {
  ASSERT_TRUE(GrantRole(database().server(), AsAdmin(), kHead, "answer").ok());
  const std::string given =
      database().Value("SELECT g::text FROM role_grant g WHERE role = 'head' AND mission = 'WAW'");
  ASSERT_TRUE(RevokeRole(database().server(), AsAdmin(), kHead, "answer").ok());
  ASSERT_THAT(Differences(), IsEmpty());
  ByTheDatabasesAdministrator(
      "UPDATE role_grant SET revoke_time = NULL WHERE role = 'head' AND mission = 'WAW'");
  EXPECT_THAT(Differences(), ElementsAre("role staff/d.kim/head/WAW: differs"));
  ByTheDatabasesAdministrator("DELETE FROM role_grant WHERE role = 'head' AND mission = 'WAW'");
  EXPECT_THAT(Differences(), ElementsAre("role staff/d.kim/head/WAW: gone"));
  ByTheDatabasesAdministrator(absl::StrCat("INSERT INTO role_grant SELECT ('", given, "'::role_grant).*"));
  EXPECT_THAT(Differences(), ElementsAre("role staff/d.kim/head/WAW: differs"));
}

TEST_F(DirectoryLog, TellsAPrincipalThatIsActiveAgain) {
  const std::vector<PrincipalRow> kim = {{"staff/d.kim", "Ким", false}};
  ASSERT_TRUE(ApplyDirectory(database().owner(), keys().Operator(), {}, kim, {}).ok());
  ByTheDatabasesAdministrator("UPDATE principal SET active = true WHERE name = 'staff/d.kim'");
  EXPECT_THAT(Differences(), ElementsAre("principal staff/d.kim: differs"));
}

TEST_F(DirectoryLog, TellsARevocationThatWasTakenBack) {
  ASSERT_TRUE(RefuseCertificate(database().server(), AsAdmin(), kFingerprint, "lost", "answer").ok());
  ByTheDatabasesAdministrator("DELETE FROM revoked_certificate");
  EXPECT_EQ(Differences().size(), 1);
  EXPECT_THAT(Differences().front(), ::testing::EndsWith("fefe: gone"));
}

TEST_F(DirectoryLog, TellsAMissionThatWasEdited) {
  ByTheDatabasesAdministrator("UPDATE mission SET weekend = '{1}' WHERE code = 'IST'");
  EXPECT_THAT(Differences(), ElementsAre("mission IST: differs"));
}

TEST_F(DirectoryLog, TellsALeafThatOnlyListsKnow) {
  ByTheDatabasesAdministrator(
      "ALTER TABLE audit_pending DISABLE TRIGGER USER; DELETE FROM audit_pending WHERE leaf_id = (SELECT "
      "max(leaf_id) FROM audit_leaf)");
  const std::string id = database().Value("SELECT max(leaf_id) FROM audit_leaf");
  EXPECT_THAT(Differences(), ElementsAre(absl::StrCat("leaf ", id, ": no leaf")));
}

TEST_F(DirectoryLog, TellsACaseTypeThatWasEdited) {
  ByTheDatabasesAdministrator(
      "ALTER TABLE case_type DISABLE TRIGGER append_only;"
      "UPDATE case_type SET definition = definition || '#' WHERE id = 'rights.detention'");
  EXPECT_THAT(Differences(), ElementsAre("case_type rights.detention@2: differs"));
}

}  // namespace
}  // namespace arasha::storage
