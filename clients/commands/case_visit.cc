#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/entry_options.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseVisit(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "visit", "Record a visit: prison, hospital, scene, morgue",
                 {"arasha case visit IST-2026-000123 --happened-at -3h --text \"In good health\""});
  auto options = std::make_shared<EntryOptions>();
  options->entry.set_kind(v1::ENTRY_KIND_VISIT);
  AddEntryOptions(command, *options);
  AddPartyOption(command, *options);
  OnSelect(command, selected, [options](Session& session) { return RunAddEntry(session, *options); });
}

}  // namespace arasha::clients
