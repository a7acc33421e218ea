#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/entry_options.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseDecision(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "decision", "Record a decision of a court, an authority or the mission",
                 {"arasha case decision IST-2026-000123 --reference 2026/118 --text \"Detention prolonged by "
                  "30 days\""});
  auto options = std::make_shared<EntryOptions>();
  options->entry.set_kind(v1::ENTRY_KIND_DECISION);
  AddEntryOptions(command, *options);
  AddOption(
      command, "--reference", [options](const std::string& number) { options->entry.set_reference(number); },
      "Number of the decision");
  OnSelect(command, selected, [options](Session& session) { return RunAddEntry(session, *options); });
}

}  // namespace arasha::clients
