// Keys that a thief of the laptop cannot use: with a passphrase, or in a token. What could go wrong: the
// secret must stand on a command line, a script waits for a prompt that nobody sees, or the key is not
// accepted after all.

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

constexpr char kModule[] = "/usr/lib/softhsm/libsofthsm2.so";

class KeysTest : public CliTest {
 protected:
  KeysTest() {
    std::filesystem::create_directories(folder_);
    variables_ = system->As("officer");
  }
  // A shell script as the officer, `$ARASHA` being the program; a failure of the test if it cannot run.
  Finished Shell(const std::string& script, const Variables& more = {}) const {
    Variables variables = variables_;
    variables["ARASHA"] = System::Program("arasha");
    variables["FOLDER"] = folder_;
    for (const auto& [name, value] : more) variables[name] = value;
    return RunProgram({"bash", "-euc", script}, {.variables = variables, .input = ""});
  }
  void Encrypt() {
    const Finished made = Shell(
        "openssl pkcs8 -topk8 -v2 aes-256-cbc -in \"$ARASHA_KEY\" -out \"$FOLDER/key.pem\" -passout "
        "pass:'Құпия сөз'");
    ASSERT_EQ(made.exit_code, 0) << made.err;
    variables_["ARASHA_KEY"] = folder_ + "/key.pem";
  }

  const std::string folder_ = absl::StrCat(system->scratch(), "/keys-",
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
  Variables variables_;
};

bool IsOfficer(const Finished& finished) { return absl::StrContains(finished.out, "staff/a.omarova"); }

TEST_F(KeysTest, PassphraseComesFromAFileDescriptor) {
  Encrypt();
  const Finished who = Shell("ARASHA_PASSPHRASE_FD=3 \"$ARASHA\" whoami 3<<<'Құпия сөз'");
  EXPECT_TRUE(IsOfficer(who)) << who.err;
  const Finished wrong = Shell("ARASHA_PASSPHRASE_FD=3 \"$ARASHA\" whoami 3<<<wrong");
  EXPECT_EQ(wrong.exit_code, 9);
  EXPECT_TRUE(absl::StrContains(wrong.err, "passphrase does not open")) << wrong.err;
}

TEST_F(KeysTest, PassphraseComesFromAProgram) {
  Encrypt();
  std::ofstream(folder_ + "/askpass") << "#!/bin/sh\necho \"$1\" >\"$FOLDER/question\"\necho 'Құпия сөз'\n";
  std::filesystem::permissions(folder_ + "/askpass", std::filesystem::perms(0700));
  const Finished who = Shell("\"$ARASHA\" whoami", {{"ARASHA_ASKPASS", folder_ + "/askpass"}});
  EXPECT_TRUE(IsOfficer(who)) << who.err;
  EXPECT_TRUE(absl::StrContains(Shell("cat \"$FOLDER/question\"").out, "key.pem"));
  EXPECT_EQ(Shell("\"$ARASHA\" whoami", {{"ARASHA_ASKPASS", "/bin/false"}}).exit_code, 9);
}

TEST_F(KeysTest, PassphraseIsAskedAtATerminalOnly) {
  Encrypt();
  const Finished script = Shell("\"$ARASHA\" whoami");
  EXPECT_EQ(script.exit_code, 9);
  EXPECT_TRUE(absl::StrContains(script.err, "ARASHA_ASKPASS")) << script.err;
  // It is typed once the prompt stands, and not shown.
  const Finished typed = Shell(
      "(sleep 3; echo 'Құпия сөз'; sleep 5) | script -qec \"$ARASHA whoami\" /dev/null", {{"TERM", "xterm"}});
  EXPECT_TRUE(absl::StrContains(typed.out, "Passphrase of")) << typed.out << typed.err;
  EXPECT_TRUE(IsOfficer(typed)) << typed.out << typed.err;
}

TEST_F(KeysTest, KeyStaysInAToken) {
  ASSERT_EQ(Shell("test -e \"$(openssl version -e | cut -d'\"' -f2)/pkcs11.so\"").exit_code, 0)
      << "libengine-pkcs11-openssl is missing: deploy/install-packages dev";
  std::ofstream(folder_ + "/softhsm2.conf") << "directories.tokendir = " << folder_ << "/tokens\n";
  std::filesystem::create_directories(folder_ + "/tokens");
  variables_["SOFTHSM2_CONF"] = folder_ + "/softhsm2.conf";
  variables_["PKCS11_MODULE_PATH"] = kModule;
  const Finished imported = Shell(
      "openssl pkcs8 -topk8 -nocrypt -in \"$ARASHA_KEY\" -out \"$FOLDER/plain.pem\"\n"
      "softhsm2-util --init-token --free --label staff --pin 4711 --so-pin 0815\n"
      "softhsm2-util --import \"$FOLDER/plain.pem\" --token staff --label me --id a1 --pin 4711\n"
      "rm \"$FOLDER/plain.pem\"");
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  variables_["ARASHA_KEY"] = "pkcs11:token=staff;object=me;type=private";
  const Finished who = Shell("ARASHA_PASSPHRASE_FD=3 \"$ARASHA\" whoami 3<<<4711");
  EXPECT_TRUE(IsOfficer(who)) << who.out << who.err;
}

}  // namespace
}  // namespace arasha::e2e
