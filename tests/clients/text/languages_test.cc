// What could go wrong: an officer who asked for Kazakh or Russian is answered half in English, or two parts
// of the system call one thing by two words.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/commands/commands.h"
#include "clients/session/session.h"
#include "clients/text/help_texts.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using Texts = std::map<std::string, std::string>;

// The commands as they are declared, in English.
class Commands {
 public:
  const CLI::App& root() const { return *root_; }

 private:
  GlobalFlags flags_;
  Run selected_;
  std::unique_ptr<CLI::App> root_ = BuildCli(flags_, selected_);
};

// Names, formats, keys of a keyboard, and words that one types: no English that should be said otherwise.
const std::set<std::string>& AllowedWords() {
  static const std::set<std::string> words = {
      // Proper names.
      "Arasha", "arasha", "OpenSSL", "Türkiye", "Kazakhstan", "Istanbul", "Zhumabayev", "Silivri", "Cezaevi",
      "Maltepe", "Av", "Mehmet", "Yılmaz", "Excel", "LibreOffice",
      // Programs and formats.
      "bash", "zsh", "fish", "vi", "chmod", "openssl", "genpkey", "graphviz", "protobuf", "json", "csv",
      "sheet", "tzdata",
      // Keys.
      "Ctrl-D", "Enter",
      // Values that are typed.
      "true", "false", "local", "me", "nobody", "now", "ago", "today", "yesterday", "desc", "state",
      "assignee", "priority", "trafficking", "partner", "exit-codes", "times", "base", "etag", "hearings",
      // Calls of the API, as reports tell them apart.
      "Explain", "Get", "List", "Read", "Search", "GetCase", "ListEntries", "WhoAmI"};
  return words;
}

bool HasLetterBeyondLatin(const std::string& word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return c == '\xd0' || c == '\xd1' || c == '\xd2'; });
}

// The English words of a text. None are: code in backquotes, placeholders, options, names with digits or
// signs in them (files, ids, times) and words in capitals (PDF, IST, HOST:PORT).
std::set<std::string> EnglishIn(std::string text, const std::set<std::string>& allowed) {
  static const std::regex kCode("`[^`]*`|\\{[a-z_]+(, plural,)?|(one|few|many|other)\\{");
  text = std::regex_replace(text, kCode, " ");
  std::set<std::string> found;
  for (const absl::string_view part : absl::StrSplit(text, absl::ByAnyChar(" \n\t,;:()\"'|[]{}"))) {
    std::string word(part);
    while (!word.empty() && absl::StrContains(".!?", word.back())) word.pop_back();
    if (word.size() < 2 || word.front() == '-' || HasLetterBeyondLatin(word)) continue;
    if (word.find_first_of("0123456789_/.=@#~$<>*+&\\") != std::string::npos) continue;
    if (std::none_of(word.begin(), word.end(), [](unsigned char c) { return absl::ascii_islower(c); }))
      continue;
    if (!absl::ascii_isalpha(static_cast<unsigned char>(word.front())) || allowed.contains(word)) continue;
    found.insert(word);
  }
  return found;
}

// Of an example only what is quoted or a comment is said to people; the rest is typed.
std::string SaidIn(const std::string& line) {
  static const std::regex kSaid("\"[^\"]*\"|'[^']*'|# .*");
  std::string said;
  for (std::sregex_iterator at(line.begin(), line.end(), kSaid), end; at != end; ++at) {
    absl::StrAppend(&said, at->str(), " ");
  }
  return said;
}

bool IsExample(absl::string_view line) {
  line = absl::StripLeadingAsciiWhitespace(line);
  return absl::StartsWith(line, "arasha ") || absl::StartsWith(line, "--") ||
         absl::StartsWith(line, "source ") || absl::StartsWith(line, "openssl ");
}

// The words that commands consist of.
void AddTypedWords(const CLI::App& command, std::set<std::string>& words) {
  words.insert(command.get_name());
  for (const CLI::Option* option : command.get_options()) {
    for (const absl::string_view choice : absl::StrSplit(option->get_type_name(), '|')) words.emplace(choice);
  }
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    AddTypedWords(*sub, words);
  }
}

void ReadPages(const CLI::App& command, std::vector<std::string> path, const std::string& language,
               const std::set<std::string>& allowed) {
  FakeServer server;
  std::vector<std::string> arguments = path;
  arguments.insert(arguments.end(), {"--help", "--lang", language});
  const Ran ran = Arasha(server).Run(arguments);
  EXPECT_EQ(ran.exit_code, 0);
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(ran.out, '\n'))) {
    EXPECT_THAT(EnglishIn(IsExample(line) ? SaidIn(line) : line, allowed), testing::IsEmpty())
        << language << ": " << line;
  }
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    path.push_back(sub->get_name());
    ReadPages(*sub, path, language, allowed);
    path.pop_back();
  }
}

Texts FileOf(const std::string& path) {
  std::ifstream stream(absl::StrCat(ARASHA_SOURCE_DIR "/", path));
  return nlohmann::json::parse(stream).get<Texts>();
}

std::set<std::string> Allowed() {
  std::set<std::string> allowed = AllowedWords();
  AddTypedWords(Commands().root(), allowed);
  return allowed;
}

