#include <memory>

#include "clients/commands/approval/approval_decision.h"
#include "clients/commands/commands.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

// The case no longer tells what waited on it, and so looks as if nothing had been done.
void NoteRefused(Session& session, const v1::Case& before) {
  const v1::Approval& approval = before.pending_approval();
  const TableStyle style = session.style();
  const absl::StatusOr<v1::WhoAmIResponse> who = session.api().Call(v1::WhoAmIRequest());
  const bool own = who.ok() && who->name() == approval.proposed_by();
  session.Note(style.messages.Text(
      own ? "note.taken_back" : "note.refused",
      {{"event", approval.has_correction()
                     ? style.messages.Text("label.correction")
                     : style.EventText(approval.event(), session.TypeOf(before).value_or(v1::CaseType()))},
       {"person", std::string(ShortName(approval.proposed_by()))}}));
}

absl::Status Refuse(Session& session, const DecisionOptions& options) {
  const absl::StatusOr<std::string> name = ApprovalOf(session, options.approval);
  if (!name.ok()) return name.status();
  absl::StatusOr<v1::Case> before = v1::Case();
  if (session.output() == Output::kTable) before = FetchBasicCase(session.api(), CaseOf(*name));
  if (absl::Status s = Decide<v1::RefuseTransitionRequest>(session, *name, options.text); !s.ok()) return s;
  if (before.ok() && before->pending_approval().name() == *name) NoteRefused(session, *before);
  return absl::OkStatus();
}

}  // namespace

void AddApprovalRefuse(CLI::App& approvals, Run& selected) {
  CLI::App& command =
      AddCommand(approvals, "refuse",
                 "Refuse a proposed change of a case, or take your own back; the case stays as it is",
                 {"arasha approval refuse IST-2026-000123 --text 'The ruling of the court is missing'"});
  auto options = std::make_shared<DecisionOptions>();
  AddDecisionOptions(command, *options,
                     "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->text, "label.reason");
  OnSelect(command, selected, [options](Session& session) { return Refuse(session, *options); });
}

}  // namespace arasha::clients
