#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/print_records.h"

namespace arasha::clients {

void AddVersion(CLI::App& root, Run& selected) {
  CLI::App& command = AddCommand(
      root, "version", "Show the version of this client; whoami shows the server's", {"arasha version"});
  OnSelect(command, selected, [](Session& session) {
    PrintRecords(session, {"name", "version"}, {{"arasha", ARASHA_VERSION}});
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
