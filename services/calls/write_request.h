#ifndef ARASHA_SERVICES_CALLS_WRITE_REQUEST_H_
#define ARASHA_SERVICES_CALLS_WRITE_REQUEST_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "arasha/v1/reminders.pb.h"
#include "arasha/v1/row.pb.h"
#include "services/calls/call.h"
#include "storage/log/audit.h"
#include "storage/log/requests.h"

// What all writes share: the request_id and its first answer.
namespace arasha::server {

// REQUEST_ID_REUSED unless the answer was given to this very request.
absl::Status CheckRepeat(const storage::WriteContext& context, const storage::StoredAnswer& answer);

// The name that a stored answer lacks, for its case's number is not known when it is stored.
void NameAfter(const storage::CaseNumber& number, v1::Case& message);
void NameAfter(const storage::CaseNumber& number, v1::Entry& message);
void NameAfter(const storage::CaseNumber& number, v1::Party& message);
void NameAfter(const storage::CaseNumber& number, v1::Reminder& message);
void NameAfter(const storage::CaseNumber& number, v1::Row& message);

// An answer that tells a case's content. Others are of the register.
template <typename Response>
concept TellsOfCase = requires(Response& response, const storage::CaseNumber& number) {
  NameAfter(number, response);
};

// Looks whether the request was answered before, and how; nullopt if not.
template <typename Response>
absl::StatusOr<std::optional<Response>> FindRepeat(const Call& call) {
  auto answer = storage::FindAnswer(
      *call.connection, call.context,
      TellsOfCase<Response> ? storage::AnswerSeal::kCase : storage::AnswerSeal::kRegister);
  if (!answer.ok()) return answer.status();
  if (!*answer) return std::nullopt;
  if (absl::Status s = CheckRepeat(call.context, **answer); !s.ok()) return s;
  Response response;
  if (!response.ParseFromString((*answer)->response))
    return absl::InternalError("a stored answer cannot be read");
  if constexpr (TellsOfCase<Response>) NameAfter((*answer)->number, response);
  return response;
}

// The first answer of a write that was not done because it was given; `refusal` if none was. A repeat is told
// from a refusal by its first answer alone: the case may have closed meanwhile.
template <typename Response>
absl::StatusOr<Response> Repeat(const Call& call, absl::Status refusal = absl::InternalError(
                                                      "a write was neither done nor answered before")) {
  auto repeat = FindRepeat<Response>(call);
  if (!repeat.ok()) return repeat.status();
  if (!*repeat) return refusal;
  return **std::move(repeat);
}

// Why nothing was added to the case that the call is about.
absl::Status NotAdded(const Call& call, storage::WriteOutcome outcome);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_WRITE_REQUEST_H_
