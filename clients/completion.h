#ifndef ARASHA_CLIENTS_COMPLETION_H_
#define ARASHA_CLIENTS_COMPLETION_H_

#include <string>

#include "clients/commands/commands.h"

namespace arasha::clients {

// Scripts that complete subcommands, options and the values of options that have a few, made from the
// command tree itself. A choice of values is read off an option's type name, `table|json|csv`; an option
// of type FILE completes paths.
std::string BashCompletion(const CLI::App& root);
std::string ZshCompletion(const CLI::App& root);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMPLETION_H_
