#ifndef ARASHA_PROTO_TIMESTAMPS_H_
#define ARASHA_PROTO_TIMESTAMPS_H_

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>

#include "absl/time/time.h"

// Between the times of messages and those that are reckoned with. To the microsecond, PostgreSQL's
// resolution.
namespace arasha {

// Any that was sent, also one that no Timestamp may be.
inline absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Microseconds(timestamp.nanos() / 1000);
}

inline google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace arasha

#endif  // ARASHA_PROTO_TIMESTAMPS_H_
