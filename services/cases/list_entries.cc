#include <algorithm>

#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/server/errors.h"
#include "services/server/log.h"
#include "services/server/page_token.h"
#include "storage/timeline.h"

namespace arasha::cases {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kMaxPage = 1000;

}  // namespace

absl::StatusOr<v1::ListEntriesResponse> ListEntries(server::Call& call,
                                                    const v1::ListEntriesRequest& request) {
  auto number = ParseCase(request.parent(), "parent");
  if (!number.ok()) return number.status();
  const storage::AuditContext audit = call.Audit(request, number->mission);
  auto mission = PermitOn(call, audit, rules::Action::kListEntries, *number, request.parent());
  if (!mission.ok()) return mission.status();
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", rules::Problem::kNegative}});
  const int page_size = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  const std::string& key = call.directory->page_token_key();
  std::optional<storage::TimelinePosition> after;
  if (!request.page_token().empty()) {
    auto position =
        server::ReadPageToken(key, {call.actor->name, call.method, request.parent()}, request.page_token());
    if (!position.ok()) return position.status();
    after = {position->value, position->uid};
  }
  auto page = storage::ListEntries(*call.connection, audit, *number, page_size, after);
  if (!page.ok()) return page.status();
  if (!*page) return server::NotFound(request.parent());
  server::LogDamage(call.method, (*page)->damaged);
  v1::ListEntriesResponse response;
  for (v1::Entry& entry : (*page)->entries) *response.add_entries() = std::move(entry);
  response.set_time_zone((*mission)->calendar.zone.name());
  if ((*page)->goes_on && (*page)->last) {
    response.set_next_page_token(server::MakePageToken(key, {call.actor->name, call.method, request.parent()},
                                                       {(*page)->last->happened_at, (*page)->last->uid}));
  }
  return response;
}

}  // namespace arasha::cases
