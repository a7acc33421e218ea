#ifndef ARASHA_CLIENTS_COMMANDS_STAFF_ROLE_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_STAFF_ROLE_OPTIONS_H_

#include <string>

#include "clients/commands/options.h"
#include "clients/session/session.h"

namespace arasha::clients {

// Whose role it is about.
struct RoleOptions {
  std::string principal;
  std::string role;
};

// Adds PERSON and ROLE. The mission is that of --mission.
void AddRoleOptions(CLI::App& command, RoleOptions& options);

// Says on standard error what else somebody new needs who shall work: a role unless `has_role`, the
// certificate and the URI that it must hold, a context on their machine.
void NoteNextSteps(Session& session, const v1::Principal& principal, bool has_role);

// Says on standard error what becomes of the cases of somebody who does not work on them any more.
void NoteHandover(Session& session, const v1::Principal& principal);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_STAFF_ROLE_OPTIONS_H_
