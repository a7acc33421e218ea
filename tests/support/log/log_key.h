#ifndef ARASHA_TESTS_SUPPORT_LOG_LOG_KEY_H_
#define ARASHA_TESTS_SUPPORT_LOG_LOG_KEY_H_

#include <string>

#include "services/sequencing/log_keys.h"

namespace arasha::support {

// A fresh key of the log `arasha.example/audit`, in a file that goes with this.
class LogKey {
 public:
  LogKey();
  ~LogKey();
  LogKey(const LogKey&) = delete;
  LogKey& operator=(const LogKey&) = delete;

  const std::string& path() const { return path_; }
  const server::LogKeys& keys() const { return *keys_; }

 private:
  std::string path_;
  std::unique_ptr<server::LogKeys> keys_;
};

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_LOG_LOG_KEY_H_
