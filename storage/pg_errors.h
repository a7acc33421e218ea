#ifndef ARASHA_STORAGE_PG_ERRORS_H_
#define ARASHA_STORAGE_PG_ERRORS_H_

#include "absl/strings/string_view.h"

#include <exception>

#include "absl/status/status.h"

namespace arasha::storage {

// What a SQLSTATE means to a caller of ours. The texts of PostgreSQL, which name tables and may quote
// values, never enter the status: `detail` is logged and nothing else. Class 08, 53, 57P and read-only
// states (a demoted primary) are UNAVAILABLE; 40001 and 40P01 are ABORTED; 57014 is DEADLINE_EXCEEDED;
// the rest is INTERNAL.
absl::Status StatusOfSqlState(absl::string_view sqlstate);

// The status of a connection that broke or could not be made.
absl::Status Unreachable();

// INTERNAL with `detail` for the log.
absl::Status Unreadable(absl::string_view detail);

// Runs what builds or reads rows. What throws there (JSON, numbers, times that are not what the schema
// promises) is a fault of ours or of the database's content, and ends here, as INTERNAL.
template <typename Body>
auto Guarded(Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::exception& e) {
    return Unreadable(e.what());
  }
}

// Payload under which a status of this folder keeps PostgreSQL's own words, for the log of operators.
inline constexpr char kDetailPayload[] = "arasha/pg_detail";

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_PG_ERRORS_H_
