#ifndef ARASHA_CLIENTS_COMMANDS_AUDIT_AUDIT_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_AUDIT_AUDIT_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddAuditList(CLI::App& audit, Run& selected);
void AddAuditCheckpoint(CLI::App& audit, Run& selected);
void AddAuditCheckpoints(CLI::App& audit, Run& selected);
void AddAuditProve(CLI::App& audit, Run& selected);
void AddAuditExport(CLI::App& audit, Run& selected);
void AddAuditVerify(CLI::App& audit, Run& selected);
void AddAuditWitness(CLI::App& audit, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_AUDIT_AUDIT_COMMANDS_H_
