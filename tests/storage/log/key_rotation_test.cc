// What could go wrong: a rotation that is killed leaves keys that nothing unwraps, or cannot go on; it brings
// back a key that was destroyed while it ran; one damaged key keeps all others under the old one.
#include "storage/log/key_rotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "storage/keys/key_provider.h"
#include "storage/log/key_renewal.h"
#include "storage/log/server_keys.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using ::testing::ElementsAre;

MATCHER_P3(Uses, kek, data_keys, server_keys, "") {
  return arg.kek == kek && arg.data_keys == data_keys && arg.server_keys == server_keys;
}

// A vault on key files.
struct OpenVault {
  OpenVault(const std::string& folder, const std::string& current)
      : provider(OpenKeyFiles(folder, current).value()), vault(*provider) {}
  // What an operator does with it.
  AuditContext Operator(const std::shared_ptr<const ServerKeys>& keys) {
    return {.now = absl::Now(),
            .instance = "operator",
            .actor = "operator",
            .certificate = "",
            .action = "RotateKeys",
            .payload = "all keys",
            .access = {{"operator"}, absl::InfiniteFuture(), keys->context.key},
            .server_keys = keys,
            .sealing = &sealing};
  }
  std::unique_ptr<KeyProvider> provider;
  Vault vault;
  CaseKeys case_keys{vault};
  Sealing sealing{vault, case_keys};
};

class KeyRotation : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_TRUE(MakeKeyFile(folder_, "old").ok());
    ASSERT_TRUE(MakeKeyFile(folder_, "new").ok());
    database().Rows("DELETE FROM server_key");
    database().Rows("DELETE FROM context_key");
    database().Rows(R"sql(
      INSERT INTO case_file (mission, uid, year, serial, type, type_version, state, open, priority, host_state, sensitivity,
        labels, sealed, received_time, create_time, created_by, update_time, version)
      SELECT 'IST', gen_random_uuid(), 2026, 1, id, version, 'received', true, 1, 'TR', 1, '{IST}', '', now(), now(), 'x', now(), 1
      FROM case_type LIMIT 1)sql");
    case_uid_ = database().Value("SELECT uid FROM case_file");
  }
  // Data keys under "old", of one case, and the server keys.
  void MakeKeys(int count) {
    OpenVault old(folder_, "old");
    ASSERT_EQ(MakeServerKeys(database().owner(), old.vault).value(), 6);
    server_keys_ = std::make_shared<const ServerKeys>(ReadServerKeys(database().owner(), old.vault).value());
    std::vector<std::string> rows;
    for (int i = 0; i < count; ++i) {
      const DataKey key = old.vault.NewKey().value();
      bytes_[key.uid] = std::string(key.key->bytes());
      rows.push_back(absl::StrCat("('IST','", case_uid_, "','", key.uid, "','", key.kek, "','",
                                  BytesText(key.wrapped), "')"));
    }
    database().Rows("INSERT INTO data_key VALUES " + absl::StrJoin(rows, ","));
  }

  Rotation Rotate() {
    OpenVault vault(folder_, "new");
    auto rotation = RotateKeys(database().owner(), vault.Operator(server_keys_), [](const Rotation&) {});
    EXPECT_TRUE(rotation.ok()) << rotation.status();
    return rotation.value_or(Rotation());
  }
  std::vector<KekUse> Count() { return CountKeysByKek(database().owner()).value(); }

  // All keys there, as they were made, with key "new" alone.
  void ExpectAllUnderNew() {
    std::filesystem::remove(folder_ + "/old.key");
    OpenVault vault(folder_, "new");
    size_t keys = 0;
    for (const auto& row : database().Rows("SELECT uid, kek, wrapped FROM data_key")) {
      const auto key = vault.vault.Open(*row[0], *row[1], ParseBytesText(*row[2]));
      ASSERT_TRUE(key.ok()) << key.status();
      EXPECT_EQ(key->key->bytes(), bytes_.at(*row[0]));
      ++keys;
    }
    EXPECT_EQ(keys, bytes_.size());
    EXPECT_TRUE(ReadServerKeys(database().owner(), vault.vault).ok());
  }

  const support::ScratchFolder scratch_;
  const std::string folder_ = scratch_.path();
  std::string case_uid_;
  std::shared_ptr<const ServerKeys> server_keys_;
  std::map<std::string, std::string> bytes_;  // by uid
};

TEST_F(KeyRotation, WrapsEverythingAnewOnce) {
  MakeKeys(450);
  EXPECT_THAT(Count(), ElementsAre(Uses("old", 450, 6)));
  std::vector<int64_t> told;
  OpenVault vault(folder_, "new");
  const auto rotation =
      RotateKeys(database().owner(), vault.Operator(server_keys_), [&](const Rotation& so_far) {
        EXPECT_EQ(so_far.found, 456);
        told.push_back(so_far.rewrapped);
      });
  ASSERT_TRUE(rotation.ok()) << rotation.status();
  EXPECT_EQ(rotation->rewrapped, 456);
  EXPECT_EQ(rotation->damaged, 0);
  EXPECT_THAT(told, ElementsAre(6, 206, 406, 456));
  EXPECT_THAT(Count(), ElementsAre(Uses("new", 450, 6)));
  const std::string before = database().Value("SELECT string_agg(wrapped::text, '') FROM data_key");
  EXPECT_EQ(Rotate().found, 0);
  EXPECT_EQ(database().Value("SELECT string_agg(wrapped::text, '') FROM data_key"), before);
  ExpectAllUnderNew();
}

