#include <memory>
#include <optional>

#include "clients/commands/case/entry_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {

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
  OnSelect(command, selected, [options](Session& session) { return RunAddEntry(session, *options); });
}

}  // namespace arasha::clients
