#ifndef ARASHA_STORAGE_REQUESTS_H_
#define ARASHA_STORAGE_REQUESTS_H_

#include <optional>
#include <string>
#include "absl/strings/string_view.h"

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/connection.h"
#include "storage/rows.h"

namespace pqxx {
class row;
}

// Answers already given, for repeats of a write.
namespace arasha::storage {

// The first answer to a write.
struct StoredAnswer {
  std::string method;
  std::string content_hash;
  std::string response;
  CaseNumber number;  // of the case it was about
};

// What `principal` was answered under `request_id`; nullopt if nothing.
absl::StatusOr<std::optional<StoredAnswer>> FindAnswer(Connection& connection, absl::string_view principal,
                                                       absl::string_view request_id);

// Reads the columns that kAnswerColumns selects from `request r JOIN case_file rc`.
std::optional<StoredAnswer> ReadAnswer(const pqxx::row& row, int first_column);
inline constexpr absl::string_view kAnswerColumns =
    "r.method, r.content_hash, r.response, rc.mission, rc.year, rc.serial";

// Forgets answers given before `time`, at most a batch of them; returns how many. Safe to run anywhere
// at any time.
absl::StatusOr<int> ForgetAnswersBefore(Connection& connection, absl::Time time);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REQUESTS_H_
