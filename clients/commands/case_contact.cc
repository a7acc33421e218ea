#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/entry_options.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

struct ContactOptions : EntryOptions {
  v1::ContactChannel channel = v1::CONTACT_CHANNEL_UNSPECIFIED;
  bool failed = false;
  bool in_person = false;
};

}  // namespace

void AddCaseContact(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "contact", "Record a contact with a party, or an attempt that failed",
      {"arasha case contact IST-2026-000123 --channel phone --text \"Asks for a lawyer\" --happened-at -2h",
       "arasha case contact IST-2026-000123 --channel phone --failed --text \"No answer\"",
       "arasha case contact IST-2026-000123 --channel meeting --in-person"});
  auto options = std::make_shared<ContactOptions>();
  AddEntryOptions(command, *options);
  AddPartyOption(command, *options);
  AddEnum(command, "--channel", options->channel, "How contact was made or sought");
  AddFlag(command, "--failed", options->failed, "The party was not reached");
  AddFlag(command, "--in-person", options->in_person, "Officer and party were in the same place");
  OnSelect(command, selected, [options](Session& session) {
    options->entry.set_kind(options->failed ? v1::ENTRY_KIND_CONTACT_ATTEMPT : v1::ENTRY_KIND_CONTACT);
    options->entry.set_channel(options->channel);
    options->entry.set_in_person(options->in_person);
    return RunAddEntry(session, *options);
  });
}

}  // namespace arasha::clients
