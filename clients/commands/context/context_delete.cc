#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/connection/contexts.h"
#include "clients/text/local_error.h"

namespace arasha::clients {

void AddContextDelete(CLI::App& contexts, Run& selected) {
  CLI::App& command = AddCommand(contexts, "delete", "Forget a context; its files stay where they are",
                                 {"arasha context delete warsaw"});
  auto name = std::make_shared<std::string>();
  AddOption(command, "CONTEXT", *name, "Name of the context").Required();
  OnSelect(command, selected, [name](Session& session) -> absl::Status {
    const std::string path = ContextsPath(session.environment());
    absl::StatusOr<Contexts> known = LoadContexts(path);
    if (!known.ok()) return known.status();
    if (known->named.erase(*name) == 0) return UsageError("usage.context_unknown", {{"name", *name}});
    if (known->current == *name) known->current.clear();
    return SaveContexts(path, *known);
  });
}

}  // namespace arasha::clients
