#ifndef ARASHA_CLIENTS_COMMANDS_PRINT_RECORDS_H_
#define ARASHA_CLIENTS_COMMANDS_PRINT_RECORDS_H_

#include <string>
#include <vector>

#include "clients/session/session.h"

namespace arasha::clients {

// Prints what is the client's own, and no message of the API: rows of text under the names of their
// columns, in any output format; in JSON, a list of objects. Of all of them, those that --columns asks for.
void PrintRecords(const Session& session, const std::vector<std::string>& all,
                  const std::vector<std::vector<std::string>>& records);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_PRINT_RECORDS_H_
