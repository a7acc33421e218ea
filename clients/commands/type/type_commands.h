#ifndef ARASHA_CLIENTS_COMMANDS_TYPE_TYPE_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_TYPE_TYPE_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddTypeList(CLI::App& types, Run& selected);
void AddTypeShow(CLI::App& types, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_TYPE_TYPE_COMMANDS_H_
