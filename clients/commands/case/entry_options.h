#ifndef ARASHA_CLIENTS_COMMANDS_CASE_ENTRY_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_ENTRY_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "arasha/v1/entry.pb.h"
#include "clients/commands/options.h"
#include "clients/session/session.h"

namespace arasha::clients {

// What all commands that add an entry to a timeline share; each sets the rest of `entry` itself.
struct EntryOptions {
  std::string case_name;
  // By position or by --text; neither asks for an editor.
  std::optional<std::string> text;
  std::string happened_time;
  std::string party;
  std::vector<std::string> set;
  v1::Entry entry;
};

// Adds CASE, TEXT, --text and --happened-at.
void AddEntryOptions(CLI::App& command, EntryOptions& options);

// Adds --set, for the fields that types have for such entries.
void AddDetailOption(CLI::App& command, EntryOptions& options);

// The case's type as the details of such an entry see it: `fields` are those of the entry.
absl::StatusOr<v1::CaseType> EntryTypeOf(Session& session, const std::string& case_name, v1::EntryKind kind);

// Adds --party.
void AddPartyOption(CLI::App& command, EntryOptions& options);

// Adds the entry and prints it. Whoever sits at a terminal and gave no text writes it in an editor, and is
// asked for the fields that the server misses.
absl::Status RunAddEntry(Session& session, const EntryOptions& options);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_ENTRY_OPTIONS_H_
