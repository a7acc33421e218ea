#ifndef ARASHA_TESTS_FAULTS_BAD_DISK_H_
#define ARASHA_TESTS_FAULTS_BAD_DISK_H_

#include <string>

#include "tests/e2e/system.h"

namespace arasha::faults {

// The disk of a system's PostgreSQL, which is stopped as in a crash and started on it. Sound at first.
class BadDisk {
 public:
  explicit BadDisk(const e2e::System& system);
  // The disk is sound again, and PostgreSQL runs.
  ~BadDisk();
  BadDisk(const BadDisk&) = delete;
  BadDisk& operator=(const BadDisk&) = delete;

  // No file grows any more.
  void Fill() const;
  // Nothing that is written is on disk when it is asked to be.
  void Break() const;
  // All is as before. PostgreSQL may have ended meanwhile.
  void Mend() const;

 private:
  const e2e::System& system_;
  const std::string folder_;
};

}  // namespace arasha::faults

#endif  // ARASHA_TESTS_FAULTS_BAD_DISK_H_
