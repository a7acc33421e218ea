#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/entry_options.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

struct NoteVerbaleOptions : EntryOptions {
  bool sent = false;
  bool received = false;
};

}  // namespace

void AddCaseNoteVerbale(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "note-verbale", "Record a note verbale sent to, or received from, the host state",
      {"arasha case note-verbale IST-2026-000123 --sent --reference 19-03/412 --text \"Access requested\"",
       "arasha case note-verbale IST-2026-000123 --received --reference 2026/88 --text \"Access granted\" "
       "--happened-at \"2026-11-24 14:05\""});
  auto options = std::make_shared<NoteVerbaleOptions>();
  AddEntryOptions(command, *options);
  AddPartyOption(command, *options);
  const Option sent = AddFlag(command, "--sent", options->sent, "From the mission to the host state");
  AddFlag(command, "--received", options->received, "From the host state to the mission").Excludes(sent);
  AddOption(
      command, "--reference", [options](const std::string& number) { options->entry.set_reference(number); },
      "Number of the note");
  OnSelect(command, selected, [options](Session& session) {
    options->entry.set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
    if (options->sent) options->entry.set_direction(v1::DIRECTION_SENT);
    if (options->received) options->entry.set_direction(v1::DIRECTION_RECEIVED);
    return RunAddEntry(session, *options);
  });
}

}  // namespace arasha::clients
