#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/entry_options.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseNote(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(cases, "note", "Add a note to the timeline",
                                 {"arasha case note IST-2026-000123 --text \"Family asks for news\"",
                                  "arasha case note IST-2026-000123 --text - < note.txt"});
  auto options = std::make_shared<EntryOptions>();
  options->entry.set_kind(v1::ENTRY_KIND_NOTE);
  AddEntryOptions(command, *options);

  OnSelect(command, selected, [options](Session& session) { return RunAddEntry(session, *options); });
}

}  // namespace arasha::clients
