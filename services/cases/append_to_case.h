#ifndef ARASHA_SERVICES_CASES_APPEND_TO_CASE_H_
#define ARASHA_SERVICES_CASES_APPEND_TO_CASE_H_

#include <type_traits>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/also_in.h"
#include "services/cases/change_case.h"
#include "storage/cases/timeline.h"

namespace arasha::cases {

// Appends to a case's timeline in one round trip and answers with `response`, or with the first answer if
// this is a repeat. `party_field`: where the request names the party that must stand on the case.
// OUT_OF_RANGE if the entry is not in order: what to say of it shows from the case.
template <typename Response>
absl::StatusOr<Response> AppendAndAnswer(server::Call& call, storage::Append append, Response response,
                                         absl::string_view party_field) {
  append.response = response.SerializeAsString();
  auto outcome = storage::AppendToTimeline(*call.connection, call.context, append);
  if (!outcome.ok()) return outcome.status();
  if (outcome->appended) {
    if constexpr (std::is_same_v<Response, v1::Party>) ShowAlsoIn(outcome->also_in, response);
    return response;
  }
  // A repeat is told from a refusal by its first answer alone: the case may have closed meanwhile.
  auto repeat = server::FindRepeat<Response>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) {
    if constexpr (std::is_same_v<Response, v1::Party>) {
      if (absl::Status s = FindAlsoIn(call, append.number, **repeat); !s.ok()) return s;
    }
    return **std::move(repeat);
  }
  if (!outcome->found) return server::NotFound(storage::CaseName(append.number));
  if (!outcome->party_stands)
    return server::InvalidFields({{std::string(party_field), rules::Problem::kNotOnCase}});
  if (!outcome->has_room) {
    return server::InvalidFields({{std::string(party_field),
                                   rules::Problem::kTooMany,
                                   {{"most", absl::StrCat(storage::kMaxParties)}}}});
  }
  if (outcome->erased) return CaseErased();
  if (!outcome->open) return server::CaseClosed();
  if (!outcome->in_order) return absl::OutOfRangeError("the entry lies before what it would have met");
  return absl::InternalError("an entry was neither appended nor refused");
}

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_APPEND_TO_CASE_H_
