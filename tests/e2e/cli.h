#ifndef ARASHA_TESTS_E2E_CLI_H_
#define ARASHA_TESTS_E2E_CLI_H_

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/e2e/process.h"
#include "tests/e2e/system.h"

namespace arasha::e2e {

// What one run of `arasha` gets beyond its arguments.
struct Extra {
  Variables variables;  // over those of the role; an empty value takes one away
  std::string input;
  absl::Duration time_limit = absl::Seconds(60);
};

// Tests that drive `arasha` as people do, against one system that all of them share.
class CliTest : public ::testing::Test {
 public:
  // Set for as long as tests run, by main().
  static System* system;

 protected:
  // Runs `arasha ARGUMENT…` as the role.
  static Finished Arasha(const std::string& role, std::vector<std::string> arguments,
                         const Extra& extra = {});
  // The same with --output json: what it printed. A failure of the test, and null, if it did not end well.
  static nlohmann::json ArashaJson(const std::string& role, std::vector<std::string> arguments,
                                   const Extra& extra = {});
  // Opens a detention case at IST by flags: its short name, IST-2026-000001.
  static std::string OpenCase(const std::vector<std::string>& more = {});
};

// The short name of a case anywhere in a text; empty, and a failure of the test, if there is none.
std::string CaseNameIn(const std::string& text);

// RFC 4180 text with a header as one map per row; a failure of the test if a row has another width.
std::vector<std::map<std::string, std::string>> ParseCsv(const std::string& text);

}  // namespace arasha::e2e

#endif  // ARASHA_TESTS_E2E_CLI_H_
