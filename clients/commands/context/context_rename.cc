#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/connection/contexts.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

struct RenameOptions {
  std::string from;
  std::string to;
};

absl::Status Rename(Session& session, const RenameOptions& options) {
  if (absl::Status named = CheckContextName(options.to); !named.ok()) return named;
  const std::string path = ContextsPath(session.environment());
  absl::StatusOr<Contexts> known = LoadContexts(path);
  if (!known.ok()) return known.status();
  if (!known->named.contains(options.from))
    return UsageError("usage.context_unknown", {{"name", options.from}});
  if (known->named.contains(options.to)) return UsageError("usage.context_exists", {{"name", options.to}});
  auto context = known->named.extract(options.from);
  context.key() = options.to;
  known->named.insert(std::move(context));
  if (known->current == options.from) known->current = options.to;
  return SaveContexts(path, *known);
}

}  // namespace

void AddContextRename(CLI::App& contexts, Run& selected) {
  CLI::App& command =
      AddCommand(contexts, "rename", "Give a context another name", {"arasha context rename istanbul ist"});
  auto options = std::make_shared<RenameOptions>();
  AddOption(command, "CONTEXT", options->from, "Name of the context").Required();
  AddOption(command, "NAME", options->to, "Its new name").Required();
  OnSelect(command, selected, [options](Session& session) { return Rename(session, *options); });
}

}  // namespace arasha::clients
