#ifndef ARASHA_CLIENTS_TEXT_FILE_H_
#define ARASHA_CLIENTS_TEXT_FILE_H_

#include <string>
#include <utility>
#include "absl/strings/string_view.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arasha::clients {

// The whole of a file; the message of an error is the system's (`No such file or directory`), its code
// NOT_FOUND when there is no such file.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Replaces a file, readable by its owner only, in one step: whoever reads it finds the old content or
// the new, also after a loss of power. Makes the directory, mode 0700, if there is none.
absl::Status ReplaceFile(const std::string& path, absl::string_view content);

// Held by one process at a time; others wait. The file is empty, and stays.
class FileLock {
 public:
  static absl::StatusOr<FileLock> Take(const std::string& path);
  FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

// Gives a file another name in the same directory, also after a loss of power.
absl::Status RenameFile(const std::string& from, const std::string& to);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_FILE_H_
