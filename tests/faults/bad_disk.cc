#include "tests/faults/bad_disk.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace arasha::faults {
namespace {

constexpr const char* kFull = "/full";
constexpr const char* kBroken = "/broken";

}  // namespace

BadDisk::BadDisk(const e2e::System& system)
    : system_(system), folder_(absl::StrCat(system.scratch(), "/bad-disk")) {
  // PostgreSQL's user may not be able to enter the folder of the build.
  const std::string preload = absl::StrCat(folder_, "/preload.so");
  std::filesystem::create_directory(folder_);
  std::filesystem::permissions(folder_, std::filesystem::perms(0711));
  std::filesystem::copy_file(ARASHA_BAD_DISK_PRELOAD, preload,
                             std::filesystem::copy_options::overwrite_existing);
  std::filesystem::permissions(preload, std::filesystem::perms(0644));
  const e2e::Finished restarted =
      system.Dev("restart-database", {}, {{"LD_PRELOAD", preload}, {"ARASHA_BAD_DISK", folder_}});
  EXPECT_EQ(restarted.exit_code, 0) << restarted.err;
}

BadDisk::~BadDisk() {
  Mend();
  const e2e::Finished restarted = system_.Dev("restart-database");
  EXPECT_EQ(restarted.exit_code, 0) << restarted.err;
}

void BadDisk::Fill() const { std::ofstream file(folder_ + kFull); }
void BadDisk::Break() const { std::ofstream file(folder_ + kBroken); }

void BadDisk::Mend() const {
  std::filesystem::remove(folder_ + kFull);
  std::filesystem::remove(folder_ + kBroken);
}

}  // namespace arasha::faults
