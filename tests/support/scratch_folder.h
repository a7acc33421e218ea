#ifndef ARASHA_TESTS_SUPPORT_SCRATCH_FOLDER_H_
#define ARASHA_TESTS_SUPPORT_SCRATCH_FOLDER_H_

#include <string>

namespace arasha::support {

// A folder that goes with this.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_SCRATCH_FOLDER_H_
