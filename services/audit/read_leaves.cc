#include <algorithm>
#include <string>

#include "services/audit/operations.h"
#include "services/audit/permission.h"
#include "services/server/errors.h"
#include "storage/log_reading.h"

namespace arasha::audit {
namespace {

constexpr int kDefaultLimit = 1000;
constexpr int kMaxLimit = 5000;
// gRPC's clients take answers of up to 4 MiB unless they are told otherwise.
constexpr size_t kMaxBytes = 3 * 1024 * 1024;

}  // namespace

absl::StatusOr<v1::ReadLeavesResponse> ReadLeaves(server::Call& call, const v1::ReadLeavesRequest& request) {
  if (absl::Status s = Permit(call); !s.ok()) return s;
  if (request.start() < 0) return server::InvalidFields({{"start", "must not be negative"}});
  if (request.limit() < 0) return server::InvalidFields({{"limit", "must not be negative"}});
  const int limit = request.limit() == 0 ? kDefaultLimit : std::min(request.limit(), kMaxLimit);
  auto leaves = storage::ReadLeaves(*call.connection, call.Audit(request), request.start(), limit);
  if (!leaves.ok()) return leaves.status();
  v1::ReadLeavesResponse response;
  size_t bytes = 0;
  for (std::string& leaf : *leaves) {
    bytes += leaf.size();
    if (bytes > kMaxBytes && response.leaves_size() > 0) break;
    response.add_leaves(std::move(leaf));
  }
  return response;
}

}  // namespace arasha::audit
