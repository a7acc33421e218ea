#ifndef ARASHA_TESTS_BENCH_LOAD_DISK_H_
#define ARASHA_TESTS_BENCH_LOAD_DISK_H_

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace arasha::bench {

// How long the disk takes to keep a page: a commit that shares its wait with no other takes no less.
struct Disk {
  std::string folder;
  absl::Duration p50;
  absl::Duration p99;
};

// Writes some hundred pages of 8 KiB into a file that is as long already, each with fdatasync, as PostgreSQL
// writes its log; in `folder`, or in the one above it if nothing can be written there. nullopt if nothing can
// there either.
std::optional<Disk> MeasureDisk(const std::string& folder);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_DISK_H_
