#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/cases/operations.h"
#include "services/process/operator_log.h"
#include "storage/cases/timeline.h"

namespace arasha::cases {
namespace {

constexpr server::PageSizes kEntryPages = {.usual = 100, .most = 1000};

}  // namespace

absl::StatusOr<v1::ListEntriesResponse> ListEntries(server::Call& call,
                                                    const v1::ListEntriesRequest& request) {
  const auto page = server::Page::Of(call, request, kEntryPages, {request.parent()});
  if (!page.ok()) return page.status();
  auto listed =
      storage::ListEntries(*call.connection, call.context.audit, call.about, page->size(), page->after());
  if (!listed.ok()) return listed.status();
  if (!*listed) return server::NotFound(request.parent());
  server::LogDamage(call.method, (*listed)->damaged);
  v1::ListEntriesResponse response;
  for (v1::Entry& entry : (*listed)->entries) *response.add_entries() = std::move(entry);
  response.set_case_type((*listed)->case_type);
  response.set_erased((*listed)->erased);
  response.set_time_zone(call.mission->calendar.zone.name());
  if ((*listed)->goes_on && (*listed)->last) {
    response.set_next_page_token(page->TokenAfter(*(*listed)->last));
  }
  return response;
}

}  // namespace arasha::cases
