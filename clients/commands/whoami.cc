#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_staff.h"

namespace arasha::clients {

void AddWhoAmI(CLI::App& root, Run& selected) {
  CLI::App& command =
      AddCommand(root, "whoami", "Show whom the server takes you for, and your roles", {"arasha whoami"});
  OnSelect(command, selected, [](Session& session) -> absl::Status {
    const auto answer = session.api().Call(v1::WhoAmIRequest());
    if (!answer.ok()) return answer.status();
    session.Print(*answer);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
