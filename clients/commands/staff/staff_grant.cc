#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/staff/role_options.h"
#include "clients/print/tables/print_staff.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct GrantOptions {
  RoleOptions role;
  std::string until;
};

absl::Status Grant(Session& session, const GrantOptions& options) {
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return mission.status();
  v1::GrantRoleRequest request;
  request.set_principal(StaffName(options.role.principal));
  request.set_role(options.role.role);
  request.set_mission(*mission);
  if (!options.until.empty()) {
    const auto until = session.TimeOf(options.until, TimeUse::kExpiry);
    if (!until.ok()) return until.status();
    *request.mutable_expire_time() = *until;
  }
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Principal> principal = session.api().Call(request);
  if (!principal.ok()) return principal.status();
  session.Print(*principal);
  // The first role makes a colleague of somebody registered.
  if (principal->grants_size() == 1) NoteNextSteps(session, *principal, true);
  return absl::OkStatus();
}

}  // namespace

void AddStaffGrant(CLI::App& staff, Run& selected) {
  CLI::App& command = AddCommand(staff, "grant", "Give a role at a mission, or change until when it is held",
                                 {"arasha staff grant t.bekova officer --mission IST",
                                  "arasha staff grant t.bekova head --mission IST --until +30d",
                                  "arasha staff grant s.akhmetov supervisor --mission -"});
  auto options = std::make_shared<GrantOptions>();
  AddRoleOptions(command, options->role);
  AddOption(command, "--until", options->until,
            "Until when, 31.12.2026, '31.12.2026 18:00', 30d (arasha help times); without end if left out")
      .Sets("expire_time");
  OnSelect(command, selected, [options](Session& session) { return Grant(session, *options); });
}

}  // namespace arasha::clients
