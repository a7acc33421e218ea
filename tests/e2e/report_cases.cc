#include "tests/e2e/report_cases.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rules/log/merkle.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;

// Until whatever was done stands below a checkpoint: only then can figures be proven exactly.
void AwaitCheckpoint() {
  for (int i = 0; i < 200; ++i) {
    const std::string waiting = CliTest::system->AsSuperuser(
        "arasha", "SELECT (SELECT count(*) FROM audit_leaf) - (SELECT max(size) FROM audit_checkpoint)");
    if (std::atoi(waiting.c_str()) == 0) return;
    absl::SleepFor(absl::Milliseconds(50));
  }
  FAIL() << "leaves wait for their place";
}

}  // namespace

std::string Content(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string Sha256(const std::string& content) {
  return absl::BytesToHexString(rules::log::ToBytes(rules::log::Sha256(content)));
}

void ReportTest::SetUpTestSuite() {
  const std::string visited = OpenCase();
  ArashaJson("officer", {"case", "contact", visited, "--failed", "--channel", "phone", "--happened-at",
                         "2026-01-12T10:00:00+03:00", "--text", "No answer"});
  ArashaJson("officer", {"case", "visit", visited, "--happened-at", "2026-01-12T15:00:00+03:00", "--text",
                         "In good health"});
  const std::string late = OpenCase({"--subject", "Жұмабаев Әсет"});
  ArashaJson("officer", {"case", "contact", late, "--channel", "phone", "--happened-at",
                         "2026-01-15T10:00:00+03:00", "--text", "By telephone"});
  ArashaJson("officer", {"case", "do", "register", late});
  ArashaJson("officer", {"case", "do", "resolve", late, "--text", "Released"});
  ArashaJson("officer", {"case", "close", late, "--text", "Done"});
  never_ = OpenCase();
  ArashaJson("officer-waw", {"access", "break-glass", never_, "--reason", "The hospital calls at night"});
}

std::string ReportTest::Make(const std::string& kind, std::vector<std::string> scope,
                             const std::string& role) {
  AwaitCheckpoint();
  const std::string folder = absl::StrCat(system->scratch(), "/report-", ++made_);
  std::vector<std::string> arguments = {"report",   "create", kind,    "--from", kFrom,
                                        "--format", "all",    "--out", folder};
  arguments.insert(arguments.end(), scope.begin(), scope.end());
  const Finished finished = Arasha(role, arguments);
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  return folder;
}

json ReportTest::Report(const std::string& folder, const std::string& kind) {
  return json::parse(Content(absl::StrCat(folder, "/", kind, ".json")));
}

json& ReportTest::RowOf(json& report, const std::string& table, const std::string& key) {
  for (json& one : report["tables"]) {
    if (one["id"] != table) continue;
    if (key.empty()) return one["total"];
    for (json& row : one["rows"]) {
      if (row["key"] == key) return row;
    }
  }
  ADD_FAILURE() << table << " has no row " << key;
  static json none;
  return none;
}

}  // namespace arasha::e2e
