#ifndef ARASHA_STORAGE_POSTGRES_PG_ERRORS_H_
#define ARASHA_STORAGE_POSTGRES_PG_ERRORS_H_

#include "absl/strings/string_view.h"

#include <exception>
#include <utility>
#include <vector>

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

// DATA_LOSS (ROW_DAMAGED): a row that is there does not open, or lacks what belongs to it. `row`: its kind
// and uid, "party/<uid>", which the caller is told; `detail` for the log.
absl::Status Damaged(absl::string_view row, absl::string_view detail);

// Rows that do not open, where others must not suffer from it: a Damaged() for each.
using DamagedRows = std::vector<absl::Status>;

// How such a status leaves what reads rows. Ends in Guarded().
class DamagedRow : public std::exception {
 public:
  explicit DamagedRow(absl::Status status) : status_(std::move(status)) {}
  const absl::Status& status() const { return status_; }
  const char* what() const noexcept override { return "a row is damaged"; }

 private:
  absl::Status status_;
};

// What stands for a text of a damaged row among others that are whole: U+FFFD, the sign for what cannot be
// read.
inline constexpr char kUnreadableText[] = "\xEF\xBF\xBD";

// Runs what builds or reads rows. What throws there (JSON, numbers, times that are not what the schema
// promises) is a fault of ours or of the database's content, and ends here, as INTERNAL; a damaged row as
// DATA_LOSS.
template <typename Body>
auto Guarded(Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const DamagedRow& e) {
    return e.status();
  } catch (const std::exception& e) {
    return Unreadable(e.what());
  }
}

// Payload under which a status of this folder keeps PostgreSQL's own words, for the log of operators.
inline constexpr char kDetailPayload[] = "arasha/pg_detail";

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_PG_ERRORS_H_
