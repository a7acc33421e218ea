// What the client keeps and offers at the shell: contexts, completion, help. What could go wrong: a context
// is not found or not preferred as documented, keys become readable to others, or the completion script
// breaks the shell that loads it.

#include <sys/stat.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;

class ContextsTest : public CliTest {
 protected:
  // Without the connection in the environment, so that only contexts tell it.
  Finished With(const std::vector<std::string>& arguments, Variables more = {}) const {
    more.insert({{"ARASHA_ENDPOINT", ""}, {"ARASHA_CA", ""}, {"ARASHA_CERT", ""}, {"ARASHA_KEY", ""}});
    more["XDG_CONFIG_HOME"] = home_;
    return Arasha("officer", arguments, {.variables = more, .input = ""});
  }
  std::vector<std::string> Set(const std::string& name, const std::string& role) const {
    const Variables as = system->As(role);
    return {"context",
            "set",
            name,
            "--endpoint",
            as.at("ARASHA_ENDPOINT"),
            "--ca",
            as.at("ARASHA_CA"),
            "--cert",
            as.at("ARASHA_CERT"),
            "--key",
            as.at("ARASHA_KEY")};
  }
  const std::string home_ = absl::StrCat(system->scratch(), "/xdg-",
                                         ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ContextsTest, FirstIsCurrentUntilAnotherIsUsed) {
  EXPECT_EQ(With({"whoami"}).exit_code, 2) << "no server is given yet";
  ASSERT_EQ(With(Set("aigul", "officer")).exit_code, 0);
  ASSERT_EQ(With(Set("bauyrzhan", "head")).exit_code, 0);
  EXPECT_TRUE(absl::StrContains(With({"whoami"}).out, "staff/a.omarova"));
  ASSERT_EQ(With({"context", "use", "bauyrzhan"}).exit_code, 0);
  EXPECT_TRUE(absl::StrContains(With({"whoami"}).out, "staff/b.suleimenov"));
  EXPECT_TRUE(absl::StrContains(With({"whoami", "--context", "aigul"}).out, "staff/a.omarova"));
  EXPECT_TRUE(absl::StrContains(With({"whoami"}, {{"ARASHA_CONTEXT", "aigul"}}).out, "staff/a.omarova"));
  const json list = json::parse(With({"context", "list", "--output", "json"}).out);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0]["name"], "aigul");
  EXPECT_EQ(list[1]["current"], "*");
}

