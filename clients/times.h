#ifndef ARASHA_CLIENTS_TIMES_H_
#define ARASHA_CLIENTS_TIMES_H_

#include <string>
#include "absl/strings/string_view.h"

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace arasha::clients {

// The instant that a person typed: RFC 3339 (`2026-11-24T14:05:00+03:00`), local time
// (`2026-11-24 14:05`, `2026-11-24T14:05:30`), `now`, or so long ago (`-2h`, `2h ago`, `1d6h ago`;
// units w, d, h, m, s, a day being 24 hours). A local time that the zone's clock skipped or showed
// twice is a usage error, since deadlines hang on it.
absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::Time now, const absl::TimeZone& zone);

// The same, or so far ahead (`+14d`): for what ends in the future.
absl::StatusOr<absl::Time> ParseExpiry(absl::string_view text, absl::Time now, const absl::TimeZone& zone);

// A positive length of time, `30s`, `1m30s`, or `5` for seconds.
absl::StatusOr<absl::Duration> ParseTimeout(absl::string_view text);

// `2026-11-24 14:05+03:00`, for people.
std::string LocalText(absl::Time time, const absl::TimeZone& zone);

// `2026-11-24T11:05:00Z`, for programs; as many digits of the second as it needs.
std::string UtcText(absl::Time time);

absl::Time FromProto(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToProto(absl::Time time);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TIMES_H_
