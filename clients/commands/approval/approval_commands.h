#ifndef ARASHA_CLIENTS_COMMANDS_APPROVAL_APPROVAL_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_APPROVAL_APPROVAL_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddApprovalList(CLI::App& approvals, Run& selected);
void AddApprovalApprove(CLI::App& approvals, Run& selected);
void AddApprovalRefuse(CLI::App& approvals, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_APPROVAL_APPROVAL_COMMANDS_H_
