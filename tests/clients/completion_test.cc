// A completion script that does not load breaks the user's shell; one that is out of date misleads. So
// bash itself loads it and is asked.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

// What bash offers for the last of these words, which are quoted for bash.
std::vector<std::string> Offers(const std::string& words) {
  FakeServer server;
  const Ran ran = Arasha(server).Run({"completion", "bash"});
  EXPECT_EQ(ran.exit_code, 0);
  const std::string path = absl::StrCat(testing::TempDir(), "/completion.", getpid(), ".bash");
  std::ofstream(path)
      << "set -eu\n"
      << ran.out << "set +e\nCOMP_WORDS=(" << words
      << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_arasha\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
  FILE* bash = popen(absl::StrCat("bash --norc --noprofile ", path, " 2>&1").c_str(), "r");
  std::string output;
  char buffer[4096];
  while (const size_t count = fread(buffer, 1, sizeof buffer, bash)) output.append(buffer, count);
  EXPECT_EQ(pclose(bash), 0) << output;
  std::filesystem::remove(path);
  return absl::StrSplit(output, '\n', absl::SkipEmpty());
}

TEST(BashCompletionTest, OffersCommandsOptionsAndValues) {
  EXPECT_THAT(Offers("arasha ''"),
              testing::IsSupersetOf({"case", "type", "context", "whoami", "completion"}));
  EXPECT_THAT(Offers("arasha cas"), testing::ElementsAre("case"));
  EXPECT_THAT(Offers("arasha case ''"), testing::IsSupersetOf({"open", "do", "note-verbale", "party"}));
  EXPECT_THAT(Offers("arasha case party ''"), testing::UnorderedElementsAre("add", "update", "remove"));
  EXPECT_THAT(Offers("arasha case open --subject-i"), testing::ElementsAre("--subject-iin"));
  EXPECT_THAT(Offers("arasha case open --priority ''"),
              testing::UnorderedElementsAre("low", "normal", "high", "urgent"));
  EXPECT_THAT(Offers("arasha case party add X Y --role next"), testing::ElementsAre("next-of-kin"));
  EXPECT_THAT(Offers("arasha audit ver"), testing::ElementsAre("verify"));
  EXPECT_THAT(Offers("arasha audit verify --w"), testing::ElementsAre("--witness"));
  EXPECT_THAT(Offers("arasha completion ''"), testing::UnorderedElementsAre("bash", "zsh"));
}

TEST(BashCompletionTest, GlobalOptionsMayStandAnywhere) {
  EXPECT_THAT(Offers("arasha case list --out"), testing::ElementsAre("--output"));
  EXPECT_THAT(Offers("arasha case list --lang ''"), testing::UnorderedElementsAre("kk", "ru", "en"));
  EXPECT_THAT(Offers("arasha --lang kk case op"), testing::ElementsAre("open"));
  EXPECT_THAT(Offers("arasha --context case cont"), testing::ElementsAre("context"));
  EXPECT_THAT(Offers("arasha case note X --text ''"), testing::IsEmpty());
}

TEST(BashCompletionTest, CompletesFiles) {
  EXPECT_THAT(Offers("arasha case open --from-file /etc/host"), testing::Contains("/etc/hostname"));
}

TEST(ZshCompletionTest, NamesEveryCommand) {
  FakeServer server;
  const Ran ran = Arasha(server).Run({"completion", "zsh"});
  EXPECT_THAT(ran.out, testing::StartsWith("#compdef arasha\n"));
  EXPECT_THAT(ran.out, testing::HasSubstr("'note-verbale:Record a note verbale"));
  EXPECT_THAT(ran.out,
              testing::HasSubstr("'arasha case open --priority') compadd -- low normal high urgent"));
}

}  // namespace
}  // namespace arasha::clients
