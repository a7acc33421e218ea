#include "services/sequencing/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/process/operator_log.h"
#include "services/process/replace_file.h"
#include "services/rules/log/digest.h"

namespace arasha::server {
namespace {

namespace fs = std::filesystem;
using rules::log::kHashBytes;

constexpr absl::Duration kSyncEvery = absl::Milliseconds(100);
constexpr char kTimeForm[] = "%Y-%m-%dT%H:%M:%E6SZ";

absl::Status Unusable(absl::string_view path, int error) {
  return absl::FailedPreconditionError(absl::StrCat(path, ": ", std::strerror(error)));
}

// "leaf_id:hash in hex"; nullopt if it is something else.
std::optional<JournalledLeaf> ParseLeaf(absl::string_view text) {
  JournalledLeaf leaf;
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(text.substr(0, colon), &leaf.leaf_id) ||
      text.size() - colon - 1 != 2 * kHashBytes) {
    return std::nullopt;
  }
  leaf.hash = absl::HexStringToBytes(text.substr(colon + 1));
  return leaf;
}

std::optional<JournalledLeaf> ParseLine(absl::string_view line) {
  const size_t space = line.find(' ');
  if (space == absl::string_view::npos) return std::nullopt;
  std::optional<JournalledLeaf> leaf = ParseLeaf(line.substr(space + 1));
  std::string ignored;
  if (!leaf || !absl::ParseTime(kTimeForm, line.substr(0, space), &leaf->time, &ignored)) return std::nullopt;
  return leaf;
}

}  // namespace

std::string HeadFile(const std::string& directory) { return directory + "/head"; }

std::vector<PublishedHead> JournalHeads(const std::string& directory) {
  const std::string path = HeadFile(directory);
  if (!fs::exists(path)) return {};
  std::ostringstream note;
  note << std::ifstream(path, std::ios::binary).rdbuf();
  return {{path, note.str()}};
}

absl::StatusOr<std::unique_ptr<Journal>> Journal::Open(std::string directory, std::string instance,
                                                       int64_t max_file_bytes) {
  auto journal =
      std::unique_ptr<Journal>(new Journal(std::move(directory), std::move(instance), max_file_bytes));
  {
    absl::MutexLock lock(&journal->mutex_);
    if (absl::Status s = journal->OpenFile(); !s.ok()) return s;
  }
  journal->thread_ = std::thread([j = journal.get()] { j->Run(); });
  return journal;
}

Journal::Journal(std::string directory, std::string instance, int64_t max_file_bytes)
    : directory_(std::move(directory)), instance_(std::move(instance)), max_file_bytes_(max_file_bytes) {}

Journal::~Journal() {
  {
    absl::MutexLock lock(&mutex_);
    stop_ = true;
  }
  if (thread_.joinable()) thread_.join();
  if (file_ >= 0) close(file_);
}

absl::Status Journal::OpenFile() {
  const absl::Time now = absl::Now();
  const std::string path =
      absl::StrCat(directory_, "/", absl::FormatTime("%Y%m%dT%H%M%E6S", now, absl::UTCTimeZone()), "-",
                   instance_, ".leaves");
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Unusable(path, errno);
  if (file_ >= 0) {
    fsync(file_);
    close(file_);
  }
  file_ = file;
  written_ = 0;
  day_ = absl::ToCivilDay(now, absl::UTCTimeZone());
  return absl::OkStatus();
}

void Journal::Append(absl::string_view leaf) {
  const absl::Time now = absl::Now();
  const std::optional<JournalledLeaf> parsed = ParseLeaf(leaf);
  if (!parsed) {
    Log(LogLevel::kError, "leaf_unreadable", {{"bytes", absl::StrCat(leaf.size())}});
    return;
  }
  absl::MutexLock lock(&mutex_);
  recent_.push_back({now, parsed->leaf_id, parsed->hash});
  if (recent_.size() > kMaxRecent) recent_.pop_front();
  absl::StrAppend(&unwritten_, absl::FormatTime(kTimeForm, now, absl::UTCTimeZone()), " ", leaf, "\n");
  Flush();
}

void Journal::Flush() {
  // A new file begins with a whole line.
  const bool whole_lines = healthy_ || written_ == 0;
  if (whole_lines &&
      (written_ >= max_file_bytes_ || day_ != absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()))) {
    if (absl::Status s = OpenFile(); !s.ok()) {
      // The old file goes on.
      Log(LogLevel::kError, "journal_not_rotated", {{"why", std::string(s.message())}});
    }
  }
  while (!unwritten_.empty()) {
    const ssize_t count = write(file_, unwritten_.data(), unwritten_.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      if (healthy_.exchange(false)) {
        Log(LogLevel::kError, "journal_unwritable", {{"why", std::strerror(errno)}});
      }
      return;
    }
    written_ += count;
    dirty_ = true;
    unwritten_.erase(0, static_cast<size_t>(count));
  }
  if (!healthy_.exchange(true)) Log(LogLevel::kInfo, "journal_writable", {});
}

void Journal::KeepHead(const std::string& note) {
  absl::MutexLock lock(&mutex_);
  head_ = note;
}

std::vector<JournalledLeaf> Journal::TakeRecent() {
  absl::MutexLock lock(&mutex_);
  std::vector<JournalledLeaf> taken(std::make_move_iterator(recent_.begin()),
                                    std::make_move_iterator(recent_.end()));
  recent_.clear();
  return taken;
}

// Whoever appends does not wait for the disk: it is synced through a descriptor of its own.
void Journal::Sync() {
  int file = -1;
  std::string head;
  {
    absl::MutexLock lock(&mutex_);
    if (!unwritten_.empty()) Flush();
    if (std::exchange(dirty_, false)) file = dup(file_);
    head = std::exchange(head_, {});
  }
  if (file >= 0) {
    if (fdatasync(file) != 0) Log(LogLevel::kError, "journal_not_synced", {{"why", std::strerror(errno)}});
    close(file);
  }
  if (!head.empty()) {
    if (absl::Status s = ReplaceFile(HeadFile(directory_), head, 0600); !s.ok()) {
      Log(LogLevel::kError, "head_not_kept", {{"why", std::string(s.message())}});
    }
  }
}

void Journal::Run() {
  const auto stopping = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stop_; };
  while (true) {
    mutex_.Lock();
    const bool stop = mutex_.AwaitWithTimeout(absl::Condition(&stopping), kSyncEvery);
    mutex_.Unlock();
    Sync();
    if (stop) return;
  }
}

absl::StatusOr<std::vector<std::string>> JournalFiles(const std::string& directory) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& item : fs::directory_iterator(directory, error)) {
    if (item.path().extension() == ".leaves") paths.push_back(item.path().string());
  }
  if (error) return absl::FailedPreconditionError(absl::StrCat(directory, ": ", error.message()));
  std::sort(paths.begin(), paths.end());  // Names begin with the time.
  return paths;
}

absl::Status ReadJournalFile(const std::string& path,
                             absl::FunctionRef<absl::Status(const JournalledLeaf&)> take) {
  std::ifstream file(path, std::ios::binary);
  std::string line;
  while (std::getline(file, line)) {
    const std::optional<JournalledLeaf> leaf = ParseLine(line);
    if (!leaf) continue;
    if (absl::Status s = take(*leaf); !s.ok()) return s;
  }
  if (!file.eof()) return absl::FailedPreconditionError(absl::StrCat(path, " cannot be read"));
  return absl::OkStatus();
}

}  // namespace arasha::server
