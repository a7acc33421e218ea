#ifndef ARASHA_CLIENTS_COMMANDS_CONTEXT_CONTEXT_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_CONTEXT_CONTEXT_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddContextList(CLI::App& contexts, Run& selected);
void AddContextUse(CLI::App& contexts, Run& selected);
void AddContextSet(CLI::App& contexts, Run& selected);
void AddContextRename(CLI::App& contexts, Run& selected);
void AddContextDelete(CLI::App& contexts, Run& selected);
void AddContextShow(CLI::App& contexts, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CONTEXT_CONTEXT_COMMANDS_H_