TEST(Languages, SayNoEnglish) {
  const std::set<std::string> allowed = Allowed();
  for (const std::string language : {"kk", "ru"}) {
    for (const auto& [key, text] : FileOf(absl::StrCat("services/rules/texts/", language, ".json"))) {
      EXPECT_THAT(EnglishIn(text, allowed), testing::IsEmpty()) << language << " " << key << ": " << text;
    }
  }
}

TEST(Languages, HelpSaysNoEnglish) {
  const Commands commands;
  const std::set<std::string> allowed = Allowed();
  for (const std::string language : {"kk", "ru"}) {
    ReadPages(commands.root(), {}, language, allowed);
    FakeServer server;
    for (const std::string topic : {"exit-codes", "times"}) {
      const std::string page = Arasha(server).Run({"--lang", language, "help", topic}).out;
      EXPECT_THAT(EnglishIn(page, allowed), testing::IsEmpty()) << language << " " << topic;
    }
  }
}

void CollectHelp(const CLI::App& command, std::set<std::string>& texts) {
  const auto add = [&](const std::string& text) {
    for (const absl::string_view line : absl::StrSplit(text, '\n')) {
      texts.emplace(absl::StripLeadingAsciiWhitespace(line));
    }
  };
  add(command.get_description());
  add(command.get_footer());
  add(command.get_group());
  for (const CLI::Option* option : command.get_options()) {
    add(option->get_description());
    add(option->get_group());
  }
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    CollectHelp(*sub, texts);
  }
}

TEST(Languages, TranslateTheHelpThatThereIs) {
  std::set<std::string> english = {"Usage", "OPTIONS",  "SUBCOMMAND", "REQUIRED",
                                   "Needs", "Excludes", "Positionals"};
  CollectHelp(Commands().root(), english);
  const Texts kazakh = HelpTexts(Language::kKk).texts();
  const Texts russian = HelpTexts(Language::kRu).texts();
  for (const auto& [text, translation] : kazakh) {
    EXPECT_TRUE(english.contains(text)) << "no command says: " << text;
    EXPECT_TRUE(russian.contains(text)) << text;
  }
  EXPECT_EQ(kazakh.size(), russian.size());
}

// Every text that people read, by its place, in one language.
Texts AllTexts(const std::string& language) {
  Texts all;
  if (language == "en") {
    std::set<std::string> help;
    CollectHelp(Commands().root(), help);
    for (const std::string& text : help) all[absl::StrCat("help: ", text)] = text;
  }
  for (const std::string file : {"services/rules/texts/", "clients/text/messages/help."}) {
    if (language == "en" && absl::EndsWith(file, "help.")) continue;
    for (const auto& [key, text] : FileOf(absl::StrCat(file, language, ".json"))) {
      all[absl::StrCat(file, language, ": ", key)] = text;
    }
  }
  const std::regex label(absl::StrCat("\\b", language, ": \"((?:[^\"\\\\]|\\\\.)*)\""));
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(ARASHA_SOURCE_DIR "/deploy/catalogue")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path());
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    for (std::sregex_iterator at(text.begin(), text.end(), label), end; at != end; ++at) {
      all[absl::StrCat(entry.path().filename().string(), ":", at->position())] = (*at)[1].str();
    }
  }
  return all;
}

TEST(Languages, HaveOneWordForOneThing) {
  std::ifstream stream(ARASHA_SOURCE_DIR "/tests/clients/text/glossary.json");
  const auto glossary = nlohmann::json::parse(stream);
  EXPECT_GT(glossary.size(), 20U);
  for (const std::string language : {"kk", "ru", "en"}) {
    const Texts texts = AllTexts(language);
    EXPECT_GT(texts.size(), 900U);
    for (const auto& term : glossary) {
      const auto& words = term.at(language);
      bool used = false;
      for (const auto& [place, text] : texts) {
        used = used || absl::StrContains(text, words.at("say").get<std::string>());
        // What law calls so in the catalogue is something else.
        if (term.contains("of") && absl::StrContains(place, ".textproto:")) continue;
        for (const std::string& variant : words.value("not", std::vector<std::string>())) {
          EXPECT_FALSE(absl::StrContains(text, variant))
              << place << " says “" << variant << "”: " << text << "\n  say “"
              << words.at("say").get<std::string>() << "”";
        }
      }
      EXPECT_TRUE(used) << language << ": nothing says “" << words.at("say").get<std::string>() << "”";
    }
  }
}

// The language of a locale, where `--lang` asks for none.
Language SpokenIn(const std::string& locale) {
  Environment environment = {};
  environment.variable = [&](absl::string_view name) { return name == "LANG" ? locale : std::string(); };
  return LanguageFor(GlobalFlags(), environment);
}

TEST(Languages, FollowTheLocale) {
  EXPECT_EQ(SpokenIn("kk_KZ.UTF-8"), Language::kKk);
  EXPECT_EQ(SpokenIn("ru"), Language::kRu);
  EXPECT_EQ(SpokenIn("ru_RU@x"), Language::kRu);
  for (const char* name : {"C", "C.UTF-8", "POSIX", "en_GB.UTF-8", "tr_TR", "", "rus"}) {
    EXPECT_EQ(SpokenIn(name), Language::kEn) << name;
  }
}

}  // namespace
}  // namespace arasha::clients
