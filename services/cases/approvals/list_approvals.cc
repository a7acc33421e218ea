#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/cases/operations.h"
#include "services/process/operator_log.h"
#include "storage/cases/approvals.h"

namespace arasha::cases {
namespace {

constexpr server::PageSizes kApprovalPages = {.usual = 50, .most = 500};
// How long who proposed something is told what became of it.
constexpr absl::Duration kToldFor = absl::Hours(30 * 24);

// The missions to list: the one named, or all where the caller may move cases.
absl::StatusOr<std::vector<std::string>> Missions(const server::Call& call) {
  if (!call.about.mission.empty()) return std::vector<std::string>{call.about.mission};
  std::vector<std::string> missions =
      rules::MissionsWhere(*call.actor, rules::Action::kTransitionCase, call.now);
  if (missions.empty()) return server::PermissionDenied(rules::Problem::kNoCasesToDecide);
  if (missions.front() == "-") return call.directory->MissionCodes();
  return missions;
}

}  // namespace

absl::StatusOr<v1::ListApprovalsResponse> ListApprovals(server::Call& call,
                                                        const v1::ListApprovalsRequest& request) {
  auto missions = Missions(call);
  if (!missions.ok()) return missions.status();
  const auto page =
      server::Page::Of(call, request, kApprovalPages, {request.parent(), request.mine() ? "mine" : ""});
  if (!page.ok()) return page.status();
  const storage::ApprovalQuery query{
      .missions = *std::move(missions),
      .mine_since = request.mine() ? std::optional(call.now - kToldFor) : std::nullopt,
      .limit = page->size(),
      .after = page->after()};
  auto listed = storage::ListApprovals(*call.connection, call.context.audit, query);
  if (!listed.ok()) return listed.status();
  server::LogDamage(call.method, listed->damaged);
  v1::ListApprovalsResponse response;
  for (v1::Approval& approval : listed->approvals) *response.add_approvals() = std::move(approval);
  if (listed->goes_on) response.set_next_page_token(page->TokenAfter(listed->last));
  return response;
}

}  // namespace arasha::cases
