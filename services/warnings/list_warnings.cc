#include "absl/strings/match.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/process/operator_log.h"
#include "services/rules/deadlines/warnings.h"
#include "services/warnings/operations.h"
#include "storage/cases/case_facts.h"
#include "storage/duties/warnings.h"

namespace arasha::warnings {
namespace {

constexpr server::PageSizes kWarningPages = {.usual = 50, .most = 500};

// Of the case or the mission named; of all missions, those where the caller may list cases.
absl::StatusOr<storage::WarningQuery> WhichWarnings(const server::Call& call, bool mine) {
  // What the ministry tells its own is not for partners, whatever case they were shown.
  if (absl::StartsWith(call.actor->name, "partners/")) {
    return server::PermissionDenied(rules::Problem::kForStaff);
  }
  storage::WarningQuery query;
  query.mine = mine;
  query.in_place = std::string(rules::kInPlaceOfAssignee);
  if (call.about.serial != 0) {
    auto facts = storage::FindCaseFacts(*call.connection, call.context.audit, call.about);
    if (!facts.ok()) return facts.status();
    if (!*facts) return server::NotFound(call.name);
    query.case_uid = (*facts)->uid;
  }
  if (!call.about.mission.empty()) {
    query.missions = {call.about.mission};
  } else {
    query.missions = rules::MissionsWhere(*call.actor, rules::Action::kListCases, call.now);
    if (query.missions.empty()) return server::PermissionDenied(rules::Problem::kNoCasesToList);
    if (query.missions.front() == "-") query.missions = call.directory->MissionCodes();
  }
  query.told_as = rules::ToldAs(*call.actor, query.missions, call.now);
  return query;
}

}  // namespace

absl::StatusOr<v1::ListWarningsResponse> ListWarnings(server::Call& call,
                                                      const v1::ListWarningsRequest& request) {
  auto query = WhichWarnings(call, request.mine());
  if (!query.ok()) return query.status();
  const auto page =
      server::Page::Of(call, request, kWarningPages, {request.parent(), request.mine() ? "mine" : ""});
  if (!page.ok()) return page.status();
  query->limit = page->size();
  query->after = page->after();
  auto listed = storage::ListWarnings(*call.connection, call.context.audit, *query);
  if (!listed.ok()) return listed.status();
  server::LogDamage(call.method, listed->damaged);
  v1::ListWarningsResponse response;
  for (v1::Warning& warning : listed->warnings) *response.add_warnings() = std::move(warning);
  if (listed->goes_on) response.set_next_page_token(page->TokenAfter(listed->last));
  return response;
}

}  // namespace arasha::warnings
