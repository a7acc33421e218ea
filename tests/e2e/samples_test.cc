// The samples of the case types, opened and shown as people do. What could go wrong: one is refused, since
// its type has changed meanwhile; or a case of it is shown with an id where people are to read a label.

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <iterator>
#include <regex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kLanguages[] = {"kk", "ru", "en"};

// What came of a sample.
struct Outcome {
  Finished opened;
  json matter;
  std::map<std::string, Finished> shown;  // by language
};

// Words of which ids are made, and nothing that people write.
std::vector<std::string> IdsIn(const std::string& text) {
  static const std::regex kId("[A-Za-z0-9]+(_[A-Za-z0-9]+)+");
  std::vector<std::string> ids;
  for (std::sregex_iterator match(text.begin(), text.end(), kId), end; match != end; ++match) {
    ids.push_back(match->str());
  }
  return ids;
}

class SamplesTest : public CliTest {
 protected:
  Finished Run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), System::Program("arasha"));
    return RunProgram(arguments, {.variables = officer_, .input = ""});
  }

  Outcome OpenAndShow(const std::filesystem::path& file) const {
    Outcome outcome;
    outcome.opened =
        Run({"case", "open", "--mission", "IST", "--from-file", file.string(), "--output", "json"});
    if (outcome.opened.exit_code != 0) return outcome;
    outcome.matter = json::parse(outcome.opened.out, nullptr, /*allow_exceptions=*/false);
    if (!outcome.matter.is_object()) return outcome;
    for (const char* language : kLanguages) {
      outcome.shown[language] = Run({"case", "show", outcome.matter.value("name", ""), "--lang", language});
    }
    return outcome;
  }

  // Asked for once: there are many runs.
  const Variables officer_ = system->As("officer");
};

TEST_F(SamplesTest, OpenAsTheyStandAndAreShownInWords) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ARASHA_SOURCE_DIR "/deploy/samples")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  ASSERT_FALSE(files.empty());
  std::vector<Outcome> outcomes(files.size());
  std::atomic<size_t> next = 0;
  std::vector<std::thread> officers(3);
  for (std::thread& one : officers) {
    one = std::thread([&] {
      for (size_t i = next++; i < files.size(); i = next++) outcomes[i] = OpenAndShow(files[i]);
    });
  }
  for (std::thread& one : officers) one.join();
  for (size_t i = 0; i < files.size(); ++i) {
    const auto& [opened, matter, shown] = outcomes[i];
    SCOPED_TRACE(files[i].filename().string());
    EXPECT_EQ(opened.exit_code, 0) << opened.err;
    if (opened.exit_code != 0) continue;
    ASSERT_TRUE(matter.is_object()) << opened.out;
    EXPECT_EQ(matter.value("type", ""), files[i].stem().string());
    // Shown on purpose: beside its label, and what has none.
    const std::string type =
        absl::StrCat("(", matter.value("type", ""), "@", matter.value("typeVersion", 0), ")");
    const std::string compartment = absl::StrCat(" · ", matter.value("compartment", ""));
    for (const char* language : kLanguages) {
      SCOPED_TRACE(language);
      const Finished& one = shown.at(language);
      EXPECT_EQ(one.exit_code, 0) << one.err;
      EXPECT_THAT(one.out, HasSubstr(type));
      EXPECT_THAT(IdsIn(absl::StrReplaceAll(one.out, {{type, ""}, {compartment, " · "}})), IsEmpty())
          << one.out;
    }
  }
}

}  // namespace
}  // namespace arasha::e2e
