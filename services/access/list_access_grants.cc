#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/access/grants.h"
#include "services/access/operations.h"
#include "services/cases/names.h"
#include "services/server/errors.h"
#include "services/server/page_token.h"
#include "storage/case_facts.h"

namespace arasha::access {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 500;

}  // namespace

absl::StatusOr<v1::ListAccessGrantsResponse> ListAccessGrants(server::Call& call,
                                                              const v1::ListAccessGrantsRequest& request) {
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", rules::Problem::kNegative}});
  const storage::AuditContext audit = call.Audit(request);
  storage::GrantQuery query;
  query.missions = rules::MissionsWhere(*call.actor, rules::Action::kGrantAccess, call.now);
  if (query.missions == std::vector<std::string>{"-"}) query.missions = call.directory->MissionCodes();
  query.reads_log = rules::May(*call.actor, rules::Action::kReadLog, "-", call.now);
  if (!request.case_().empty()) {
    auto number = cases::ParseCase(request.case_(), "case");
    if (!number.ok()) return number.status();
    auto mission = cases::PermitOn(call, audit, rules::Action::kReadCase, *number, request.case_());
    if (!mission.ok()) return mission.status();
    auto facts = storage::FindCaseFacts(*call.connection, audit, *number);
    if (!facts.ok()) return facts.status();
    if (!*facts) return server::NotFound(request.case_());
    query.case_uid = (*facts)->uid;
  }
  if (!request.principal().empty()) query.principal = request.principal();
  query.unreviewed_only = request.unreviewed_only();
  query.active_only = request.active_only();
  query.limit = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  const std::string& key = call.directory->page_token_key();
  const std::string asked = absl::StrCat(request.case_(), "\n", request.principal(), "\n",
                                         request.unreviewed_only(), request.active_only());
  if (!request.page_token().empty()) {
    auto position = server::ReadPageToken(key, {call.actor->name, call.method, asked}, request.page_token());
    if (!position.ok()) return position.status();
    query.after = {position->value, position->uid};
  }
  auto page = storage::ListGrants(*call.connection, audit, query);
  if (!page.ok()) return page.status();
  v1::ListAccessGrantsResponse response;
  for (storage::AccessGrantRow& row : page->grants) {
    // What an auditor may see of a grant is its course, not what was said of the case.
    const bool own = row.message.principal() == call.actor->name;
    if (!own && !(row.facts && rules::MayOn(*call.actor, rules::Action::kGrantAccess,
                                            cases::FactsOf(*row.facts), call.now))) {
      row.message.clear_reason();
      row.message.clear_finding();
    }
    *response.add_access_grants() = Shown(std::move(row.message), call.now);
  }
  if (page->goes_on) {
    response.set_next_page_token(server::MakePageToken(key, {call.actor->name, call.method, asked},
                                                       {page->last.granted_at, page->last.uid}));
  }
  return response;
}

}  // namespace arasha::access
