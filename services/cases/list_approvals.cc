#include <algorithm>

#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/server/errors.h"
#include "services/server/log.h"
#include "services/server/page_token.h"
#include "storage/approvals.h"

namespace arasha::cases {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 500;
// How long who proposed something is told what became of it.
constexpr absl::Duration kToldFor = absl::Hours(30 * 24);

// The missions to list: the one named, or all where the caller may move cases.
absl::StatusOr<std::vector<std::string>> Missions(server::Call& call, const std::string& parent) {
  auto code = ParseMission(parent, "parent");
  if (!code.ok()) return code.status();
  if (*code != "-") {
    auto mission = Permit(call, rules::Action::kTransitionCase, *code, parent);
    if (!mission.ok()) return mission.status();
    return std::vector<std::string>{*code};
  }
  std::vector<std::string> missions =
      rules::MissionsWhere(*call.actor, rules::Action::kTransitionCase, call.now);
  if (missions.empty()) return server::PermissionDenied(rules::Problem::kNoCasesToDecide);
  if (missions.front() == "-") return call.directory->MissionCodes();
  return missions;
}

}  // namespace

absl::StatusOr<v1::ListApprovalsResponse> ListApprovals(server::Call& call,
                                                        const v1::ListApprovalsRequest& request) {
  auto missions = Missions(call, request.parent());
  if (!missions.ok()) return missions.status();
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", rules::Problem::kNegative}});
  storage::ApprovalQuery query{
      .missions = *std::move(missions),
      .mine_since = request.mine() ? std::optional(call.now - kToldFor) : std::nullopt,
      .limit = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage),
      .after = std::nullopt};
  const std::string& key = call.directory->page_token_key();
  const std::initializer_list<absl::string_view> asked = {call.actor->name, call.method, request.parent(),
                                                          request.mine() ? "mine" : ""};
  if (!request.page_token().empty()) {
    auto position = server::ReadPageToken(key, asked, request.page_token());
    if (!position.ok()) return position.status();
    query.after = {position->value, position->uid};
  }
  auto page = storage::ListApprovals(*call.connection, call.Audit(request), query);
  if (!page.ok()) return page.status();
  server::LogDamage(call.method, page->damaged);
  v1::ListApprovalsResponse response;
  for (v1::Approval& approval : page->approvals) *response.add_approvals() = std::move(approval);
  if (page->goes_on) {
    response.set_next_page_token(server::MakePageToken(key, asked, {page->last.proposed_at, page->last.uid}));
  }
  return response;
}

}  // namespace arasha::cases
