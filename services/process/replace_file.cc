#include "services/process/replace_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace arasha::server {
namespace {

absl::Status Failed(absl::string_view path) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", std::strerror(errno)));
}

// Whether all was done; closes the file in any case.
bool Keep(int file, absl::string_view content) {
  const bool kept =
      write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) && fsync(file) == 0;
  const int error = errno;
  close(file);
  errno = error;
  return kept;
}

}  // namespace

absl::Status ReplaceFile(const std::string& path, absl::string_view content, unsigned mode) {
  const std::string draft = path + ".new";
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0 || !Keep(file, content)) return Failed(draft);
  if (rename(draft.c_str(), path.c_str()) != 0) return Failed(path);
  const int folder = open(path.substr(0, path.rfind('/') + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return Failed(path);
  const bool kept = fsync(folder) == 0;
  const absl::Status status = kept ? absl::OkStatus() : Failed(path);
  close(folder);
  return status;
}

}  // namespace arasha::server
