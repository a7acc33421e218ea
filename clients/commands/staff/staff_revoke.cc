#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/staff/role_options.h"
#include "clients/print/tables/print_staff.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

absl::Status Revoke(Session& session, const RoleOptions& options) {
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return mission.status();
  v1::RevokeRoleRequest request;
  request.set_principal(StaffName(options.principal));
  request.set_role(options.role);
  request.set_mission(*mission);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Principal> principal = session.api().Call(request);
  if (!principal.ok()) return principal.status();
  session.Print(*principal);
  NoteHandover(session, *principal);
  return absl::OkStatus();
}

}  // namespace

void AddStaffRevoke(CLI::App& staff, Run& selected) {
  CLI::App& command = AddCommand(staff, "revoke", "Take a role at a mission",
                                 {"arasha staff revoke t.bekova head --mission IST"});
  auto options = std::make_shared<RoleOptions>();
  AddRoleOptions(command, *options);
  OnSelect(command, selected, [options](Session& session) { return Revoke(session, *options); });
}

}  // namespace arasha::clients
