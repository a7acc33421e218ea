#include <gtest/gtest.h>

#include <memory>

#include "tests/e2e/cli.h"

namespace {

// Starting a system takes seconds, so all suites share one; each test opens the cases it needs.
class SharedSystem : public ::testing::Environment {
 public:
  void SetUp() override {
    system_ = std::make_unique<arasha::e2e::System>();
    arasha::e2e::CliTest::system = system_.get();
  }
  void TearDown() override {
    arasha::e2e::CliTest::system = nullptr;
    system_.reset();
  }

 private:
  std::unique_ptr<arasha::e2e::System> system_;
};

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  ::testing::AddGlobalTestEnvironment(new SharedSystem);
  return RUN_ALL_TESTS();
}
