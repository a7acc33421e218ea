#include "absl/strings/match.h"
#include "services/admin/operations.h"
#include "services/calls/errors.h"
#include "services/rules/access/access.h"

namespace arasha::admin {
namespace {

bool IsStaff(const rules::Actor& actor) { return absl::StartsWith(actor.name, "staff/"); }

}  // namespace

absl::StatusOr<v1::ListColleaguesResponse> ListColleagues(server::Call& call,
                                                          const v1::ListColleaguesRequest& request) {
  const std::string& mission = call.about.mission;
  if (call.directory->FindMission(mission) == nullptr || !IsStaff(*call.actor) ||
      rules::RolesAt(*call.actor, mission, call.now).empty()) {
    return server::NotFound(request.parent());
  }
  v1::ListColleaguesResponse response;
  for (const auto& [name, actor] : call.directory->actors()) {
    if (!IsStaff(actor)) continue;
    v1::Colleague colleague;
    for (const std::string& role : rules::RolesAt(actor, mission, call.now)) colleague.add_roles(role);
    if (colleague.roles().empty()) continue;
    colleague.set_name(name);
    colleague.set_display_name(actor.display_name);
    *response.add_colleagues() = std::move(colleague);
  }
  return response;
}

}  // namespace arasha::admin
