#ifndef ARASHA_TESTS_E2E_REPORT_CASES_H_
#define ARASHA_TESTS_E2E_REPORT_CASES_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/cli.h"

namespace arasha::e2e {

// First day of the reports.
inline constexpr char kFrom[] = "2026-01-01";

// A file's bytes.
std::string Content(const std::string& path);
// In hex.
std::string Sha256(const std::string& content);

// Reports over detentions with every outcome of a first contact that can be had at once, of which one is
// behind glass.
class ReportTest : public CliTest {
 protected:
  static void SetUpTestSuite();

  // Has a report made and every file of it fetched; the folder.
  static std::string Make(const std::string& kind, std::vector<std::string> scope = {},
                          const std::string& role = "auditor");
  static nlohmann::json Report(const std::string& folder, const std::string& kind);
  // The table's row of a key; its total, if the key is empty.
  static nlohmann::json& RowOf(nlohmann::json& report, const std::string& table, const std::string& key);

  // How many folders and files were made, for their names.
  static inline int made_ = 0;
  // The detention without any contact.
  static inline std::string never_;
};

}  // namespace arasha::e2e

#endif  // ARASHA_TESTS_E2E_REPORT_CASES_H_
