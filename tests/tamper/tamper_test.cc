// The database's superuser against the log, with the real programs: each attack is made on a copy of a real
// history, as well as it can be without the log's key, and an auditor who kept a checkpoint exports the log
// and verifies it offline. What could go wrong: something is not found, or is found but nobody is told what
// it is.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "tests/tamper/attacks.h"
#include "tests/tamper/tamper_fixture.h"

namespace arasha::tamper {
namespace {

using faults::ServerProcess;
using nlohmann::json;

// `<=7` and `>=7` for bounds.
bool Fits(const std::string& wanted, const std::string& got) {
  if (absl::StartsWith(wanted, "<=")) return std::atoi(got.c_str()) <= std::atoi(wanted.c_str() + 2);
  if (absl::StartsWith(wanted, ">=")) return std::atoi(got.c_str()) >= std::atoi(wanted.c_str() + 2);
  return wanted == got;
}

class EachAttack : public TamperTest, public testing::WithParamInterface<Attack> {};

TEST_P(EachAttack, IsFoundAndNamed) {
  Copy();
  faults::ServerOptions options = Options();
  if (GetParam().reader_only) options.edits["sequencer = \"[^\"]*\""] = "";
  ServerProcess server(*system, options);
  server.Start();
  Attack(GetParam().sql);
  const Verified verified = ExportAndVerify(server, {"--output", "json"});
  EXPECT_EQ(verified.exit_code, GetParam().told.empty() ? 0 : kTampered) << verified.text;
  std::vector<Told> told = GetParam().told;
  const json report = json::parse(verified.text, nullptr, false);
  ASSERT_TRUE(report.contains("findings")) << verified.text;
  for (const json& finding : report["findings"]) {
    const std::string code = finding["code"];
    const auto named = std::find_if(told.begin(), told.end(), [&](const Told& one) {
      return one.code == code &&
             std::all_of(one.parameters.begin(), one.parameters.end(), [&](const auto& p) {
               return Fits(Filled(p.second), finding["parameters"].value(p.first, ""));
             });
    });
    if (named != told.end()) {
      told.erase(named);
    } else {
      // That something is wrong, and what does not fit a leaf in a wrong place, may be said besides; nothing
      // else may be accused.
      EXPECT_TRUE(code == "ROOT_DIFFERS" || code == "HISTORY_REWRITTEN" || code == "VERSION_GAP")
          << verified.text;
    }
  }
  for (const Told& missing : told) ADD_FAILURE() << missing.code << " is not told:\n" << verified.text;
}

INSTANTIATE_TEST_SUITE_P(Attacks, EachAttack, testing::ValuesIn(Attacks()), [](const auto& attack) {
  return absl::StrReplaceAll(attack.param.name, {{" ", "_"}, {",", ""}, {"-", "_"}});
});

// A table that nobody thought of could be changed and nobody told.
TEST_F(TamperTest, NoTableIsLeftOut) {
  const std::string names = system->AsSuperuser("arasha",
                                                "SELECT string_agg(relname, ' ') FROM pg_class WHERE "
                                                "relnamespace = 'public'::regnamespace AND relkind = 'r'");
  for (const absl::string_view table : absl::StrSplit(absl::StripAsciiWhitespace(names), ' ')) {
    const bool attacked = std::any_of(Attacks().begin(), Attacks().end(), [&](const struct Attack& attack) {
      return absl::StrContains(attack.sql, absl::StrCat("UPDATE ", table, " ")) ||
             absl::StrContains(attack.sql, absl::StrCat("INTO ", table, " ")) ||
             absl::StrContains(attack.sql, absl::StrCat("DELETE FROM ", table, ";")) ||
             absl::StrContains(attack.sql, absl::StrCat("DELETE FROM ", table, " "));
    });
    EXPECT_NE(attacked, TablesTriedElsewhere().contains(std::string(table))) << table;
  }
}

}  // namespace
}  // namespace arasha::tamper
