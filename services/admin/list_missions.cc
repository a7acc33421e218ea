#include "absl/strings/str_cat.h"
#include "services/admin/asked_names.h"
#include "services/admin/operations.h"

namespace arasha::admin {

absl::StatusOr<v1::ListMissionsResponse> ListMissions(server::Call& call,
                                                      const v1::ListMissionsRequest& request) {
  const auto asked = AskedNames::Of(request.names());
  if (!asked.ok()) return asked.status();
  v1::ListMissionsResponse response;
  for (const std::string& code : call.directory->MissionCodes()) {
    const std::string name = absl::StrCat("missions/", code);
    if (!asked->Include(name)) continue;
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
