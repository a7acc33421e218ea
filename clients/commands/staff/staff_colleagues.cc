#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/tables/print_staff.h"

namespace arasha::clients {
namespace {

absl::Status ListColleagues(Session& session) {
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return mission.status();
  v1::ListColleaguesRequest request;
  request.set_parent(*mission);
  const absl::StatusOr<v1::ListColleaguesResponse> colleagues = session.api().Call(request);
  if (!colleagues.ok()) return colleagues.status();
  session.Print(*colleagues);
  return absl::OkStatus();
}

}  // namespace

void AddStaffColleagues(CLI::App& staff, Run& selected) {
  CLI::App& command = AddCommand(staff, "colleagues", "List who works at your mission, and as what",
                                 {"arasha staff colleagues", "arasha staff colleagues --mission WAW"});
  OnSelectList<v1::Colleague>(command, selected, ListColleagues);
}

}  // namespace arasha::clients
