#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

absl::Status List(Session& session) {
  v1::ListPrincipalsRequest request;
  v1::ListPrincipalsResponse merged;
  do {
    const absl::StatusOr<v1::ListPrincipalsResponse> page = session.api().Call(request);
    if (!page.ok()) return page.status();
    merged.mutable_principals()->MergeFrom(page->principals());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  session.Print(merged);
  return absl::OkStatus();
}

}  // namespace

void AddStaffList(CLI::App& staff, Run& selected) {
  CLI::App& command = AddCommand(staff, "list", "List staff and partners with their roles",
                                 {"arasha staff list", "arasha staff list --output csv"});
  OnSelect(command, selected, List);
}

}  // namespace arasha::clients
