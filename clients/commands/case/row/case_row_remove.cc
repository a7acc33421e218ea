#include <memory>

#include "clients/commands/case/row/rows.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_rows.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct RowRemoveOptions {
  std::string case_name;
  std::string row;
  std::string reason;
};

absl::Status RemoveRow(Session& session, const RowRemoveOptions& options) {
  const absl::StatusOr<std::string> case_name = session.Case(options.case_name);
  if (!case_name.ok()) return case_name.status();
  const absl::StatusOr<FoundRow> found = FindRow(session, *case_name, options.row);
  if (!found.ok()) return found.status();
  v1::RemoveRowRequest request;
  request.set_name(found->row.name());
  request.set_reason(session.TextOf(options.reason));
  // Of a row that the case has no more nothing can be shown: it is a repeat, or refused.
  if (session.Interactive() && !found->row.group().empty()) {
    const Texts& messages = session.messages();
    const Texts::Parameters which = {{"row", RowLine(found->row, found->type, session.style())},
                                     {"case", std::string(ShortName(*case_name))}};
    if (request.reason().empty()) {
      const absl::StatusOr<std::string> reason = Ask(session, messages.Text("prompt.row_reason", which));
      if (!reason.ok()) return reason.status();
      request.set_reason(*reason);
    }
    const absl::StatusOr<bool> sure = AskYesNo(session, messages.Text("prompt.row_remove", which));
    if (!sure.ok()) return sure.status();
    if (!*sure) return UsageError("usage.not_confirmed");
  }
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Row> row = session.api().Call(request);
  if (!row.ok()) return row.status();
  PrintRow(session, *row, found->type);
  session.Note(session.messages().Text("note.row_removed"));
  return absl::OkStatus();
}

}  // namespace

void AddCaseRowRemove(CLI::App& rows, Run& selected) {
  CLI::App& command =
      AddCommand(rows, "remove", "Take a row off a case; its record and the timeline stay",
                 {"arasha case row remove IST-2026-000123 4f21c07a --reason \"Entered twice\""});
  auto options = std::make_shared<RowRemoveOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name").Required();
  AddOption(command, "ROW", options->row, "The row: its id, or a text that it alone says")
      .Required()
      .Sets("name");
  AddOption(
      command, "--reason", options->reason,
      "Why, for the timeline; asked for at a terminal, required elsewhere; - reads it from standard input")
      .Sets("reason");
  OnSelect(command, selected, [options](Session& session) { return RemoveRow(session, *options); });
}

}  // namespace arasha::clients
