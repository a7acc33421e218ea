// A disk that is full or broken, for a program into which this is preloaded (LD_PRELOAD). While the folder
// $ARASHA_BAD_DISK holds a file `full`, no file grows; while it holds `broken`, nothing reaches the disk.
// Neither needs a disk of one's own, nor rights to mount one.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace {

bool Is(const char* fault) {
  static const char* const folder = std::getenv("ARASHA_BAD_DISK");
  if (folder == nullptr) return false;
  const int before = errno;
  char path[512];
  const int length = std::snprintf(path, sizeof path, "%s/%s", folder, fault);
  const bool is = length > 0 && static_cast<size_t>(length) < sizeof path && access(path, F_OK) == 0;
  errno = before;
  return is;
}

// Whether the file would become longer, by bytes up to `end`, and may not.
bool MayNotGrow(int fd, off_t end) {
  struct stat file {};
  if (!Is("full") || fstat(fd, &file) != 0 || !S_ISREG(file.st_mode) || end <= file.st_size) return false;
  errno = ENOSPC;
  return true;
}

off_t EndOf(const iovec* parts, int count, off_t offset) {
  for (int i = 0; i < count; ++i) offset += static_cast<off_t>(parts[i].iov_len);
  return offset;
}

bool MayNotSync() {
  if (!Is("broken")) return false;
  errno = EIO;
  return true;
}

template <typename Function>
Function* Next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  static auto* const next = Next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return MayNotGrow(fd, offset + static_cast<off_t>(size)) ? -1 : next(fd, bytes, size, offset);
}

ssize_t pwritev(int fd, const iovec* parts, int count, off_t offset) {
  static auto* const next = Next<ssize_t(int, const iovec*, int, off_t)>("pwritev");
  return MayNotGrow(fd, EndOf(parts, count, offset)) ? -1 : next(fd, parts, count, offset);
}

ssize_t write(int fd, const void* bytes, size_t size) {
  static auto* const next = Next<ssize_t(int, const void*, size_t)>("write");
  const bool appends = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
  const off_t from = lseek(fd, 0, appends ? SEEK_END : SEEK_CUR);  // -1 of what is no file
  return from >= 0 && MayNotGrow(fd, from + static_cast<off_t>(size)) ? -1 : next(fd, bytes, size);
}

int posix_fallocate(int fd, off_t offset, off_t size) {
  static auto* const next = Next<int(int, off_t, off_t)>("posix_fallocate");
  return MayNotGrow(fd, offset + size) ? ENOSPC : next(fd, offset, size);
}

int fsync(int fd) {
  static auto* const next = Next<int(int)>("fsync");
  return MayNotSync() ? -1 : next(fd);
}

int fdatasync(int fd) {
  static auto* const next = Next<int(int)>("fdatasync");
  return MayNotSync() ? -1 : next(fd);
}

}  // extern "C"
