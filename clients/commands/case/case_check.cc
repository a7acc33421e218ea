#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "clients/commands/case/entry_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/input/called_so.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "clients/text/rule_label.h"

namespace arasha::clients {
namespace {

// Asks whoever is at the terminal whether an item is ticked that is owed only in a later state.
absl::Status ConfirmLater(Session& session, const EntryOptions& options) {
  if (!session.Interactive()) return absl::OkStatus();
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), *name);
  if (!matter.ok()) return absl::OkStatus();  // The server says why.
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (!type.ok()) return absl::OkStatus();
  const Texts& messages = session.messages();
  for (const v1::CheckItem& item : type->checklist()) {
    const auto& states = item.in_states();
    const bool is_owed =
        states.empty() || std::find(states.begin(), states.end(), matter->state()) != states.end();
    const std::string& typed = options.entry.check_item();
    const bool is_meant = item.id() == typed || IsLabel(typed, item.label());
    if (!is_meant || is_owed) continue;
    const bool sure = Confirmed(
        session,
        messages.Text("prompt.check_later", {{"item", messages.Text(item.label(), item.id())},
                                             {"state", LabelOf(type->states(), matter->state(), messages)},
                                             {"later", LabelOf(type->states(), states[0], messages)}}));
    return sure ? absl::OkStatus() : UsageError("usage.not_confirmed");
  }
  return absl::OkStatus();
}

}  // namespace

void AddCaseCheck(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "check", "Tick an item of a case's checklist",
      {"arasha case check IST-2026-000123 lawyer_list",
       "arasha case check IST-2026-000123 lawyer_list --text \"Handed over in prison\" --happened-at "
       "\"yesterday 15:00\"",
       "arasha case checklist IST-2026-000123     # its items",
       "arasha case correct IST-2026-000123 4f21c07a --reason \"Not done\"     # unticks one, by the "
       "entry"});
  auto options = std::make_shared<EntryOptions>();
  options->entry.set_kind(v1::ENTRY_KIND_CHECK);
  // Nobody need write anything about it.
  options->text = "";
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("parent");
  AddOption(
      command, "ITEM", [options](const std::string& item) { options->entry.set_check_item(item); },
      "The item of the checklist, by its id or its name in any language")
      .Required()
      .Sets("entry.check_item");
  AddOption(
      command, "--text", [options](const std::string& typed) { options->text = typed; },
      "What is worth knowing about it; - reads it from standard input")
      .Sets("entry.text");
  AddOption(
      command, "--happened-at", options->happened_time,
      "When it happened, '28.11.2026 14:05', 14:05, 'yesterday 9:00', '2h ago' (arasha help times); now if "
      "left out")
      .Sets("entry.happened_time");
  OnSelect(command, selected, [options](Session& session) {
    if (absl::Status s = ConfirmLater(session, *options); !s.ok()) return s;
    return RunAddEntry(session, *options);
  });
}

}  // namespace arasha::clients
