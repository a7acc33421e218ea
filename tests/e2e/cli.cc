#include "tests/e2e/cli.h"

#include <algorithm>
#include <regex>

namespace arasha::e2e {

using nlohmann::json;

System* CliTest::system = nullptr;

Finished CliTest::Arasha(const std::string& role, std::vector<std::string> arguments, const Extra& extra) {
  Variables variables = system->As(role);
  for (const auto& [name, value] : extra.variables) {
    if (value.empty()) {
      variables.erase(name);
    } else {
      variables[name] = value;
    }
  }
  arguments.insert(arguments.begin(), System::Program("arasha"));
  Finished finished =
      RunProgram(arguments, {.variables = variables, .input = extra.input, .time_limit = extra.time_limit});
  EXPECT_FALSE(finished.timed_out) << ::testing::PrintToString(arguments);
  return finished;
}

json CliTest::ArashaJson(const std::string& role, std::vector<std::string> arguments, const Extra& extra) {
  arguments.insert(arguments.end(), {"--output", "json"});
  const Finished finished = Arasha(role, arguments, extra);
  EXPECT_EQ(finished.exit_code, 0) << ::testing::PrintToString(arguments) << "\n" << finished.err;
  json parsed = json::parse(finished.out, nullptr, /*allow_exceptions=*/false);
  EXPECT_FALSE(parsed.is_discarded()) << finished.out;
  return finished.exit_code == 0 && !parsed.is_discarded() ? parsed : json();
}

std::string CliTest::OpenCase(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {"case",      "open",
                                        "--mission", "IST",
                                        "--type",    "rights.detention",
                                        "--set",     "notified_time=2026-01-12T09:00:00+03:00",
                                        "--set",     "place_of_detention=Silivri"};
  const auto given = [&](const char* option) {
    return std::find(more.begin(), more.end(), option) != more.end();
  };
  if (!given("--summary")) arguments.insert(arguments.end(), {"--summary", "Held at the airport"});
  if (!given("--subject")) arguments.insert(arguments.end(), {"--subject", "Серік Оспанов"});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return CaseNameIn(ArashaJson("officer", arguments).value("name", ""));
}

std::string CaseNameIn(const std::string& text) {
  static const std::regex kName("[A-Z]{3}-[0-9]{4}-[0-9]{6}");
  std::smatch match;
  if (std::regex_search(text, match, kName)) return match.str();
  ADD_FAILURE() << "no case name in: " << text;
  return "";
}

std::vector<std::map<std::string, std::string>> ParseCsv(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    std::string& field = rows.back().back();
    if (quoted) {
      if (text[i] != '"') {
        field += text[i];
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[i++];
      } else {
        quoted = false;
      }
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text.compare(i, 2, "\r\n") == 0) {
      ++i;
      rows.emplace_back(1);
    } else {
      field += text[i];
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_EQ(rows.back(), std::vector<std::string>(1)) << "the last line does not end";
  rows.pop_back();
  std::vector<std::map<std::string, std::string>> parsed;
  for (size_t r = 1; r < rows.size(); ++r) {
    EXPECT_EQ(rows[r].size(), rows[0].size()) << "row " << r;
    for (size_t c = 0; c < rows[0].size() && c < rows[r].size(); ++c) {
      if (c == 0) parsed.emplace_back();
      parsed.back()[rows[0][c]] = rows[r][c];
    }
  }
  return parsed;
}

}  // namespace arasha::e2e
