#include "absl/strings/str_cat.h"
#include "services/access/grants.h"
#include "services/access/operations.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "storage/cases/case_facts.h"

namespace arasha::access {
namespace {

constexpr server::PageSizes kGrantPages = {.usual = 50, .most = 500};

}  // namespace

absl::StatusOr<v1::ListAccessGrantsResponse> ListAccessGrants(server::Call& call,
                                                              const v1::ListAccessGrantsRequest& request) {
  storage::GrantQuery query;
  query.missions = rules::MissionsWhere(*call.actor, rules::Action::kGrantAccess, call.now);
  if (query.missions == std::vector<std::string>{"-"}) query.missions = call.directory->MissionCodes();
  query.reads_log = rules::May(*call.actor, rules::Action::kReadLog, "-", call.now);
  if (!request.case_().empty()) {
    auto facts = storage::FindCaseFacts(*call.connection, call.context.audit, call.about);
    if (!facts.ok()) return facts.status();
    if (!*facts) return server::NotFound(request.case_());
    query.case_uid = (*facts)->uid;
  }
  if (!request.principal().empty()) query.principal = request.principal();
  query.unreviewed_only = request.unreviewed_only();
  query.active_only = request.active_only();
  const auto page = server::Page::Of(call, request, kGrantPages,
                                     {absl::StrCat(request.case_(), "\n", request.principal(), "\n",
                                                   request.unreviewed_only(), request.active_only())});
  if (!page.ok()) return page.status();
  query.limit = page->size();
  query.after = page->after();
  auto listed = storage::ListGrants(*call.connection, call.context.audit, query);
  if (!listed.ok()) return listed.status();
  v1::ListAccessGrantsResponse response;
  for (storage::AccessGrantRow& row : listed->grants) {
    // What an auditor may see of a grant is its course, not what was said of the case.
    const bool own = row.message.principal() == call.actor->name;
    if (!own &&
        !(row.facts && rules::MayOn(*call.actor, rules::Action::kGrantAccess, *row.facts, call.now))) {
      row.message.clear_reason();
      row.message.clear_finding();
    }
    *response.add_access_grants() = Shown(row, call.now);
  }
  if (listed->goes_on) response.set_next_page_token(page->TokenAfter(listed->last));
  return response;
}

}  // namespace arasha::access
