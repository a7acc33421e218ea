#include "clients/commands/approval/approval_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddApprovalCommands(CLI::App& root, Run& selected) {
  CLI::App& approvals = AddNoun(root, "approval", "Decide on changes that take a second person", "Cases");
  AddApprovalList(approvals, selected);
  AddApprovalApprove(approvals, selected);
  AddApprovalRefuse(approvals, selected);
}

}  // namespace arasha::clients
