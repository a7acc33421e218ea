#ifndef ARASHA_SERVICES_RULES_ENTRIES_H_
#define ARASHA_SERVICES_RULES_ENTRIES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "arasha/v1/entry.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// Longest text of an entry and of a transition, in characters.
inline constexpr std::size_t kMaxEntryText = 10'000;

// How far ahead of the server's clock a caller's may run before what it reports lies in the future.
inline constexpr absl::Duration kClockTolerance = absl::Minutes(5);

// Whether callers may write entries of this kind: NOTE to DECISION. The others are the server's.
bool IsCallersKind(v1::EntryKind kind);

// Checks what a caller may set on an entry, as entry.proto states it; what the server sets is ignored, and
// so is whether `party` exists. `prefix` is the entry's path in the request, `entry`.
Violations CheckEntry(const v1::Entry& entry, absl::Time now, std::string_view prefix);

// What is wrong with the time at which something is said to have happened, or nothing: a valid timestamp,
// not before 1900 and at most kClockTolerance after `now`.
std::optional<std::string> HappenedTimeFault(const google::protobuf::Timestamp& happened, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ENTRIES_H_
