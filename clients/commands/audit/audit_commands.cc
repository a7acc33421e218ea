#include "clients/commands/audit/audit_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddAuditCommands(CLI::App& root, Run& selected) {
  CLI::App& audit = AddNoun(root, "audit", "Read the audit log, export it, check it", "Audit");
  AddAuditList(audit, selected);
  AddAuditCheckpoint(audit, selected);
  AddAuditCheckpoints(audit, selected);
  AddAuditProve(audit, selected);
  AddAuditExport(audit, selected);
  AddAuditVerify(audit, selected);
  AddAuditWitness(audit, selected);
}

}  // namespace arasha::clients
