#include <memory>

#include "clients/commands/approval/approval_decision.h"
#include "clients/commands/commands.h"

namespace arasha::clients {
namespace {

absl::Status Approve(Session& session, const DecisionOptions& options) {
  const absl::StatusOr<std::string> name = ApprovalOf(session, options.approval);
  if (!name.ok()) return name.status();
  return Decide<v1::ApproveTransitionRequest>(session, *name, options.text);
}

}  // namespace

void AddApprovalApprove(CLI::App& approvals, Run& selected) {
  CLI::App& command =
      AddCommand(approvals, "approve", "Make the change of a case that somebody else proposed",
                 {"arasha approval approve IST-2026-000123",
                  "arasha approval approve IST-2026-000123 --text 'Read the ruling; agreed'"});
  auto options = std::make_shared<DecisionOptions>();
  AddDecisionOptions(command, *options, "What you add to it; - reads it from standard input");
  OnSelect(command, selected, [options](Session& session) { return Approve(session, *options); });
}

}  // namespace arasha::clients
