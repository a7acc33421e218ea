#include "clients/commands/staff/staff_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddStaffCommands(CLI::App& root, Run& selected) {
  CLI::App& staff = AddNoun(root, "staff", "Administer staff, partners and their roles", "Access");
  AddStaffColleagues(staff, selected);
  AddStaffAdd(staff, selected);
  AddStaffUpdate(staff, selected);
  AddStaffList(staff, selected);
  AddStaffGrant(staff, selected);
  AddStaffRevoke(staff, selected);
  AddStaffRevokeCertificate(staff, selected);
}

}  // namespace arasha::clients
