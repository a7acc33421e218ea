#ifndef ARASHA_CLIENTS_TEXT_TIMES_H_
#define ARASHA_CLIENTS_TEXT_TIMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace arasha::clients {

// A positive length of time, `30s`, `1m30s`, or `5` for seconds.
absl::StatusOr<absl::Duration> ParseTimeout(absl::string_view text);

// `2026-11-24 14:05+03:00`, for people.
std::string LocalText(absl::Time time, const absl::TimeZone& zone);

// `UTC+03:00`, the zone's offset at that time; `UTC` alone for the zone of that name.
std::string OffsetText(absl::Time time, const absl::TimeZone& zone);

// `2026-11-24T11:05:00Z`, for programs; as many digits of the second as it needs.
std::string UtcText(absl::Time time);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_TIMES_H_
