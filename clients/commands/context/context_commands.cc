#include "clients/commands/context/context_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddContextCommands(CLI::App& root, Run& selected) {
  CLI::App& contexts = AddNoun(root, "context", "Keep servers and certificates under names", "Connection");
  AddContextList(contexts, selected);
  AddContextUse(contexts, selected);
  AddContextSet(contexts, selected);
  AddContextRename(contexts, selected);
  AddContextDelete(contexts, selected);
  AddContextShow(contexts, selected);
}

}  // namespace arasha::clients
