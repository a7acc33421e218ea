// Help that is wrong teaches mistakes: every example of every command is run against a server that refuses
// every call, and may fail for that and for want of files, but not because it cannot be understood.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/commands/commands.h"
#include "clients/text/help_texts.h"
#include "clients/text/width.h"
#include "proto/list_fields.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;

// The examples of a command's help, each as one line.
std::vector<std::string> ExamplesOf(const CLI::App& command) {
  std::vector<std::string> examples;
  bool goes_on = false;
  for (absl::string_view line : absl::StrSplit(command.get_footer(), '\n')) {
    if (!absl::ConsumePrefix(&line, "  ") || !(goes_on || absl::StartsWith(line, "arasha "))) {
      goes_on = false;
      continue;
    }
    const bool joined = goes_on;
    goes_on = absl::ConsumeSuffix(&line, " \\");
    if (joined) {
      absl::StrAppend(&examples.back(), " ", absl::StripAsciiWhitespace(line));
    } else {
      examples.emplace_back(line);
    }
  }
  return examples;
}

// As a shell parts it: without comments, redirections and quotes.
std::vector<std::string> WordsOf(const std::string& example) {
  std::vector<std::string> words;
  std::string word;
  char quote = '\0';
  bool begun = false;
  for (size_t i = 0; i <= example.size(); ++i) {
    const char c = i < example.size() ? example[i] : ' ';
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else if (c == '\\' && quote == '"') {
        word += example[++i];
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      begun = true;
    } else if (c == ' ') {
      if (begun) words.push_back(word);
      word.clear();
      begun = false;
    } else if ((c == '#' || c == '<' || c == '>' || c == '|' || c == '&') && !begun) {
      break;
    } else {
      word += c;
      begun = true;
    }
  }
  return words;
}

// It was understood, though the machine has not the files.
bool WantsAFile(const std::string& error) {
  for (const char* sign : {"No such file", "does not exist", "cannot be read", "Cannot read",
                           "there is no file", "log key", "public key"}) {
    if (absl::StrContains(error, sign)) return true;
  }
  return false;
}

void Check(const CLI::App& command, const std::string& path, int& count) {
  // CLI11 shows those of a command below it, too, unless that has its own.
  bool own = !command.get_subcommands([](const CLI::App*) { return true; }).empty();
  for (const std::string& example : ExamplesOf(command)) {
    SCOPED_TRACE(example);
    ++count;
    own = own || absl::StartsWith(absl::StrCat(example, " "), absl::StrCat(path, " "));
    std::vector<std::string> words = WordsOf(example);
    ASSERT_FALSE(words.empty());
    EXPECT_THAT(absl::StrJoin(words, " "), testing::StartsWith("arasha "));
    words.erase(words.begin());
    FakeServer server;
    server.RefuseAfter(0, RichStatus(7, "no", "PERMISSION_DENIED"));
    Arasha arasha(server);
    arasha.in = "text\n";
    arasha.variables["XDG_CONFIG_HOME"] = testing::TempDir() + "/help";
    if (words.front() == "context") continue;  // Of files alone, and tried in their own tests.
    const Ran ran = arasha.Run(words);
    EXPECT_TRUE(ran.exit_code != 2 || WantsAFile(ran.err)) << ran.err;
  }
  EXPECT_TRUE(own) << path << " shows no example of itself";
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    Check(*sub, absl::StrCat(path, " ", sub->get_name()), count);
  }
}

TEST(HelpTest, EveryExampleIsUnderstood) {
  GlobalFlags flags;
  clients::Run selected;
  const std::unique_ptr<CLI::App> root = BuildCli(flags, selected);
  // What they write is not to stay here.
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(testing::TempDir());
  int count = 0;
  Check(*root, "arasha", count);
  std::filesystem::current_path(before);
  EXPECT_GT(count, 80);
}

TEST(HelpTest, IsTheSameBothWays) {
  FakeServer server;
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"case", "note"}, {"case"}, {"case", "party", "add"}, {"whoami"}, {"audit", "list"}}) {
    std::vector<std::string> asked = command;
    asked.insert(asked.begin(), "help");
    std::vector<std::string> flagged = command;
    flagged.emplace_back("--help");
    const std::string help = Arasha(server).Run(asked).out;
    EXPECT_EQ(help, Arasha(server).Run(flagged).out);
    EXPECT_THAT(help, HasSubstr(absl::StrCat("Usage: arasha ", absl::StrJoin(command, " "))));
  }
}

TEST(HelpTest, OfAFilterNamesItsFieldsInEveryLanguage) {
  FakeServer server;
  for (const char* language : {"kk", "ru", "en"}) {
    const std::string help = Arasha(server).Run({"--lang", language, "help", "case", "list"}).out;
    for (const ListField& field : kCaseFields) {
      EXPECT_THAT(help, HasSubstr(absl::StrCat("`", field.name, "`"))) << language;
    }
  }
}

