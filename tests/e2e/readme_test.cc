// The README's examples are what a newcomer types first, those of clients/casework.md what two do in a case,
// and those of clients/new-officer.md what four people type, each for the next. What could go wrong: one of
// them fails, or what stands below it is no longer what it prints.

#include <filesystem>
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

// Those of one section of a page, indented by four blanks and begun by `$ `.
std::vector<Example> ExamplesOf(absl::string_view page, absl::string_view title) {
  std::ifstream readme(absl::StrCat(ARASHA_SOURCE_DIR, "/", page));
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
  ReadmeTest() { std::filesystem::create_directories(folder_); }

  // Runs the section's examples with these variables in the test's folder.
  void Run(absl::string_view page, const std::string& title, Variables variables) {
    variables["PATH"] = absl::StrCat(System::Program(""), ":", variables["PATH"]);
    variables.erase("ARASHA_MISSION");
    const std::vector<Example> examples = ExamplesOf(page, title);
    ASSERT_FALSE(examples.empty()) << title;
    for (const Example& example : examples) {
      SCOPED_TRACE(example.command);
      places_["IST-2026-000001"] = case_;
      const std::string command = absl::StrReplaceAll(example.command, places_);
      const Finished ran = RunProgram({"bash", "-c", absl::StrCat("cd \"$1\"\n", command), "bash", folder_},
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
  void RunReadme(const std::string& title, const std::string& role) {
    const Variables variables = system->As(role);
    places_["log.vkey"] = variables.at("ARASHA_LOG_KEY");
    Run("README.md", title, variables);
  }

  const std::string folder_ = absl::StrCat(system->scratch(), "/page-",
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
  // What a page says, and what it is here.
  std::map<std::string, std::string> places_;
  std::string case_ = "IST-2026-000001";
};

TEST_F(ReadmeTest, FirstCase) { RunReadme("A first case in five minutes", "officer"); }

TEST_F(ReadmeTest, CheckingTheLog) {
  case_ = OpenCase();
  RunReadme("Checking the log", "auditor");
}

TEST_F(ReadmeTest, ACaseFromDayToDay) {
  constexpr char kPage[] = "clients/casework.md";
  Run(kPage, "Why a deadline is due", system->As("officer"));
  Run(kPage, "More time, and release from a deadline", system->As("head"));
  Run(kPage, "What is due, and who is warned", system->As("officer"));
  Run(kPage, "What is still to be seen to", system->As("officer"));
  Run(kPage, "What is known of a case", system->As("officer"));
  Run(kPage, "Who is who in a case", system->As("officer"));
  Run(kPage, "What a citizen is told", system->As("officer"));
  Run(kPage, "What is kept, and what is erased", system->As("head"));
}

TEST_F(ReadmeTest, ANewOfficer) {
  constexpr char kPage[] = "clients/new-officer.md";
  case_ = OpenCase();
  const std::string authority = system->dir() + "/certs";
  places_ = {{"deploy/certs", ARASHA_SOURCE_DIR "/deploy/certs"},
             {"/srv/authority", authority},
             {"arasha.mfa.example:8443", system->As("officer").at("ARASHA_ENDPOINT")},
             // At a terminal it asks.
             {"-out locked.pem", "-out locked.pem -passout pass:'Құпия сөз'"}};
  Variables laptop = PlainVariables(folder_);
  Run(kPage, "The administrator registers her", system->As("admin"));
  Run(kPage, "The authority issues her certificate", laptop);
  for (const char* file : {"ca.pem", "staff-t.bekova/cert.pem", "staff-t.bekova/key.pem"}) {
    const std::filesystem::path from = absl::StrCat(authority, "/", file);
    std::filesystem::copy_file(from, std::filesystem::path(folder_) / from.filename());
  }
  const std::string askpass = folder_ + "/askpass";
  std::ofstream(askpass) << "#!/bin/sh\necho 'Құпия сөз'\n";
  std::filesystem::permissions(askpass, std::filesystem::perms(0700));
  laptop["ARASHA_ASKPASS"] = askpass;
  Run(kPage, "Her laptop", laptop);
  Run(kPage, "The head of mission gives her a case", system->As("head"));
  Run(kPage, "Her first commands", laptop);
  Run(kPage, "The certificate is renewed", laptop);
  Run(kPage, "The laptop is lost", system->As("admin"));
  Run(kPage, "She leaves: the head hands over", system->As("head"));
  Run(kPage, "She leaves: the administrator ends it", system->As("admin"));
  EXPECT_NE(
      RunProgram({System::Program("arasha"), "whoami", "--timeout", "3s"}, {.variables = laptop, .input = ""})
          .exit_code,
      0)
      << "who has left still gets in";
}

}  // namespace
}  // namespace arasha::e2e
