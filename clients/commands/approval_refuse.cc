#include <memory>

#include "clients/commands/approval_of.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

struct RefuseOptions {
  std::string approval;
  std::string text;
};

absl::Status Refuse(Session& session, const RefuseOptions& options) {
  const absl::StatusOr<std::string> name = ApprovalOf(session, options.approval);
  if (!name.ok()) return name.status();
  v1::RefuseTransitionRequest request;
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

void AddApprovalRefuse(CLI::App& approvals, Run& selected) {
  CLI::App& command = AddCommand(
      approvals, "refuse", "Refuse a change of a case that somebody proposed; the case stays as it is",
      {"arasha approval refuse IST-2026-000123 --text 'The ruling of the court is missing'"});
  auto options = std::make_shared<RefuseOptions>();
  AddOption(command, "APPROVAL", options->approval,
            "The case on which it waits, or its own full name (approval list)")
      .Required();
  AddOption(command, "--text", options->text, "Why; - reads it from standard input").Required();
  OnSelect(command, selected, [options](Session& session) { return Refuse(session, *options); });
}

}  // namespace arasha::clients
