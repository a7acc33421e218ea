// The README's examples are what a newcomer types first. What could go wrong: one of them fails, or what
// stands below it is no longer what it prints.

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

// A command as it is shown, and the lines below it.
struct Example {
  std::string command;
  std::vector<std::string> shown;
};

// Those of one section, indented by four blanks and begun by `$ `.
std::vector<Example> ExamplesOf(absl::string_view title) {
  std::ifstream readme(absl::StrCat(ARASHA_SOURCE_DIR, "/README.md"));
  std::vector<Example> examples;
  bool inside = false;
  bool goes_on = false;
  for (std::string line; std::getline(readme, line);) {
    if (absl::StartsWith(line, "## ")) inside = line == absl::StrCat("## ", title);
    absl::string_view text = line;
    if (!inside || !absl::ConsumePrefix(&text, "    ")) continue;
    if (absl::ConsumePrefix(&text, "$ ")) {
      examples.push_back({std::string(text), {}});
    } else if (goes_on) {
      absl::StrAppend(&examples.back().command, "\n", text);
    } else if (!examples.empty()) {
      examples.back().shown.emplace_back(text);
      continue;
    }
    goes_on = absl::EndsWith(text, "\\");
  }
  return examples;
}

// What of a line is the same whenever it is run: what stands before two blanks, without numbers and times.
std::string Constant(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  line = line.substr(0, line.find("  "));
  if (line == "…" || line.find_first_of("0123456789") != absl::string_view::npos) return "";
  return std::string(absl::StripSuffix(line, "…"));
}

class ReadmeTest : public CliTest {
 protected:
  void Run(const std::string& title, const std::string& role) {
    Variables variables = system->As(role);
    variables["PATH"] = absl::StrCat(System::Program(""), ":", variables["PATH"]);
    variables.erase("ARASHA_MISSION");
    const std::vector<Example> examples = ExamplesOf(title);
    ASSERT_GE(examples.size(), 4U) << title;
    for (const Example& example : examples) {
      SCOPED_TRACE(example.command);
      const std::string command = absl::StrReplaceAll(
          example.command, {{"IST-2026-000001", case_}, {"log.vkey", variables["ARASHA_LOG_KEY"]}});
      const Finished ran =
          RunProgram({"bash", "-c", absl::StrCat("cd \"$1\"\n", command), "bash", system->scratch()},
                     {.variables = variables, .input = ""});
      if (absl::StartsWith(command, "arasha case open")) case_ = CaseNameIn(ran.out);
      const bool fails = !example.shown.empty() && absl::StartsWith(example.shown.front(), "arasha: ");
      EXPECT_EQ(ran.exit_code != 0, fails) << ran.out << ran.err;
      const std::string printed = absl::StrCat(ran.out, ran.err);
      for (const std::string& line : example.shown) {
        EXPECT_TRUE(absl::StrContains(printed, Constant(line))) << line << "\nin\n" << printed;
      }
    }
  }

  std::string case_ = "IST-2026-000001";
};

TEST_F(ReadmeTest, FirstCase) { Run("A first case in five minutes", "officer"); }

TEST_F(ReadmeTest, CheckingTheLog) {
  case_ = OpenCase();
  Run("Checking the log", "auditor");
}

}  // namespace
}  // namespace arasha::e2e
