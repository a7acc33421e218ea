#ifndef ARASHA_SERVICES_CASES_APPEND_TO_CASE_H_
#define ARASHA_SERVICES_CASES_APPEND_TO_CASE_H_

#include <string>
#include <type_traits>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/also_in.h"
#include "storage/cases/timeline.h"

namespace arasha::cases {

// Why nothing was appended.
inline absl::Status NotAppended(const server::Call& call, storage::WriteOutcome outcome,
                                absl::string_view party_field) {
  switch (outcome) {
    case storage::WriteOutcome::kPartyGone:
      return server::InvalidFields({{std::string(party_field), rules::Problem::kNotOnCase}});
    case storage::WriteOutcome::kNoRoom:
      return server::InvalidFields({{std::string(party_field),
                                     rules::Problem::kTooMany,
                                     {{"most", absl::StrCat(storage::kMaxParties)}}}});
    case storage::WriteOutcome::kOutOfOrder:
      return absl::OutOfRangeError("the entry lies before what it would have met");
    case storage::WriteOutcome::kAnotherType:
      return absl::OutOfRangeError(
          "the entry may start a deadline of this case, or has other fields than its type");
    default:
      return server::NotAdded(call, outcome);
  }
}

// Appends to a case's timeline in one round trip and answers with `response`, or with the first answer if
// this is a repeat. `party_field`: where the request names the party that must stand on the case.
// OUT_OF_RANGE if the case must be read first: the entry is not in order, or the case is of another type.
template <typename Response>
absl::StatusOr<Response> AppendAndAnswer(server::Call& call, storage::Append append, Response response,
                                         absl::string_view party_field) {
  append.response = response.SerializeAsString();
  auto appended = storage::AppendToTimeline(*call.connection, call.context, append);
  if (!appended.ok()) return appended.status();
  if (appended->outcome == storage::WriteOutcome::kDone) {
    if constexpr (std::is_same_v<Response, v1::Party>) ShowAlsoIn(appended->also_in, response);
    return response;
  }
  auto first = server::Repeat<Response>(call, NotAppended(call, appended->outcome, party_field));
  if constexpr (std::is_same_v<Response, v1::Party>) {
    if (!first.ok()) return first;
    if (absl::Status s = FindAlsoIn(call, append.number, *first); !s.ok()) return s;
  }
  return first;
}

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_APPEND_TO_CASE_H_
