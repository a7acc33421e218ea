// The three formats of every answer. What could go wrong: they disagree, a script's input carries colour
// codes, or columns of a table drift apart because somebody counted bytes where Cyrillic takes two.

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;

// Code points; the names used here have no wide and no combining characters.
std::u32string CodePoints(const std::string& utf8) {
  std::u32string points;
  for (size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if ((byte & 0xC0) == 0x80) {
      points.back() = (points.back() << 6) | (byte & 0x3F);
    } else {
      points.push_back(byte < 0x80   ? byte
                       : byte < 0xE0 ? byte & 0x1F
                       : byte < 0xF0 ? byte & 0x0F
                                     : byte & 0x07);
    }
  }
  return points;
}

// Where the columns of a table begin, told from its header, in which at least two blanks part them.
std::vector<size_t> ColumnStarts(const std::u32string& header) {
  std::vector<size_t> starts = {0};
  for (size_t i = 2; i < header.size(); ++i) {
    if (header[i] != U' ' && header[i - 1] == U' ' && header[i - 2] == U' ') starts.push_back(i);
  }
  return starts;
}

// Every cell begins where its title does, and two blanks part it from the one before.
void ExpectAligned(const std::string& table, size_t columns) {
  const std::vector<std::string> lines = absl::StrSplit(table, '\n', absl::SkipEmpty());
  ASSERT_GE(lines.size(), 2U) << table;
  const std::vector<size_t> starts = ColumnStarts(CodePoints(lines[0]));
  ASSERT_EQ(starts.size(), columns) << table;
  for (const std::string& line : lines) {
    const std::u32string points = CodePoints(line);
    for (const size_t start : starts) {
      if (start == 0 || start >= points.size()) continue;
      EXPECT_EQ(points.substr(start - 2, 2), U"  ") << line;
    }
    // The first cells are never empty, so a shifted row shows here.
    for (size_t i = 0; i < 4 && i < starts.size(); ++i) {
      ASSERT_LT(starts[i], points.size()) << line;
      EXPECT_NE(points[starts[i]], U' ') << line;
    }
  }
}

class OutputTest : public CliTest {
 protected:
  static void SetUpTestSuite() {
    for (const char* subject : {"Әл-Фараби Нұрмұхаммедұлы", "Jo", "İsmail Çağatay Öztürk", "Щ"}) {
      OpenCase({"--subject", subject});
    }
  }
  // Those cases, the newest: others may have what makes a column more.
  static std::vector<std::string> List() { return {"case", "list", "--mission", "IST", "--limit", "4"}; }
};

TEST_F(OutputTest, TablesAlignInEveryLanguage) {
  for (const char* language : {"kk", "ru", "en"}) {
    SCOPED_TRACE(language);
    std::vector<std::string> arguments = List();
    arguments.insert(arguments.end(), {"--lang", language});
    const Finished list = Arasha("officer", arguments);
    ASSERT_EQ(list.exit_code, 0) << list.err;
    ExpectAligned(list.out, 7);
    const Finished types = Arasha("officer", {"type", "list", "--lang", language});
    ExpectAligned(types.out, 3);
  }
}

TEST_F(OutputTest, LanguageComesFromFlagThenLocale) {
  const std::vector<std::string> show = {"case", "show", OpenCase()};
  const auto speaks = [&](std::vector<std::string> arguments, const Variables& variables, const char* word) {
    arguments.insert(arguments.begin(), show.begin(), show.end());
    return absl::StrContains(Arasha("officer", arguments, {.variables = variables, .input = ""}).out, word);
  };
  EXPECT_TRUE(speaks({"--lang", "kk"}, {}, "Ұсталған адаммен алғашқы байланыс"));
  EXPECT_TRUE(speaks({"--lang", "ru"}, {}, "Первый контакт с задержанным"));
  EXPECT_TRUE(speaks({"--lang", "en"}, {}, "First contact with the detainee"));
  EXPECT_TRUE(speaks({}, {{"LC_ALL", "kk_KZ.UTF-8"}}, "Ұсталған адаммен алғашқы байланыс"));
  EXPECT_TRUE(speaks({}, {{"LC_ALL", ""}, {"LANG", "ru_RU.UTF-8"}}, "Первый контакт с задержанным"));
  EXPECT_TRUE(speaks({"--lang", "en"}, {{"LC_ALL", "kk_KZ.UTF-8"}}, "First contact with the detainee"));
}

