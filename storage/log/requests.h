#ifndef ARASHA_STORAGE_LOG_REQUESTS_H_
#define ARASHA_STORAGE_LOG_REQUESTS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/log/audit.h"
#include "storage/postgres/case_number.h"
#include "storage/postgres/connection.h"

namespace pqxx {
class row;
}

// Answers already given, for repeats of a write.
namespace arasha::storage {

// What became of a write. Nothing was written unless kDone.
enum class WriteOutcome {
  kDone,
  kAnswered,  // the request was answered before, or somebody else did the same at the same moment
  kStale,     // what it was decided on does not hold, or no more
  // Why something was not added to a case.
  kNotFound,  // there is none, for this caller
  kErased,
  kClosed,       // it is in a final state
  kNoKeys,       // it has lost them; functions of storage tell it as DATA_LOSS
  kPartyGone,    // the party is not on the case, not as it was loaded, or may not leave it
  kNoRoom,       // it may have no further party
  kOutOfOrder,   // what is told comes before what it would have met
  kAnotherType,  // the case is not of the type that was thought
};

// The first answer to a write.
struct StoredAnswer {
  std::string method;
  std::string content_hash;
  std::string response;
  CaseNumber number;  // of the case it was about
};

// Under what an answer is sealed: a key of the case whose content it tells, or the server key "register", if
// it tells of none: of grants, principals, reports.
enum class AnswerSeal { kCase, kRegister };

// What the context's actor was answered under its request_id; nullopt if nothing.
absl::StatusOr<std::optional<StoredAnswer>> FindAnswer(Connection& connection, const WriteContext& context,
                                                       AnswerSeal seal);

// The response as stored, sealed under `key`.
std::string SealResponse(const WriteContext& context, const DataKey& key, absl::string_view response);

// Reads the columns that kAnswerColumns selects from `request r JOIN case_file rc`, `keys` being those of
// `rc`. A response that is NULL, or of another method than the context's, stays empty.
absl::StatusOr<std::optional<StoredAnswer>> ReadAnswer(const pqxx::row& row, int first_column,
                                                       const WriteContext& context,
                                                       absl::Span<const DataKey> keys);
inline constexpr absl::string_view kAnswerColumns =
    "r.method, r.content_hash, r.response, rc.mission, rc.year, rc.serial";

// Forgets answers given before `time`, at most a batch of them; returns how many. Safe to run anywhere
// at any time. `access` must carry the label "housekeeper".
absl::StatusOr<int> ForgetAnswersBefore(Connection& connection, const AccessContext& access, absl::Time time);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_REQUESTS_H_
