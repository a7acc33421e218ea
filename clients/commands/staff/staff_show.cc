#include <memory>
#include <string>

#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_staff.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

// Of the register of people, which is short, the one that is asked for.
absl::Status Show(Session& session, const std::string& typed) {
  const absl::StatusOr<std::string> name = session.Staff(typed);
  if (!name.ok()) return name.status();
  const auto listed = ReadPages(session.api(), v1::ListPrincipalsRequest(), {});
  if (!listed.ok()) return listed.status();
  for (const v1::Principal& principal : listed->rows.principals()) {
    if (principal.name() != *name) continue;
    session.Print(principal);
    return absl::OkStatus();
  }
  return NotFoundError("reason.NOT_FOUND_PERSON", {{"name", typed}});
}

}  // namespace

void AddStaffShow(CLI::App& staff, Run& selected) {
  CLI::App& command =
      AddCommand(staff, "show", "Show one person: roles, until when, clearances, whether they may act",
                 {"arasha staff show t.bekova", "arasha staff show partners/iom/registry --output json"});
  auto person = std::make_shared<std::string>();
  AddOption(command, "PERSON", *person, "Id: a.omarova, or partners/ORG/SYSTEM").Required();
  OnSelect(command, selected, [person](Session& session) { return Show(session, *person); });
}

}  // namespace arasha::clients
