#include "clients/commands/approval/approval_decision.h"

#include "absl/strings/match.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {

Option AddDecisionOptions(CLI::App& command, DecisionOptions& options, const std::string& text_description) {
  AddOption(command, "APPROVAL", options.approval,
            "The case on which it waits, or its own full name (approval list)")
      .Required()
      .Sets("name");
  // Other commands call why something is done its reason.
  return AddOption(command, "--text,--reason", options.text, text_description).Sets("text");
}

absl::StatusOr<std::string> ApprovalOf(Session& session, const std::string& typed) {
  if (absl::StrContains(typed, "/approvals/")) return typed;
  const absl::StatusOr<std::string> name = session.Case(typed);
  if (!name.ok()) return name.status();
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), *name);
  if (!matter.ok()) return matter.status();
  if (!matter->has_pending_approval())
    return NotFoundError("usage.nothing_waits", {{"case", std::string(ShortName(*name))}});
  return matter->pending_approval().name();
}

}  // namespace arasha::clients
