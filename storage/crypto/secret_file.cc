#include "storage/crypto/secret_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace arasha::storage {
namespace {

constexpr off_t kMostBytes = 1024;

// Closes with its scope.
class File {
 public:
  // O_NONBLOCK: a pipe must be refused, not waited for.
  File(const std::string& path, int flags)
      : number_(open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0400)) {}
  ~File() {
    if (number_ >= 0) close(number_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

absl::Status Wrong(const std::string& path, absl::string_view what) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", what));
}

}  // namespace

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  const File file(path, O_RDONLY);
  if (file.number() < 0) return Wrong(path, strerror(errno));
  // Of the open file, so that another cannot take its place between the look and the reading.
  struct stat state = {};
  if (fstat(file.number(), &state) != 0) return Wrong(path, strerror(errno));
  if (!S_ISREG(state.st_mode)) return Wrong(path, "must be a regular file");
  if (state.st_uid != geteuid() && state.st_uid != 0) {
    return Wrong(path, absl::StrCat("belongs to user ", state.st_uid, ", must to ", geteuid(), " or root"));
  }
  // systemd may hand over a credential as root's with an ACL for us, which shows as the group's right to
  // read.
  const bool by_acl = geteuid() != 0 && state.st_uid == 0 && state.st_gid == 0;
  if ((state.st_mode & (by_acl ? 037 : 077)) != 0) {
    return Wrong(path, absl::StrFormat("has mode %04o, must be closed to all but its owner (0400)",
                                       state.st_mode & 07777));
  }
  if (state.st_size < 0 || state.st_size > kMostBytes) {
    return Wrong(path,
                 absl::StrCat("holds ", state.st_size, " bytes, at most ", kMostBytes, " are expected"));
  }
  std::string bytes(static_cast<size_t>(state.st_size), '\0');
  const ssize_t count = read(file.number(), bytes.data(), bytes.size());
  if (count == state.st_size) return bytes;
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return Wrong(path, "changed while it was read");
}

absl::Status WriteSecretFile(const std::string& path, absl::string_view bytes) {
  const File file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (file.number() < 0) return Wrong(path, strerror(errno));
  const ssize_t written = write(file.number(), bytes.data(), bytes.size());
  if (written != static_cast<ssize_t>(bytes.size()) || fsync(file.number()) != 0) {
    absl::Status status = Wrong(path, strerror(errno));
    unlink(path.c_str());
    return status;
  }
  const File directory(std::filesystem::path(path).parent_path(), O_RDONLY | O_DIRECTORY);
  if (directory.number() < 0 || fsync(directory.number()) != 0) return Wrong(path, strerror(errno));
  return absl::OkStatus();
}

}  // namespace arasha::storage
