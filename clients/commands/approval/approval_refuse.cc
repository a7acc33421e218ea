#include <memory>

#include "clients/commands/approval/approval_decision.h"
#include "clients/commands/commands.h"

namespace arasha::clients {

void AddApprovalRefuse(CLI::App& approvals, Run& selected) {
  CLI::App& command =
      AddCommand(approvals, "refuse",
                 "Refuse a proposed change of a case, or take your own back; the case stays as it is",
                 {"arasha approval refuse IST-2026-000123 --text 'The ruling of the court is missing'"});
  auto options = std::make_shared<DecisionOptions>();
  AddDecisionOptions(command, *options,
                     "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->text, "label.reason");
  OnSelect(command, selected,
           [options](Session& session) { return Decide<v1::RefuseTransitionRequest>(session, *options); });
}

}  // namespace arasha::clients
