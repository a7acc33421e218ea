#ifndef ARASHA_CLIENTS_CLIENT_H_
#define ARASHA_CLIENTS_CLIENT_H_

#include <string>
#include <vector>

#include "clients/connection/environment.h"
#include "clients/errors/exit_codes.h"

namespace arasha::clients {

// Runs one command line, the program's name left out, to its end.
ExitCode RunClient(const std::vector<std::string>& arguments, const Environment& environment);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CLIENT_H_
