#ifndef ARASHA_TESTS_CLIENTS_VERIFY_AUDIT_FIXTURE_H_
#define ARASHA_TESTS_CLIENTS_VERIFY_AUDIT_FIXTURE_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/rules/log/leaf.h"
#include "tests/clients/fake_server.h"
#include "tests/clients/verify/fake_log.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {

// Exit codes.
inline constexpr int kUsage = 2;
inline constexpr int kDenied = 5;
inline constexpr int kConfiguration = 9;
inline constexpr int kExitTampered = 10;
inline constexpr int kExitCannotTell = 11;

// `arasha audit …` against a server that answers from a log of 20 leaves.
class AuditTest : public testing::Test {
 protected:
  AuditTest() {
    for (uint64_t i = 0; i < 20; ++i) {
      log_.Write(i % 3, "case", rules::log::FormatUid(NumberedUid(i % 3)), absl::StrCat("state ", i));
    }
    log_.Serve(server_);
    key_ = log_.signer.verifier().ToString();
  }
  ~AuditTest() override {
    for (const std::string& path : paths_) std::filesystem::remove(path);
  }

  Ran Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "audit");
    return arasha_.Run(arguments);
  }
  // A path that is cleaned up.
  std::string Path() {
    paths_.push_back(TestPath());
    paths_.push_back(paths_.back() + ".part");
    return paths_[paths_.size() - 2];
  }
  std::string File(const std::string& bytes) {
    paths_.push_back(TestFile(bytes));
    return paths_.back();
  }
  int64_t Count(const std::string& method) const {
    return std::count(server_.calls().begin(), server_.calls().end(), method);
  }

  FakeLog log_;
  FakeServer server_;
  Arasha arasha_{server_};
  std::string key_;

 private:
  std::vector<std::string> paths_;
};

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_VERIFY_AUDIT_FIXTURE_H_
