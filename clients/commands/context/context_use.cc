#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/connection/contexts.h"
#include "clients/text/local_error.h"

namespace arasha::clients {

void AddContextUse(CLI::App& contexts, Run& selected) {
  CLI::App& command =
      AddCommand(contexts, "use", "Make a context the current one", {"arasha context use warsaw"});
  auto name = std::make_shared<std::string>();
  AddOption(command, "CONTEXT", *name, "Name of the context").Required();
  OnSelect(command, selected, [name](Session& session) -> absl::Status {
    const std::string path = ContextsPath(session.environment());
    absl::StatusOr<Contexts> known = LoadContexts(path);
    if (!known.ok()) return known.status();
    if (!known->named.contains(*name)) return UsageError("usage.context_unknown", {{"name", *name}});
    known->current = *name;
    return SaveContexts(path, *known);
  });
}

}  // namespace arasha::clients
