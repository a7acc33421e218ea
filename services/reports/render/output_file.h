#ifndef ARASHA_SERVICES_REPORTS_RENDER_OUTPUT_FILE_H_
#define ARASHA_SERVICES_REPORTS_RENDER_OUTPUT_FILE_H_

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace arasha::reports {

// A file being written from its beginning. Faults are told once, by Close().
class OutputFile {
 public:
  explicit OutputFile(const std::string& path)
      : path_(path), stream_(path, std::ios::binary | std::ios::trunc) {}

  template <typename... Parts>
  void Write(const Parts&... parts) {
    const std::string text = absl::StrCat(parts...);
    stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
  }

  absl::Status Close() {
    stream_.close();
    return stream_ ? absl::OkStatus() : absl::ResourceExhaustedError(absl::StrCat("cannot write ", path_));
  }

 private:
  const std::string path_;
  std::ofstream stream_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_OUTPUT_FILE_H_