TEST_F(ContextsTest, KeepTheMissionAndAreTheUsersAlone) {
  ASSERT_EQ(With(Set("ist", "officer")).exit_code, 0);
  EXPECT_EQ(With({"case", "list"}).exit_code, 0) << "the only mission where the officer has a role is meant";
  ASSERT_EQ(With({"context", "set", "ist", "--mission", "WAW"}).exit_code, 0);
  EXPECT_EQ(With({"case", "list"}).exit_code, 4);
  ASSERT_EQ(With({"context", "set", "ist", "--mission", "IST"}).exit_code, 0);
  EXPECT_EQ(With({"case", "list"}).exit_code, 0);
  struct stat status {};
  ASSERT_EQ(stat((home_ + "/arasha/config.toml").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 077U, 0U);
}

TEST_F(ContextsTest, UnknownOneIsRefusedWithThoseThereAre) {
  const Finished finished = With({"whoami", "--context", "nowhere"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_TRUE(absl::StrContains(finished.err, "nowhere") &&
              absl::StrContains(finished.err, "arasha context list"))
      << finished.err;
}

class ShellTest : public CliTest {
 protected:
  // What bash offers for a line whose last word is being typed; one word per line.
  static std::string Complete(const std::string& line) {
    const std::string script =
        "set -eu; compopt() { :; }; PATH=${1%/*}:$PATH; source <(arasha completion bash); COMP_LINE=$2; "
        "COMP_POINT=${#2}; read "
        "-ra "
        "COMP_WORDS "
        "<<<\"$2\"; "
        "[[ $2 != *' ' ]] || COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _arasha; "
        "complete -p arasha >&2; printf '%s\\n' \"${COMPREPLY[@]}\"";
    const Finished finished = RunProgram({"bash", "-c", script, "bash", System::Program("arasha"), line},
                                         {.variables = system->As("officer"), .input = ""});
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_EQ(finished.err, "complete -F _arasha arasha\n");
    return finished.out;
  }
};

TEST_F(ShellTest, BashCompletes) {
  EXPECT_EQ(Complete("arasha case op"), "open\n");
  EXPECT_EQ(Complete("arasha case open --prio"), "--priority\n");
  EXPECT_EQ(Complete("arasha case open --priority ur"), "urgent\n");
  EXPECT_EQ(Complete("arasha --mission IST case par"), "party\n");
  EXPECT_TRUE(absl::StrContains(Complete("arasha "), "whoami\n"));
  EXPECT_EQ(Complete("arasha case do reop"), "reopen\n");
  EXPECT_EQ(Complete("arasha case open --type rights.detention --set place_of"), "place_of_detention=\n");
  EXPECT_TRUE(absl::StrContains(Complete("arasha --mission IST case show "), OpenCase() + "\n"));
  EXPECT_TRUE(absl::StrContains(Complete("arasha --mission IST case assign X "), "a.omarova\n"));
  EXPECT_EQ(Complete("arasha case list --state /et"), "\n") << "a file";
  EXPECT_EQ(Complete("arasha case open --from-file /etc/hostn"), "/etc/hostname\n");
  EXPECT_EQ(Complete("arasha --endpoint 127.0.0.1:1 case show "), "\n") << "no server";
}

TEST_F(ShellTest, ZshAndFishLoadTheirScripts) {
  const std::string folder = System::Program("");
  for (const auto& [shell, check] :
       {std::pair<std::string, std::string>{
            "zsh",
            "autoload -Uz compinit; compinit -u -D; source <(arasha completion zsh); whence -f _arasha"},
        {"fish", "arasha completion fish | source; complete -C 'arasha case op'"}}) {
    if (RunProgram({"bash", "-c", "type " + shell}, {.variables = system->As("officer"), .input = ""})
            .exit_code != 0) {
      continue;  // Not everybody has them; CI does.
    }
    Variables variables = system->As("officer");
    variables["PATH"] = absl::StrCat(folder, ":", variables["PATH"]);
    const Finished finished = RunProgram({shell, "-c", check}, {.variables = variables, .input = ""});
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_TRUE(absl::StrContains(finished.out, shell == "fish" ? "open" : "_describe"))
        << finished.out << finished.err;
  }
}

TEST_F(ShellTest, HelpAndVersionWantNoServer) {
  const Extra alone = {.variables = {{"ARASHA_ENDPOINT", ""}, {"ARASHA_CERT", ""}}, .input = ""};
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--help"},
                                             {"help"},
                                             {"case", "open", "--help"},
                                             {"help", "exit-codes"},
                                             {"help", "times"},
                                             {"--version"},
                                             {"version"}}) {
    const Finished finished = Arasha("officer", arguments, alone);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_NE(finished.out, "");
    EXPECT_EQ(finished.err, "");
  }
}

TEST_F(ShellTest, ClientAndServerTellTheirVersionBothWays) {
  const auto told = [](const std::string& program, const std::string& asked) {
    const Finished finished = RunProgram({System::Program(program), asked},
                                         {.variables = PlainVariables(testing::TempDir()), .input = ""});
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return finished.out;
  };
  const std::string version = told("arashad", "version");
  EXPECT_EQ(told("arashad", "--version"), version);
  EXPECT_EQ(told("arasha", "--version"), version);
  EXPECT_TRUE(absl::StrContains(told("arasha", "version"), absl::StripAsciiWhitespace(version)));
}

TEST_F(ShellTest, FullDiskIsNoSuccess) {
  // One answer that is written out only at the end, and one that is longer than what is held back.
  for (const char* command : {"whoami", "--help"}) {
    const Finished finished = RunProgram(
        {"bash", "-c", "\"$1\" --lang ru \"$2\" >/dev/full", "bash", System::Program("arasha"), command},
        {.variables = system->As("officer"), .input = ""});
    EXPECT_EQ(finished.exit_code, 1);
    EXPECT_TRUE(absl::StrContains(finished.err, "на диске нет места")) << finished.err;
  }
}

TEST_F(ShellTest, WhoHasReadEnoughIsToldNothing) {
  const Finished finished = RunProgram(
      {"bash", "-c", "trap '' PIPE; (sleep 1; \"$1\" --help) | true", "bash", System::Program("arasha")},
      {.variables = system->As("officer"), .input = ""});
  EXPECT_EQ(finished.err, "");
}

}  // namespace
}  // namespace arasha::e2e
