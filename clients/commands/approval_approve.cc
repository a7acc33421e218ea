#include <memory>

#include "clients/commands/approval_of.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

struct ApproveOptions {
  std::string approval;
  std::string text;
};

absl::Status Approve(Session& session, const ApproveOptions& options) {
  const absl::StatusOr<std::string> name = ApprovalOf(session, options.approval);
  if (!name.ok()) return name.status();
  v1::ApproveTransitionRequest request;
  request.set_name(*name);
  request.set_text(session.TextOf(options.text));
  request.set_request_id(session.RequestId());
  session.AddFieldFlag("name", "APPROVAL");
  const absl::StatusOr<v1::Case> matter = session.api().Call(request);
  if (!matter.ok()) return matter.status();
  session.PrintCase(*matter);
  return absl::OkStatus();
}

}  // namespace

void AddApprovalApprove(CLI::App& approvals, Run& selected) {
  CLI::App& command =
      AddCommand(approvals, "approve", "Make the change of a case that somebody else proposed",
                 {"arasha approval approve IST-2026-000123",
                  "arasha approval approve IST-2026-000123 --text 'Read the ruling; agreed'"});
  auto options = std::make_shared<ApproveOptions>();
  AddOption(command, "APPROVAL", options->approval,
            "The case on which it waits, or its own full name (approval list)")
      .Required();
  AddOption(command, "--text", options->text, "What you add to it; - reads it from standard input");
  OnSelect(command, selected, [options](Session& session) { return Approve(session, *options); });
}

}  // namespace arasha::clients
