#ifndef ARASHA_CLIENTS_COMMANDS_ACCESS_ACCESS_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_ACCESS_ACCESS_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddAccessExplain(CLI::App& access, Run& selected);
void AddAccessGrant(CLI::App& access, Run& selected);
void AddAccessRevoke(CLI::App& access, Run& selected);
void AddAccessBreakGlass(CLI::App& access, Run& selected);
void AddAccessReview(CLI::App& access, Run& selected);
void AddAccessList(CLI::App& access, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_ACCESS_ACCESS_COMMANDS_H_
