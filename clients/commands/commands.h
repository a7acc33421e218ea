#ifndef ARASHA_CLIENTS_COMMANDS_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_COMMANDS_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "clients/connection/settings.h"
#include "clients/session/session.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace arasha::clients {

// What a command does: its one request out of its options, the call, the printer.
using Run = std::function<absl::Status(Session&)>;

// The whole tree of commands. A parse fills `flags` and sets `selected` to the command that was named;
// both must outlive the tree.
std::unique_ptr<CLI::App> BuildCli(GlobalFlags& flags, Run& selected);

// Each adds the commands on one noun.
void AddCaseCommands(CLI::App& root, Run& selected);
void AddTypeCommands(CLI::App& root, Run& selected);
void AddApprovalCommands(CLI::App& root, Run& selected);
void AddReminderCommands(CLI::App& root, Run& selected);
void AddAccessCommands(CLI::App& root, Run& selected);
void AddStaffCommands(CLI::App& root, Run& selected);
void AddReportCommands(CLI::App& root, Run& selected);
void AddAuditCommands(CLI::App& root, Run& selected);
void AddContextCommands(CLI::App& root, Run& selected);

// Each adds one command, of the file of its name; the command sets `selected`.
void AddCompletion(CLI::App& root, Run& selected);
void AddHelp(CLI::App& root, Run& selected);
void AddVersion(CLI::App& root, Run& selected);
void AddWhoAmI(CLI::App& root, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_COMMANDS_H_
