// What could go wrong: an operator changes the key-encryption key and is told that all is well while
// something is still under the old one; a mistake in [keys] is found by the first call instead of by the
// operator.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "services/process/key_options.h"
#include "tests/support/operator_command.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/test_database.h"
#include "tests/support/test_keys.h"

namespace arasha {
namespace {

using ::testing::HasSubstr;

class KeyCommands : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    // A folder of its own: the template's key, and those that the test makes.
    std::filesystem::copy(support::TestKeys::Folder() + "/kek-1.key", folder_.path());
  }

  // What a command of keys writes and returns, with this key in use.
  support::CommandOutcome Run(const std::string& current, const std::vector<std::string>& command) {
    const std::string config = folder_.path() + "/arashad.toml";
    std::ofstream(config) << "[server]\nlisten = \"127.0.0.1:0\"\ntrust_domain = \"arasha.example\"\n"
                          << "[tls]\ncertificate = \"-\"\nkey = \"-\"\nclient_ca = \"-\"\n"
                          << "[database]\nserver = \"-\"\nowner = \"" << database().owner_conninfo() << "\"\n"
                          << "[keys]\ndirectory = \"" << folder_.path() << "\"\ncurrent = \"" << current
                          << "\"\n";
    std::vector<std::string> arguments = {"keys"};
    arguments.insert(arguments.end(), command.begin(), command.end());
    arguments.insert(arguments.end(), {"--config", config});
    return support::Arashad(arguments);
  }
  support::CommandOutcome NewKek(const std::string& name) { return Run("kek-1", {"new-kek", name}); }

  support::ScratchFolder folder_;
};

TEST_F(KeyCommands, ChangeTheKeyInUse) {
  EXPECT_EQ(Run("kek-1", {"status"}).out, "kek-1: 0 data keys, 6 server keys; in use for new ones\n");
  EXPECT_EQ(NewKek("kek-2").exit_code, 0);
  EXPECT_EQ(Run("kek-2", {"status"}).out,
            "kek-1: 0 data keys, 6 server keys\nkek-2: 0 data keys, 0 server keys; in use for new ones\n");
  const support::CommandOutcome rotated = Run("kek-2", {"rotate"});
  EXPECT_EQ(rotated.exit_code, 0) << rotated.error;
  EXPECT_EQ(rotated.out, "wrapped 6 of 6 keys anew\nall keys are under kek-2\n");
  EXPECT_EQ(Run("kek-2", {"status"}).out, "kek-2: 0 data keys, 6 server keys; in use for new ones\n");
  EXPECT_EQ(Run("kek-2", {"rotate"}).out, "all keys are under kek-2\n");
  EXPECT_EQ(Run("kek-2", {"init"}).out, "made 0 server keys under kek-2\n");
}

TEST_F(KeyCommands, StandInTheLog) {
  NewKek("kek-2");
  EXPECT_EQ(Run("kek-2", {"rotate"}).exit_code, 0);
  EXPECT_EQ(Run("kek-2", {"renew", "--older-than", "365"}).exit_code, 0);
  Run("kek-2", {"status"});
  EXPECT_EQ(database().Value("SELECT string_agg(DISTINCT actor || ' ' || action, ', ') FROM audit_leaf "
                             "WHERE action LIKE '%Keys'"),
            "operator RenewDataKeys, operator RotateKeys");
}

TEST_F(KeyCommands, MakeServerKeysThatAreMissing) {
  database().Rows("DELETE FROM server_key WHERE name IN ('search', 'payload')");
  EXPECT_EQ(Run("kek-1", {"init"}).out, "made 2 server keys under kek-1\n");
}

// Nothing is logged without the server's keys, so nothing is done.
TEST_F(KeyCommands, SayThatAServerKeyIsDamaged) {
  NewKek("kek-2");
  database().Rows("UPDATE server_key SET wrapped = '\\x00' WHERE name = 'search'");
  const support::CommandOutcome rotated = Run("kek-2", {"rotate"});
  EXPECT_EQ(rotated.exit_code, 1);
  EXPECT_THAT(rotated.error, HasSubstr("search"));
  EXPECT_THAT(Run("kek-2", {"status"}).out, HasSubstr("kek-1: 0 data keys, 6 server keys"));
}

TEST_F(KeyCommands, NeverOverwriteAKey) {
  EXPECT_EQ(NewKek("kek-2").exit_code, 0);
  const support::CommandOutcome again = NewKek("kek-2");
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.error, HasSubstr("kek-2.key: File exists"));
  EXPECT_EQ(NewKek("../kek-3").exit_code, 1);
}

TEST_F(KeyCommands, SayWhatIsWrongWithTheKey) {
  const support::CommandOutcome missing = Run("lost", {"status"});
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.error, HasSubstr("lost.key: No such file"));
}

TEST(KeyOptions, AreMissedByName) {
  server::Options options;
  const auto message = [&] { return std::string(server::OpenKeyProvider(options).status().message()); };
  EXPECT_EQ(message(), "keys.current is missing");
  options.key_current = "kek-1";
  EXPECT_EQ(message(), "keys.directory is missing");
  options.key_provider = "pkcs11";
  EXPECT_EQ(message(), "keys.module is missing");
  options.key_module = "m";
  EXPECT_EQ(message(), "keys.token is missing");
  options.key_token = "t";
  EXPECT_EQ(message(), "keys.pin_file is missing");
  options.key_provider = "cloud";
  EXPECT_EQ(message(), "keys.provider must be \"file\" or \"pkcs11\", got \"cloud\"");
}

}  // namespace
}  // namespace arasha
