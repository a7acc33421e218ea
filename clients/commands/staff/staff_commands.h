#ifndef ARASHA_CLIENTS_COMMANDS_STAFF_STAFF_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_STAFF_STAFF_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddStaffColleagues(CLI::App& staff, Run& selected);
void AddStaffAdd(CLI::App& staff, Run& selected);
void AddStaffUpdate(CLI::App& staff, Run& selected);
void AddStaffList(CLI::App& staff, Run& selected);
void AddStaffGrant(CLI::App& staff, Run& selected);
void AddStaffRevoke(CLI::App& staff, Run& selected);
void AddStaffRevokeCertificate(CLI::App& staff, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_STAFF_STAFF_COMMANDS_H_
