#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/commands/print_records.h"
#include "clients/connection/contexts.h"

namespace arasha::clients {

void AddContextList(CLI::App& contexts, Run& selected) {
  CLI::App& command =
      AddCommand(contexts, "list", "List the contexts; * marks the current one", {"arasha context list"});
  const std::vector<std::string> names = {"current", "name", "endpoint", "mission"};
  OnSelectList(command, selected, names, [names](Session& session) -> absl::Status {
    const absl::StatusOr<Contexts> known = LoadContexts(ContextsPath(session.environment()));
    if (!known.ok()) return known.status();
    std::vector<std::vector<std::string>> rows;
    for (const auto& [name, context] : known->named) {
      rows.push_back({name == known->current ? "*" : "", name, context.endpoint, context.mission});
    }
    PrintRecords(session, names, rows);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
