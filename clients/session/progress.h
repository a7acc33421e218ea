#ifndef ARASHA_CLIENTS_SESSION_PROGRESS_H_
#define ARASHA_CLIENTS_SESSION_PROGRESS_H_

#include <cstdint>
#include <string>
#include "absl/strings/string_view.h"

#include "absl/time/time.h"
#include "clients/connection/environment.h"

namespace arasha::clients {

// How far a long command has come, on one line of a terminal that is standard error; nothing anywhere else.
// The line goes when the object does.
class Progress {
 public:
  // `environment` must outlive it.
  explicit Progress(const Environment& environment);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `label` says what is done. Without a known `total`, which is 0 then, there is no bar.
  void Show(absl::string_view label, int64_t done, int64_t total);

 private:
  const Environment& environment_;
  bool shown_ = false;
  absl::Time next_ = absl::InfinitePast();
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_SESSION_PROGRESS_H_
