#ifndef ARASHA_CLIENTS_COMMANDS_FETCH_TIMELINE_H_
#define ARASHA_CLIENTS_COMMANDS_FETCH_TIMELINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/cases.pb.h"
#include "clients/session/session.h"

namespace arasha::clients {

// The whole timeline of a case (full name), its pages merged.
absl::StatusOr<v1::ListEntriesResponse> FetchTimeline(Session& session, const std::string& case_name);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_FETCH_TIMELINE_H_
