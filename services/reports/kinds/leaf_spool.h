#ifndef ARASHA_SERVICES_REPORTS_KINDS_LEAF_SPOOL_H_
#define ARASHA_SERVICES_REPORTS_KINDS_LEAF_SPOOL_H_

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "storage/reports/report_leaves.h"

namespace arasha::reports {

using LeafSink = absl::FunctionRef<absl::Status(const storage::ReportedLeaf&)>;

// The leaves of a source set, of which each file of a report has all: asked of the database once, and kept
// in a temporary file without a name, for they may be millions.
class LeafSpool {
 public:
  // `source` gives every leaf, in the order of the log.
  explicit LeafSpool(std::function<absl::Status(LeafSink)> source) : source_(std::move(source)) {}

  // Gives the first leaves, at most `limit`. Fails as `source` does, and if there is no room on the disk.
  absl::Status List(int64_t limit, LeafSink sink);

 private:
  absl::Status Fill();

  std::function<absl::Status(LeafSink)> source_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};  // once it holds them all
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_LEAF_SPOOL_H_
