#include "clients/commands/access/access_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddAccessCommands(CLI::App& root, Run& selected) {
  CLI::App& access = AddNoun(root, "access", "Give, take and explain access to single cases", "Access");
  AddAccessExplain(access, selected);
  AddAccessGrant(access, selected);
  AddAccessRevoke(access, selected);
  AddAccessBreakGlass(access, selected);
  AddAccessReview(access, selected);
  AddAccessList(access, selected);
}

}  // namespace arasha::clients
