#include "tests/bench/load/disk.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/system/latencies.h"

namespace arasha::bench {
namespace {

constexpr size_t kPageBytes = 8192;
constexpr int kPages = 400;

// A file without a name, gone when closed.
class NamelessFile {
 public:
  explicit NamelessFile(const std::string& folder) {
    std::string path = absl::StrCat(folder, "/arasha-bench-XXXXXX");
    descriptor_ = mkstemp(path.data());
    if (made()) unlink(path.c_str());
  }
  ~NamelessFile() {
    if (made()) close(descriptor_);
  }
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;

  bool made() const { return descriptor_ >= 0; }

  void Write(const std::string& bytes, off_t at) {
    if (pwrite(descriptor_, bytes.data(), bytes.size(), at) != static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("the disk takes no more");
    }
  }
  void Sync() {
    if (fdatasync(descriptor_) != 0) throw std::runtime_error("fdatasync failed");
  }

 private:
  int descriptor_ = -1;
};

std::optional<Disk> MeasureIn(const std::string& folder) {
  NamelessFile file(folder);
  if (!file.made()) return std::nullopt;
  file.Write(std::string(kPageBytes * kPages, 'a'), 0);
  file.Sync();
  const std::string page(kPageBytes, 'b');
  std::vector<absl::Duration> latencies;
  const absl::Time begun = absl::Now();
  for (int i = 0; i < kPages; ++i) {
    const absl::Time before = absl::Now();
    file.Write(page, static_cast<off_t>(kPageBytes) * i);
    file.Sync();
    latencies.push_back(absl::Now() - before);
  }
  const Measurement measured = Measure(std::move(latencies), absl::Now() - begun);
  return Disk{.folder = folder, .p50 = measured.p50, .p99 = measured.p99};
}

}  // namespace

std::optional<Disk> MeasureDisk(const std::string& folder) {
  if (auto disk = MeasureIn(folder)) return disk;
  return MeasureIn(std::filesystem::path(folder).parent_path());
}

}  // namespace arasha::bench
