#include "clients/session/progress.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(200);
constexpr int kBarColumns = 24;
constexpr absl::string_view kEraseLine = "\r\x1b[K";

}  // namespace

Progress::Progress(const Environment& environment) : environment_(environment) {}

Progress::~Progress() {
  if (shown_) *environment_.err << kEraseLine << std::flush;
}

void Progress::Show(absl::string_view label, int64_t done, int64_t total) {
  if (!environment_.err_is_terminal || environment_.variable("TERM") == "dumb") return;
  const absl::Time now = environment_.now();
  if (now < next_) return;
  next_ = now + kInterval;
  shown_ = true;
  std::string line = absl::StrCat(kEraseLine, OneLine(label), "  ");
  if (total > 0) {
    const double part = std::min(static_cast<double>(done) / static_cast<double>(total), 1.0);
    const auto full = static_cast<size_t>(part * kBarColumns);
    absl::StrAppend(&line, "[", std::string(full, '#'), std::string(kBarColumns - full, ' '), "] ",
                    static_cast<int>(part * 100), "%  ", done, "/", total);
  } else {
    absl::StrAppend(&line, done);
  }
  *environment_.err << line << std::flush;
}

}  // namespace arasha::clients
