#include <memory>
#include <vector>

#include "clients/commands/case/entry_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

struct CaseEntryOptions : EntryOptions {
  v1::ContactChannel channel = v1::CONTACT_CHANNEL_UNSPECIFIED;
  bool in_person = false;
  bool failed = false;
  bool sent = false;
  bool received = false;
};

// A command for each kind of entry that people write, and what may be said of it beside the text.
struct EntryCommand {
  const char* name;
  const char* description;
  v1::EntryKind kind;
  bool party;
  // What a number that the entry has is the number of; nullptr if it has none.
  const char* reference;
  std::vector<std::string> examples;
};

std::vector<EntryCommand> EntryCommands() {
  return {
      {"note",
       "Add a note to the timeline",
       v1::ENTRY_KIND_NOTE,
       false,
       nullptr,
       {"arasha case note IST-2026-000123 \"Family asks for news\"",
        "arasha case note IST-2026-000123                             # opens your editor",
        "arasha case note IST-2026-000123 --text - < note.txt"}},
      {"contact",
       "Record a contact with a party, or an attempt that failed",
       v1::ENTRY_KIND_CONTACT,
       true,
       nullptr,
       {"arasha case contact IST-2026-000123 \"Asks for a lawyer\" --channel phone --happened-at -2h",
        "arasha case contact IST-2026-000123 \"No answer\" --channel phone --failed",
        "arasha case contact IST-2026-000123 --text '' --channel meeting --in-person"}},
      {"visit",
       "Record a visit: prison, hospital, scene, morgue",
       v1::ENTRY_KIND_VISIT,
       true,
       nullptr,
       {"arasha case visit IST-2026-000123 \"In good health\" --happened-at -3h",
        "arasha case visit IST-2026-000123 \"Asks for a doctor\" --set facility=prison --set seen_alone=yes "
        "--set ill_treatment=told"}},
      {"note-verbale",
       "Record a note verbale sent to, or received from, the host state",
       v1::ENTRY_KIND_NOTE_VERBALE,
       true,
       "Number of the note",
       {"arasha case note-verbale IST-2026-000123 \"Access requested\" --sent --reference 19-03/412",
        "arasha case note-verbale IST-2026-000123 \"Access granted\" --received --reference 2026/88 "
        "--happened-at -1d"}},
      {"decision",
       "Record a decision of a court, an authority or the mission",
       v1::ENTRY_KIND_DECISION,
       false,
       "Number of the decision",
       {"arasha case decision IST-2026-000123 \"Detention prolonged by 30 days\" --reference 2026/118"}},
  };
}

void AddOne(CLI::App& cases, Run& selected, const EntryCommand& rule) {
  CLI::App& command = AddCommand(cases, rule.name, rule.description, rule.examples);
  auto options = std::make_shared<CaseEntryOptions>();
  options->entry.set_kind(rule.kind);
  AddEntryOptions(command, *options);
  if (rule.party) AddPartyOption(command, *options);
  AddDetailOption(command, *options);
  if (rule.reference != nullptr) {
    AddOption(
        command, "--reference",
        [options](const std::string& number) { options->entry.set_reference(number); }, rule.reference)
        .Sets("entry.reference");
  }
  if (rule.kind == v1::ENTRY_KIND_CONTACT) {
    AddEnum(command, "--channel", options->channel, "How contact was made or sought").Sets("entry.channel");
    AddFlag(command, "--failed", options->failed, "The party was not reached");
    AddFlag(command, "--in-person", options->in_person, "Officer and party were in the same place")
        .Sets("entry.in_person");
  }
  if (rule.kind == v1::ENTRY_KIND_NOTE_VERBALE) {
    const Option sent = AddFlag(command, "--sent", options->sent, "From the mission to the host state");
    AddFlag(command, "--received", options->received, "From the host state to the mission").Excludes(sent);
  }
  OnSelect(command, selected, [options](Session& session) -> absl::Status {
    v1::Entry& entry = options->entry;
    if (options->failed) entry.set_kind(v1::ENTRY_KIND_CONTACT_ATTEMPT);
    entry.set_channel(options->channel);
    entry.set_in_person(options->in_person);
    if (options->sent) entry.set_direction(v1::DIRECTION_SENT);
    if (options->received) entry.set_direction(v1::DIRECTION_RECEIVED);
    // Before an editor opens: what is written there would be refused.
    if (entry.kind() == v1::ENTRY_KIND_NOTE_VERBALE && !options->sent && !options->received) {
      return UsageError("usage.one_of_two", {{"one", "--sent"}, {"other", "--received"}});
    }
    return RunAddEntry(session, *options);
  });
}

}  // namespace

void AddCaseEntries(CLI::App& cases, Run& selected) {
  for (const EntryCommand& rule : EntryCommands()) AddOne(cases, selected, rule);
}

}  // namespace arasha::clients
