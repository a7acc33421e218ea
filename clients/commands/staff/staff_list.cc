#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/tables/print_staff.h"

namespace arasha::clients {
namespace {

absl::Status List(Session& session) {
  const auto listed = ReadPages(session.api(), v1::ListPrincipalsRequest(), {});
  if (!listed.ok()) return listed.status();
  session.Print(listed->rows);
  return absl::OkStatus();
}

}  // namespace

void AddStaffList(CLI::App& staff, Run& selected) {
  CLI::App& command = AddCommand(staff, "list", "List staff and partners with their roles",
                                 {"arasha staff list", "arasha staff list --output csv"});
  OnSelectList<v1::Principal>(command, selected, List);
}

}  // namespace arasha::clients
