#ifndef ARASHA_STORAGE_LOG_KEY_RENEWAL_H_
#define ARASHA_STORAGE_LOG_KEY_RENEWAL_H_

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

// Change of the data keys: what is sealed from now on is sealed under new ones.
namespace arasha::storage {

// Gives every open case whose newest data key was made before `cutoff` another one, as the schema's owner,
// while servers serve; they seal under it once they have next read the case. What is sealed already stays
// under its key, as the log has committed to it. `progress` is told after each batch how many cases have one.
// Whatever stops it, the next run with the same cutoff passes over the cases that are done. Returns how many
// keys were made. Each batch leaves a leaf. UNAVAILABLE if the provider or the database does not answer.
absl::StatusOr<int64_t> RenewDataKeys(Connection& owner, const AuditContext& context, absl::Time cutoff,
                                      const std::function<void(int64_t)>& progress);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_KEY_RENEWAL_H_