TEST_F(KeyRotation, GoesOnWhereItWasKilled) {
  MakeKeys(3000);
  int kills = 0;
  for (int attempt = 0; attempt < 8; ++attempt) {
    int tell[2];
    ASSERT_EQ(pipe(tell), 0);
    const pid_t child = fork();
    if (child == 0) {
      Connection owner(database().owner_conninfo());
      OpenVault vault(folder_, "new");
      const auto rotation = RotateKeys(owner, vault.Operator(server_keys_), [&](const Rotation&) {
        if (write(tell[1], ".", 1) != 1) _exit(3);
      });
      _exit(rotation.ok() ? 0 : 1);
    }
    close(tell[1]);
    // A batch or two, and then somewhere in the middle of the next.
    char byte = 0;
    for (int batch = 0; batch <= attempt % 2 && read(tell[0], &byte, 1) == 1; ++batch) continue;
    absl::SleepFor(absl::Milliseconds(3 * attempt));
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    close(tell[0]);
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ++kills;
    EXPECT_EQ(database().Value("SELECT count(*) FROM data_key"), "3000");
  }
  EXPECT_GE(kills, 3) << "the kills came too late to say anything";
  EXPECT_LT(Rotate().found, 3006);
  EXPECT_THAT(Count(), ElementsAre(Uses("new", 3000, 6)));
  ExpectAllUnderNew();
}

TEST_F(KeyRotation, DoesNoHarmTwiceAtOnce) {
  MakeKeys(1000);
  std::vector<std::thread> threads;
  std::atomic<int64_t> rewrapped = 0;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      Connection owner(database().owner_conninfo());
      OpenVault vault(folder_, "new");
      const auto rotation = RotateKeys(owner, vault.Operator(server_keys_), [](const Rotation&) {});
      ASSERT_TRUE(rotation.ok()) << rotation.status();
      rewrapped += rotation->rewrapped;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(rewrapped, 1006);
  ExpectAllUnderNew();
}

TEST_F(KeyRotation, DoesNotBringBackWhatWasDestroyedMeanwhile) {
  MakeKeys(300);
  OpenVault vault(folder_, "new");
  bool first = true;
  const auto rotation =
      RotateKeys(database().owner(), vault.Operator(server_keys_), [&](const Rotation& so_far) {
        if (so_far.rewrapped == 6 && std::exchange(first, false)) {
          database().Rows("DELETE FROM data_key");
          bytes_.clear();
        }
      });
  ASSERT_TRUE(rotation.ok()) << rotation.status();
  EXPECT_EQ(rotation->rewrapped, 6);
  EXPECT_THAT(Count(), ElementsAre(Uses("new", 0, 6)));
}

TEST_F(KeyRotation, GivesOpenCasesNewDataKeysOnce) {
  MakeKeys(3);
  database().Rows(R"sql(
    INSERT INTO case_file SELECT (jsonb_populate_record(c, jsonb_build_object('uid', gen_random_uuid(), 'serial', n,
      'open', n <> 2, 'close_time', CASE WHEN n = 2 THEN now() END, 'erase_time', CASE WHEN n = 3 THEN now() END))).*
    FROM case_file c, generate_series(2, 452) AS n)sql");
  OpenVault vault(folder_, "new");
  const absl::Time cutoff = absl::Now();
  std::vector<int64_t> told;
  const auto renew = [&](absl::Time before) {
    return RenewDataKeys(database().owner(), vault.Operator(server_keys_), before,
                         [&](int64_t so_far) { told.push_back(so_far); });
  };
  EXPECT_EQ(renew(cutoff - absl::Hours(1)).value(), 449) << "the first case has a newer key";
  EXPECT_THAT(told, ElementsAre(200, 400, 449));
  EXPECT_EQ(renew(cutoff).value(), 1);
  EXPECT_EQ(renew(cutoff).value(), 0);
  EXPECT_EQ(database().Value("SELECT count(*) FROM data_key JOIN case_file c ON c.uid = case_uid "
                             "WHERE NOT c.open OR c.erase_time IS NOT NULL"),
            "0");
  // The newest of a case, under which the next text is sealed, is the new one.
  EXPECT_EQ(database().Value(absl::StrCat("SELECT kek FROM data_key WHERE case_uid = '", case_uid_,
                                          "' ORDER BY uid DESC LIMIT 1")),
            "new");
  for (const auto& row : database().Rows("SELECT uid, kek, wrapped FROM data_key")) {
    EXPECT_TRUE(vault.vault.Open(*row[0], *row[1], ParseBytesText(*row[2])).ok());
  }
}

TEST_F(KeyRotation, PassesOverDamagedKeys) {
  MakeKeys(250);
  database().Rows("UPDATE data_key SET wrapped = '\\x00' WHERE uid IN (SELECT uid FROM data_key LIMIT 3)");
  const Rotation rotation = Rotate();
  EXPECT_EQ(rotation.rewrapped, 253);
  EXPECT_EQ(rotation.damaged, 3);
  EXPECT_THAT(Count(), ElementsAre(Uses("new", 247, 6), Uses("old", 3, 0)));
}

TEST_F(KeyRotation, StopsWhereItsOldKeyIsMissing) {
  MakeKeys(10);
  std::filesystem::rename(folder_ + "/old.key", folder_ + "/away");
  OpenVault vault(folder_, "new");
  EXPECT_TRUE(absl::IsUnavailable(
      RotateKeys(database().owner(), vault.Operator(server_keys_), [](const Rotation&) {}).status()));
  EXPECT_THAT(Count(), ElementsAre(Uses("old", 10, 6)));
  std::filesystem::rename(folder_ + "/away", folder_ + "/old.key");
  EXPECT_EQ(Rotate().rewrapped, 16);
  ExpectAllUnderNew();
}

}  // namespace
}  // namespace arasha::storage
