#ifndef ARASHA_CLIENTS_SESSION_EDITOR_H_
#define ARASHA_CLIENTS_SESSION_EDITOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/session/session.h"

namespace arasha::clients {

// A text that a person writes in an editor of their choice: VISUAL, EDITOR, else vi. It stands in a file that
// only its owner reads, and that goes with the draft unless it is kept.
class Draft {
 public:
  // Opens the editor on an empty file that explains itself in lines that begin with `#`, and waits for its
  // end. A usage error if it fails, or if nothing but such lines and blanks was left.
  static absl::StatusOr<Draft> Write(const Session& session, absl::string_view explanation);
  Draft(Draft&& other) noexcept;
  Draft& operator=(Draft&&) = delete;
  ~Draft();

  const std::string& text() const { return text_; }
  // Leaves the file, for what was written could not be sent. Its path.
  std::string Keep();

 private:
  explicit Draft(std::string folder) : folder_(std::move(folder)) {}
  std::string path() const;

  // Of this draft alone, for editors keep copies beside the file.
  std::string folder_;
  std::string text_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_SESSION_EDITOR_H_
