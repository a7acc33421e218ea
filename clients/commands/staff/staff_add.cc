#include <memory>
#include <vector>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/staff/role_options.h"
#include "clients/print/tables/print_staff.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct AddOptions {
  std::string principal;
  std::string display_name;
  std::vector<std::string> clearances;
};

absl::Status Add(Session& session, const AddOptions& options) {
  v1::RegisterPrincipalRequest request;
  v1::Principal& principal = *request.mutable_principal();
  principal.set_name(StaffName(options.principal));
  principal.set_display_name(options.display_name);
  for (const std::string& compartment : options.clearances) principal.add_clearances(compartment);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Principal> added = session.api().Call(request);
  if (!added.ok()) return added.status();
  session.Print(*added);
  NoteNextSteps(session, *added, false);
  return absl::OkStatus();
}

}  // namespace

void AddStaffAdd(CLI::App& staff, Run& selected) {
  CLI::App& command =
      AddCommand(staff, "add", "Register a person or a partner's system, without any role yet",
                 {"arasha staff add t.bekova --name 'Толқын Бекова'",
                  "arasha staff add partners/iom/registry --name 'IOM, registry'",
                  "arasha staff add z.nurlan --name 'Зере Нұрлан' --clearance trafficking"});
  auto options = std::make_shared<AddOptions>();
  AddOption(command, "PERSON", options->principal,
            "Id as in the certificate: a.omarova, or partners/ORG/SYSTEM")
      .Required()
      .Sets("principal.name");
  AddOption(command, "--name", options->display_name, "Name shown to people")
      .Required()
      .Sets("principal.display_name");
  AddRepeated(command, "--clearance", options->clearances, "A compartment it is cleared for; once for each")
      .TypeName("COMPARTMENT")
      .Sets("principal.clearances");
  OnSelect(command, selected, [options](Session& session) { return Add(session, *options); });
}

}  // namespace arasha::clients
