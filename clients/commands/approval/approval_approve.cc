#include <algorithm>
#include <memory>

#include "clients/commands/approval/approval_decision.h"
#include "clients/commands/commands.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

// That an order to erase was given, for until it is carried out the case looks as before.
void NoteErasure(Session& session, const v1::Case& before) {
  const v1::CaseType type = session.TypeOf(before).value_or(v1::CaseType());
  const std::string& event = before.pending_approval().event();
  if (std::any_of(type.transitions().begin(), type.transitions().end(),
                  [&](const v1::TransitionRule& rule) { return rule.erases() && rule.id() == event; })) {
    session.Note(session.messages().Text("note.erasure_ordered"));
  }
}

absl::Status Approve(Session& session, const DecisionOptions& options) {
  const absl::StatusOr<std::string> name = ApprovalOf(session, options.approval);
  if (!name.ok()) return name.status();
  absl::StatusOr<v1::Case> before = v1::Case();
  if (session.output() == Output::kTable) before = FetchBasicCase(session.api(), CaseOf(*name));
  if (absl::Status s = Decide<v1::ApproveTransitionRequest>(session, *name, options.text); !s.ok()) return s;
  // Only what has ended is erased.
  if (before.ok() && before->has_close_time() && before->pending_approval().name() == *name) {
    NoteErasure(session, *before);
  }
  return absl::OkStatus();
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
