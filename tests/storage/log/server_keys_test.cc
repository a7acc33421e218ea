// What could go wrong: two operators make two sets of keys, and what one server seals another cannot open;
// the database takes a context that we did not make, or refuses one that we did.
#include "storage/log/server_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <pqxx/pqxx>
#include <set>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "storage/postgres/context_token.h"
#include "tests/storage/keys/memory_keys.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using ::testing::HasSubstr;

class StoredServerKeys : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    database().Rows("DELETE FROM server_key");
    database().Rows("DELETE FROM context_key");
  }
  int Make() {
    const auto made = MakeServerKeys(database().owner(), vault_);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(-1);
  }
  ServerKeys Read() {
    auto keys = ReadServerKeys(database().owner(), vault_);
    EXPECT_TRUE(keys.ok()) << keys.status();
    return keys.ok() ? *std::move(keys) : ServerKeys();
  }

  MemoryKeys provider_;
  Vault vault_{provider_};
};

TEST_F(StoredServerKeys, AreMadeOnce) {
  EXPECT_EQ(Make(), 6);
  const ServerKeys first = Read();
  EXPECT_EQ(Make(), 0);
  const ServerKeys second = Read();
  EXPECT_EQ(database().Value("SELECT count(*) FROM context_key"), "1");
  std::set<std::string> different;
  for (const auto key : {&ServerKeys::register_key, &ServerKeys::payload, &ServerKeys::blind_index,
                         &ServerKeys::search, &ServerKeys::context, &ServerKeys::page_token}) {
    EXPECT_EQ((first.*key).key->bytes(), (second.*key).key->bytes());
    different.insert(std::string((first.*key).key->bytes()));
    different.insert((first.*key).uid);
  }
  EXPECT_EQ(different.size(), 12u);
}

TEST_F(StoredServerKeys, AreOneSetHoweverManyMakeThem) {
  std::vector<std::thread> threads;
  std::atomic<int> made = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      Connection owner(database().owner_conninfo());
      made += MakeServerKeys(owner, vault_).value_or(-100);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(made, 6);
  EXPECT_EQ(database().Value("SELECT count(*) FROM context_key"), "1");
  Read();
}

TEST_F(StoredServerKeys, AreMissedWithAWordOnWhatToDo) {
  Make();
  database().Rows("DELETE FROM server_key WHERE name = 'search'");
  const auto keys = ReadServerKeys(database().owner(), vault_);
  EXPECT_TRUE(absl::IsFailedPrecondition(keys.status())) << keys.status();
  EXPECT_THAT(std::string(keys.status().message()), HasSubstr("search; run `arashad keys init`"));
  EXPECT_EQ(Make(), 1);
  Read();
}

TEST_F(StoredServerKeys, DoNotTakeOneAnothersPlace) {
  Make();
  database().Rows(
      "UPDATE server_key k SET wrapped = o.wrapped FROM server_key o WHERE k.name = 'search' AND o.name = "
      "'payload'");
  EXPECT_TRUE(absl::IsDataLoss(ReadServerKeys(database().owner(), vault_).status()));
}

class AccessContexts : public StoredServerKeys {
 protected:
  void SetUp() override {
    StoredServerKeys::SetUp();
    Make();
    keys_ = Read();
    server_.emplace(database().server_conninfo());
  }
  void TearDown() override { server_.reset(); }

  // The labels that the database takes out of `token`; "refused" if it takes none.
  std::string LabelsOf(const std::string& token) {
    pqxx::work transaction(*server_);
    transaction.exec_params("SELECT set_config('arasha.context', $1, true)", token);
    try {
      return transaction.exec("SELECT array_to_string(access_labels(), '|')")[0][0].c_str();
    } catch (const pqxx::insufficient_privilege&) {
      return "refused";
    }
  }
  std::string Token(const std::vector<std::string>& labels) {
    return ContextToken(*keys_.context.key, labels, absl::Now() + absl::Minutes(1), server_->backendpid());
  }

  std::optional<pqxx::connection> server_;
  ServerKeys keys_;
};

TEST_F(AccessContexts, AreTakenByTheDatabase) {
  EXPECT_EQ(LabelsOf(Token({"staff/a.omarova", "IST", "IST!", "IST#c", "w:IST"})),
            "staff/a.omarova|IST|IST!|IST#c|w:IST");
  EXPECT_EQ(LabelsOf(Token({})), "");
}

TEST_F(AccessContexts, AreTakenOnlyAsTheyWereMade) {
  const std::string token = Token({"IST"});
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_EQ(LabelsOf(changed), "refused") << "byte " << i;
  }
  EXPECT_EQ(LabelsOf(absl::StrReplaceAll(token, {{"IST", "IST,*"}})), "refused");
  EXPECT_EQ(LabelsOf(token + "\n"), "refused");
  EXPECT_EQ(LabelsOf(""), "refused");
}

// Or no call is answered, and operators must be told why.
TEST_F(AccessContexts, AreTriedBeforeThereIsACall) {
  Connection server(database().server_conninfo());
  EXPECT_TRUE(TryContext(server, keys_).ok());
  database().Rows("UPDATE context_key SET inner_pad = outer_pad");
  EXPECT_TRUE(absl::IsInternal(TryContext(server, keys_)));
}

TEST_F(AccessContexts, EndInTime) {
  const std::vector<std::string> labels = {"IST"};
  EXPECT_EQ(LabelsOf(ContextToken(*keys_.context.key, labels, absl::Now() - absl::Seconds(1),
                                  server_->backendpid())),
            "refused");
}

TEST_F(AccessContexts, AreForOneBackendUnderOneKey) {
  const std::vector<std::string> labels = {"IST"};
  const absl::Time soon = absl::Now() + absl::Minutes(1);
  EXPECT_EQ(LabelsOf(ContextToken(*keys_.context.key, labels, soon, server_->backendpid() + 1)), "refused");
  EXPECT_EQ(LabelsOf(ContextToken(*keys_.search.key, labels, soon, server_->backendpid())), "refused");
}

TEST_F(AccessContexts, LeaveOutALabelThatWouldReadAsTwo) {
  EXPECT_EQ(LabelsOf(Token({"IST", "x,*", "y\n*", "WAW"})), "IST|WAW");
}

TEST_F(AccessContexts, HaveAKeyThatTheServersRoleCannotRead) {
  pqxx::work transaction(*server_);
  EXPECT_THROW(transaction.exec("SELECT * FROM context_key"), pqxx::insufficient_privilege);
}

}  // namespace
}  // namespace arasha::storage
