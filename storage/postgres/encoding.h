#ifndef ARASHA_STORAGE_POSTGRES_ENCODING_H_
#define ARASHA_STORAGE_POSTGRES_ENCODING_H_

#include <optional>
#include <string>
#include <vector>
#include "absl/strings/string_view.h"

#include "absl/time/time.h"

// PostgreSQL's text forms of values, both ways. Sessions run with TimeZone = UTC and DateStyle = ISO.
namespace arasha::storage {

// A statement's parameter in text form; nullopt is NULL.
using Param = std::optional<std::string>;

// Times go to the microsecond, PostgreSQL's resolution.
std::string TimeText(absl::Time time);
// Accepts what PostgreSQL prints as text and inside JSON. A time it cannot read is a broken invariant of
// the database and throws std::runtime_error, which Connection turns into INTERNAL.
absl::Time ParseTimeText(absl::string_view text);

// The same for times that may be without end, which PostgreSQL calls infinity.
std::string ExpiryText(absl::Time time);
absl::Time ParseExpiryText(absl::string_view text);

std::string BytesText(absl::string_view bytes);
std::string ParseBytesText(absl::string_view text);

// A text[] literal.
std::string ArrayText(const std::vector<std::string>& values);

// SHA-256, 32 bytes.
std::string Sha256(absl::string_view bytes);
// `count` bytes from the operating system's generator. Aborts if there are none to be had.
std::string RandomBytes(size_t count);
// A UUID of version 7 (RFC 9562): ordered by time of making, so that inserts stay local in an index.
std::string NewUid(absl::Time now);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_ENCODING_H_
