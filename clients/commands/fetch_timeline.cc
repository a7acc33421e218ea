#include "clients/commands/fetch_timeline.h"

#include <utility>

#include "clients/commands/list_options.h"

namespace arasha::clients {
namespace {

// The most that the server gives; see ListEntriesRequest.
constexpr int kPageSize = 1000;

}  // namespace

absl::StatusOr<v1::ListEntriesResponse> FetchTimeline(Session& session, const std::string& case_name) {
  v1::ListEntriesRequest request;
  request.set_parent(case_name);
  auto listed = ReadPages(session.api(), request, {.largest_page = kPageSize});
  if (!listed.ok()) return listed.status();
  return std::move(listed->rows);
}

}  // namespace arasha::clients
