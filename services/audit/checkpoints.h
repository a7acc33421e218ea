#ifndef ARASHA_SERVICES_AUDIT_CHECKPOINTS_H_
#define ARASHA_SERVICES_AUDIT_CHECKPOINTS_H_

#include <cstdint>
#include <optional>

#include "arasha/v1/audit.pb.h"
#include "storage/log/log.h"

// What the operations that answer with checkpoints share.
namespace arasha::audit {

v1::Checkpoint ToMessage(const storage::CheckpointRow& row);

// The size that a request asks for; nullopt, the newest, when left out.
std::optional<int64_t> AskedSize(int64_t size);

absl::Status NoCheckpoint(std::optional<int64_t> size);

}  // namespace arasha::audit

#endif  // ARASHA_SERVICES_AUDIT_CHECKPOINTS_H_