void CheckWidth(const CLI::App& command, const std::vector<std::string>& path, const std::string& language) {
  std::vector<std::string> arguments = path;
  arguments.insert(arguments.begin(), {"--lang", language, "help"});
  FakeServer server;
  const std::string help = Arasha(server).Run(arguments).out;
  EXPECT_THAT(help, testing::Not(HasSubstr("TEXT TEXT")));
  for (const absl::string_view line : absl::StrSplit(help, '\n')) {
    // An example has a blank and a backslash behind what fits, and quotes are not parted.
    const bool example = absl::StartsWith(absl::StripLeadingAsciiWhitespace(line), "arasha ") ||
                         absl::StartsWith(line, "      --");
    if (example || absl::StartsWith(line, "Usage")) continue;
    EXPECT_LE(DisplayWidth(line), 80) << line;
  }
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    std::vector<std::string> below = path;
    below.push_back(sub->get_name());
    CheckWidth(*sub, below, language);
  }
}

TEST(HelpTest, FitsATerminal) {
  GlobalFlags flags;
  clients::Run selected;
  const std::unique_ptr<CLI::App> root = BuildCli(flags, selected);
  for (const char* language : {"kk", "ru", "en"}) {
    CheckWidth(*root, {}, language);
    FakeServer server;
    for (const char* topic : {"times", "exit-codes"}) {
      const std::string help = Arasha(server).Run({"--lang", language, "help", topic}).out;
      for (const absl::string_view line : absl::StrSplit(help, '\n')) {
        EXPECT_LE(DisplayWidth(line), 80) << line;
      }
    }
  }
}

TEST(HelpTest, FoldsExamplesAtTheirOptions) {
  const std::string options = std::string(60, 'x') + " --second \"a --b\" --third y  # --c";
  EXPECT_EQ(Folded("  arasha " + options),
            "  arasha " + std::string(60, 'x') + " \\\n      --second \"a --b\" --third y  # --c");
  EXPECT_EQ(Folded("  A   " + std::string(60, 'x') + " " + std::string(20, 'y')),
            "  A   " + std::string(60, 'x') + "\n      " + std::string(20, 'y'));
  EXPECT_EQ(Folded("short\n  arasha whoami\n"), "short\n  arasha whoami\n");
}

TEST(HelpTest, SuggestsTheTopicThatWasMeant) {
  FakeServer server;
  for (const auto& [topic, meant] :
       {std::pair{"tmes", "times"}, std::pair{"exit-code", "exit-codes"}, std::pair{"cas", "case"}}) {
    const Ran ran = Arasha(server).Run({"help", topic});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr(absl::StrCat("did you mean ", meant)));
  }
  EXPECT_THAT(Arasha(server).Run({"help", "case", "shwo"}).err, HasSubstr("did you mean show?"));
}

TEST(HelpTest, OfWhatIsNoCommandIsAnError) {
  FakeServer server;
  const Ran ran = Arasha(server).Run({"case", "entry", "--help"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("entry"));
  EXPECT_EQ(Arasha(server).Run({"--lang", "ru", "case", "show", "X", "--help"}).exit_code, 0);
}

TEST(HelpTest, NamesTheOptionThatTellsTheVersion) {
  FakeServer server;
  const Ran ran = Arasha(server).Run({"--version"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_NE(ran.out, "");
  EXPECT_THAT(Arasha(server).Run({"version"}).out, HasSubstr(absl::StripAsciiWhitespace(ran.out)));
  EXPECT_EQ(Arasha(server).Run({"case", "list", "--version"}).out, ran.out);
  EXPECT_TRUE(server.calls().empty());
  for (const char* language : {"kk", "ru", "en"}) {
    EXPECT_THAT(Arasha(server).Run({"--help", "--lang", language}).out, HasSubstr("--version"));
  }
}

TEST(HelpTest, ListsTheExitCodes) {
  FakeServer server;
  const Ran ran = Arasha(server).Run({"help", "exit-codes"});
  EXPECT_EQ(ran.exit_code, 0);
  for (const char* line : {"\n    0  done", "\n    6  ", "\n  130  "}) EXPECT_THAT(ran.out, HasSubstr(line));
  EXPECT_THAT(Arasha(server).Run({"help", "case", "open"}).out, HasSubstr("Examples:"));
  EXPECT_THAT(Arasha(server).Run({"--help"}).out, HasSubstr(ran.out.substr(ran.out.find('\n'))));
  EXPECT_EQ(Arasha(server).Run({"help", "cooking"}).exit_code, 2);
}

TEST(HelpTest, AloneItListsTheCommands) {
  FakeServer server;
  Arasha arasha(server);
  const Ran asked = arasha.Run({"--help"});
  ASSERT_EQ(asked.exit_code, 0);
  EXPECT_THAT(asked.out, HasSubstr("whoami"));
  for (const std::vector<std::string>& typed : {std::vector<std::string>{}, {"help"}}) {
    const Ran ran = arasha.Run(typed);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(ran.out, asked.out);
  }
  EXPECT_THAT(arasha.Run({"help", "help"}).out, HasSubstr("arasha help"));
}

}  // namespace
}  // namespace arasha::clients
