#ifndef ARASHA_STORAGE_LOG_LEAF_REQUESTS_H_
#define ARASHA_STORAGE_LOG_LEAF_REQUESTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

// The requests that leaves commit to. Each is sealed under keys that the database does not hold, so that
// whoever writes a leaf there by hand, in somebody's name, has none to put beside it.
namespace arasha::storage {

struct LeafRequest {
  int64_t leaf_id = 0;
  std::optional<int64_t> tree_index;  // nullopt while it waits for its place
  std::string leaf;                   // as it was hashed
  std::optional<absl::Time> erased;   // when the content of its case was
  std::optional<std::string> salt;    // nullopt if nothing stands beside the leaf
  std::string sealed;
  std::vector<DataKey> keys;  // those that may have sealed it
};

// Up to `limit` leaves with an id above `after`, in the order of their ids. As the schema's owner.
absl::StatusOr<std::vector<LeafRequest>> ReadLeafRequests(Connection& owner, const AuditContext& context,
                                                          int64_t after, int limit);

// Whether what stands beside a leaf of this event is the request of this commitment.
bool OpensCommitment(const LeafRequest& request, absl::string_view event_uid, absl::string_view commitment);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_LEAF_REQUESTS_H_
