#include "clients/commands/role_options.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddRoleOptions(CLI::App& command, RoleOptions& options) {
  AddOption(command, "PERSON", options.principal, "Id: a.omarova, or partners/ORG/SYSTEM").Required();
  AddOption(command, "ROLE", options.role, "The role, at the mission of --mission")
      .Choice({"officer", "head", "supervisor", "auditor", "admin", "partner"})
      .Required();
}

void AddRoleFieldFlags(Session& session) {
  session.AddFieldFlag("principal", "PERSON");
  session.AddFieldFlag("role", "ROLE");
  session.AddFieldFlag("mission", "--mission");
  session.AddFieldFlag("expire_time", "--until");
}

}  // namespace arasha::clients
