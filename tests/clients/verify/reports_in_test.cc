// What could go wrong: a report of a folder is passed over and so believed, or another JSON is taken for one.

#include "clients/verify/report/reports_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace arasha::clients {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReportsInTest : public ::testing::Test {
 protected:
  ReportsInTest() { std::filesystem::remove_all(folder_); }
  ~ReportsInTest() override { std::filesystem::remove_all(folder_); }

  std::string Put(const std::string& name, const std::string& content = "{}") {
    const std::filesystem::path path = std::filesystem::path(folder_) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << content;
    return path.string();
  }

  const std::string folder_ = testing::TempDir() + "reports-in-test";
};

TEST_F(ReportsInTest, AreOfManifestsInAnyDepth) {
  const std::string later = Put("b/manifest.json");
  Put("b/deadlines.json");
  const std::string deep = Put("a/2026/manifest.json");
  Put("a/readme.json");
  EXPECT_THAT(ReportsIn(folder_), ElementsAre(deep, later));
  EXPECT_THAT(ReportsIn(folder_ + "/b"), ElementsAre(later));
}

TEST_F(ReportsInTest, AreNotWhatIsNoReport) {
  Put("settings.json", "{\"a\": 1}");
  Put("broken.json", "{");
  Put("deadlines.csv");
  EXPECT_THAT(ReportsIn(folder_), IsEmpty());
}

TEST_F(ReportsInTest, AreMissedWhereTheManifestIsGone) {
  Put("manifest.sig");
  EXPECT_THAT(ReportsIn(folder_), ElementsAre(folder_ + "/manifest.json"));
}

TEST_F(ReportsInTest, GoRoundInNoCircle) {
  const std::string manifest = Put("manifest.json");
  std::filesystem::create_directory_symlink(folder_, folder_ + "/again");
  EXPECT_THAT(ReportsIn(folder_), ElementsAre(manifest));
}

TEST_F(ReportsInTest, AreTheFileThatIsNamed) {
  const std::string file = Put("any.json");
  EXPECT_THAT(ReportsIn(file), ElementsAre(file));
}

}  // namespace
}  // namespace arasha::clients
