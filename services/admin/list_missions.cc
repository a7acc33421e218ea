#include <set>

#include "absl/strings/str_cat.h"
#include "services/admin/operations.h"
#include "services/calls/errors.h"

namespace arasha::admin {
namespace {

constexpr int kMostNames = 100;

}  // namespace

absl::StatusOr<v1::ListMissionsResponse> ListMissions(server::Call& call,
                                                      const v1::ListMissionsRequest& request) {
  if (request.names_size() > kMostNames) {
    return server::InvalidFields({{"names", rules::Problem::kTooMany, {{"most", absl::StrCat(kMostNames)}}}});
  }
  const std::set<std::string> wanted(request.names().begin(), request.names().end());
  v1::ListMissionsResponse response;
  for (const std::string& code : call.directory->MissionCodes()) {
    const std::string name = absl::StrCat("missions/", code);
    if (!wanted.empty() && !wanted.contains(name)) continue;
    const server::Mission& known = *call.directory->FindMission(code);
    v1::Mission& mission = *response.add_missions();
    mission.set_name(name);
    *mission.mutable_display_name() = known.display_name;
    mission.set_host_state(known.host_state);
    mission.set_time_zone(known.calendar.zone.name());
  }
  return response;
}

}  // namespace arasha::admin