TEST_F(OutputTest, FormatsAgree) {
  std::vector<std::string> arguments = List();
  const json cases = ArashaJson("officer", arguments)["cases"];
  const std::string table = Arasha("officer", arguments).out;
  arguments.insert(arguments.end(), {"--output", "csv"});
  const auto rows = ParseCsv(Arasha("officer", arguments).out);
  ASSERT_EQ(rows.size(), cases.size());
  ASSERT_GE(rows.size(), 4U);
  for (size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].at("name"), cases[i].value("name", ""));
    EXPECT_EQ(rows[i].at("summary"), cases[i].value("summary", ""));
    EXPECT_EQ(rows[i].at("subject"), cases[i].value("subject", ""));
    EXPECT_EQ(rows[i].at("state"), cases[i].value("state", ""));
    EXPECT_EQ("PRIORITY_" + rows[i].at("priority"), cases[i].value("priority", ""));
    EXPECT_EQ(rows[i].at("create_time").substr(0, 19),
              cases[i]["createTime"].get<std::string>().substr(0, 19));
    EXPECT_TRUE(absl::StrContains(table, CaseNameIn(rows[i].at("name"))));
    EXPECT_TRUE(absl::StrContains(table, rows[i].at("subject")));
  }
}

TEST_F(OutputTest, CsvKeepsQuotesLinesAndFormulasApart) {
  const std::string summary = "Said: \"come, at once\"\nSecond line; Üç";
  const std::string name = OpenCase({"--summary", summary, "--subject", "=1+1"});
  const auto rows = ParseCsv(Arasha("officer", {"case", "show", name, "--output", "csv"}).out);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("summary"), summary);
  EXPECT_EQ(rows[0].at("subject"), "'=1+1") << "a spreadsheet would compute it";
}

TEST_F(OutputTest, WhatWouldSteerATerminalIsRefusedInTheReadersWords) {
  const Finished refused =
      Arasha("officer", {"case", "open", "--mission", "IST", "--type", "rights.detention", "--summary", "up",
                         "--subject", "Red \x1b[31mhot", "--lang", "kk"});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_TRUE(absl::StrContains(refused.err, "--subject: U+001B таңбасы болмауы керек")) << refused.err;
  EXPECT_FALSE(absl::StrContains(refused.err, "must")) << refused.err;
}

TEST_F(OutputTest, NothingSteersATerminalInAnyFormat) {
  const std::string config = system->scratch() + "/steering/arasha";
  std::filesystem::create_directories(config);
  std::ofstream(config + "/config.toml")
      << "[contexts.ist]\nendpoint = \"\\u001b]0;PWNED\\u0007\\r\\u202e\\u009b2J\"\n";
  Variables variables = system->As("officer");
  variables["XDG_CONFIG_HOME"] = system->scratch() + "/steering";
  for (const char* arguments : {"context list --no-color", "context list --output csv",
                                "context list --output json", "case show $'\\e[31m\\u202e' --no-color"}) {
    const std::string command = absl::StrCat("bash -c \"", System::Program("arasha"), " ", arguments, "\"");
    const std::string out =
        RunProgram({"script", "-qec", command, "/dev/null"}, {.variables = variables, .input = ""}).out;
    EXPECT_NE(out, "");
    for (const char* steering : {"\x1b", "\a", "\u202e", "\u009b"}) {
      EXPECT_FALSE(absl::StrContains(out, steering)) << arguments << out;
    }
  }
}

TEST_F(OutputTest, ColumnsHoldInAPipe) {
  OpenCase({"--subject", "Нұрмағамбетова-Сейтжаппарова Әйгерім Бақытжанқызы Стамбұл қаласынан"});
  std::vector<std::string> arguments = List();
  for (const char* columns : {"60", "80", "120"}) {
    const Finished list = Arasha("officer", arguments, {.variables = {{"COLUMNS", columns}}, .input = ""});
    for (const absl::string_view line : absl::StrSplit(list.out, '\n')) {
      EXPECT_LE(CodePoints(std::string(line)).size(), static_cast<size_t>(std::stoi(columns))) << line;
    }
    EXPECT_TRUE(absl::StrContains(list.out, "Сейтжаппарова")) << list.out;
  }
}

TEST_F(OutputTest, ColoursOnlyOnATerminal) {
  const std::string name = OpenCase();
  const std::string program = System::Program("arasha") + " case show " + name;
  const auto on_terminal = [&](Variables variables, const std::string& more) {
    const Variables as_officer = system->As("officer");
    variables.insert(as_officer.begin(), as_officer.end());
    return RunProgram({"script", "-qec", program + more, "/dev/null"}, {.variables = variables, .input = ""})
        .out;
  };
  EXPECT_FALSE(absl::StrContains(Arasha("officer", {"case", "show", name}).out, "\x1b")) << "piped";
  EXPECT_TRUE(absl::StrContains(on_terminal({{"TERM", "xterm"}}, ""), "\x1b["));
  EXPECT_FALSE(absl::StrContains(on_terminal({{"TERM", "xterm"}, {"NO_COLOR", "1"}}, ""), "\x1b["));
  EXPECT_FALSE(absl::StrContains(on_terminal({{"TERM", "dumb"}}, ""), "\x1b["));
  EXPECT_FALSE(absl::StrContains(on_terminal({{"TERM", "xterm"}}, " --no-color"), "\x1b["));
}

}  // namespace
}  // namespace arasha::e2e
