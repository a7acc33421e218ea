#ifndef ARASHA_CLIENTS_VERIFY_LOG_EXPORT_H_
#define ARASHA_CLIENTS_VERIFY_LOG_EXPORT_H_

#include <string>

#include "absl/status/status.h"
#include "clients/session/session.h"

namespace arasha::clients {

struct ExportOptions {
  std::string file;
  std::string since;  // file of a checkpoint; empty to begin with the first leaf
  bool rows = false;
  bool resume = false;
};

// Writes the log into the file that CheckExport() checks, and prints the checkpoint up to which it goes. If
// the leaves do not lead there the file is written all the same, with what tells which of them are to blame,
// and the answer is that the log was tampered with.
absl::Status ExportLog(Session& session, const ExportOptions& options);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_LOG_EXPORT_H_
