// What could go wrong: a language lacks a text, says it with other parameters, or code asks for one that
// there is not.

#include "services/reports/document/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace arasha::reports {
namespace {

using ::testing::ElementsAreArray;

std::set<std::string> ParametersOf(const std::string& text) {
  static const std::regex pattern(R"(\{[a-z_]+\})");
  return {std::sregex_token_iterator(text.begin(), text.end(), pattern), std::sregex_token_iterator()};
}

TEST(Texts, EveryLanguageSaysTheSame) {
  const Texts english(Language::kEn);
  for (const Language language : {Language::kKk, Language::kRu}) {
    const Texts texts(language);
    for (const auto& [key, text] : english.all()) {
      ASSERT_TRUE(texts.Has(key)) << CodeOf(language) << " lacks " << key;
      EXPECT_FALSE(texts.all().at(key).empty()) << key;
      EXPECT_THAT(ParametersOf(texts.all().at(key)), ElementsAreArray(ParametersOf(text))) << key;
    }
    EXPECT_EQ(texts.all().size(), english.all().size());
  }
}

TEST(Texts, CodeAsksForNoneThatIsMissing) {
  const Texts english(Language::kEn);
  static const std::regex pattern("(?:Text\\(|HeadlineOf\\(texts, )\"([a-z_.]+)\"");
  int asked = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(ARASHA_SOURCE_DIR "/services/reports")) {
    if (entry.path().extension() != ".cc") continue;
    std::ifstream stream(entry.path());
    const std::string code{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator at(code.begin(), code.end(), pattern), end; at != end; ++at, ++asked) {
      EXPECT_TRUE(english.Has((*at)[1].str())) << entry.path() << " asks for " << (*at)[1];
    }
  }
  EXPECT_GT(asked, 50);
}

// One word for one thing: what reports and the command line both name, they name alike.
TEST(Texts, AreTheWordsOfTheCommandLine) {
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    std::ifstream stream(
        absl::StrCat(ARASHA_SOURCE_DIR "/clients/text/messages/", CodeOf(language), ".json"));
    const auto messages = nlohmann::json::parse(stream).get<std::map<std::string, std::string>>();
    const Texts texts(language);
    int shared = 0;
    for (const auto& [key, text] : texts.all()) {
      if (!absl::StartsWith(key, "role.") && !absl::StartsWith(key, "action.")) continue;
      const auto found = messages.find(key);
      if (found == messages.end()) continue;
      EXPECT_EQ(found->second, text) << key;
      ++shared;
    }
    EXPECT_GT(shared, 40);
    for (const char* kind : {"activity", "access_to_case", "access_by_person", "deadlines", "exceptions",
                             "exports", "configuration", "workload", "statistics"}) {
      EXPECT_EQ(messages.at(absl::StrCat("REPORT_KIND_", absl::AsciiStrToUpper(kind))),
                texts.Text(absl::StrCat(kind, ".title")));
    }
  }
}

TEST(Texts, EveryOperationHasAName) {
  const Texts english(Language::kEn);
  static const std::regex pattern("\n  rpc ([A-Za-z]+)\\(");
  int operations = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ARASHA_SOURCE_DIR "/proto/arasha/v1")) {
    std::ifstream stream(entry.path());
    const std::string proto{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator at(proto.begin(), proto.end(), pattern), end; at != end; ++at, ++operations) {
      EXPECT_TRUE(english.Has("action." + (*at)[1].str())) << (*at)[1];
    }
  }
  EXPECT_GT(operations, 30);
}

TEST(Texts, PutsParametersInAndAnswersMissingKeysThemselves) {
  const Texts texts(Language::kEn);
  EXPECT_EQ(texts.Text("footer.page", {{"page", "2"}, {"pages", "8"}}), "page 2 of 8");
  EXPECT_EQ(texts.Text("no.such.key"), "no.such.key");
}

}  // namespace
}  // namespace arasha::reports
