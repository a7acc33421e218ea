#include "services/reports/kinds/leaf_spool.h"

#include <stdio.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace arasha::reports {
namespace {

// A leaf is a line. None of its texts can hold a tab: names of persons, methods, missions and cases.
std::string LineOf(const storage::ReportedLeaf& leaf) {
  return absl::StrCat(leaf.index, "\t", absl::ToUnixMicros(leaf.occurred), "\t", leaf.actor, "\t",
                      leaf.action, "\t", leaf.denied ? "denied" : "", "\t", leaf.mission, "\t",
                      leaf.case_number, "\n");
}

absl::StatusOr<storage::ReportedLeaf> LeafOf(absl::string_view line) {
  const std::vector<std::string> cells = absl::StrSplit(line, '\t');
  storage::ReportedLeaf leaf;
  int64_t micros = 0;
  if (cells.size() != 7 || !absl::SimpleAtoi(cells[0], &leaf.index) || !absl::SimpleAtoi(cells[1], &micros)) {
    return absl::InternalError("a line of the spool does not hold a leaf");
  }
  leaf.occurred = absl::FromUnixMicros(micros);
  leaf.actor = cells[2];
  leaf.action = cells[3];
  leaf.denied = !cells[4].empty();
  leaf.mission = cells[5];
  leaf.case_number = cells[6];
  return leaf;
}

}  // namespace

absl::Status LeafSpool::Fill() {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  if (file == nullptr) return absl::ResourceExhaustedError("cannot make a temporary file");
  absl::Status status = source_([&](const storage::ReportedLeaf& leaf) {
    return std::fputs(LineOf(leaf).c_str(), file.get()) >= 0
               ? absl::OkStatus()
               : absl::ResourceExhaustedError("cannot write a temporary file");
  });
  if (status.ok() && std::fflush(file.get()) != 0)
    status = absl::ResourceExhaustedError("cannot write a temporary file");
  if (status.ok()) file_ = std::move(file);
  return status;
}

absl::Status LeafSpool::List(int64_t limit, LeafSink sink) {
  if (file_ == nullptr) {
    if (absl::Status s = Fill(); !s.ok()) return s;
  }
  std::rewind(file_.get());
  char* line = nullptr;
  size_t room = 0;
  const absl::Cleanup release = [&line] { free(line); };
  for (; limit > 0; --limit) {
    const ssize_t size = getline(&line, &room, file_.get());
    if (size <= 0) break;
    auto leaf = LeafOf(absl::string_view(line, static_cast<size_t>(size) - 1));
    if (!leaf.ok()) return leaf.status();
    if (absl::Status s = sink(*leaf); !s.ok()) return s;
  }
  return std::ferror(file_.get()) != 0 ? absl::InternalError("cannot read a temporary file")
                                       : absl::OkStatus();
}

}  // namespace arasha::reports
