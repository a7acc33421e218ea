#include <memory>
#include <vector>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/staff/role_options.h"
#include "clients/print/tables/print_staff.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct UpdateOptions {
  std::string principal;
  std::string display_name;
  std::vector<std::string> clearances;
  bool no_clearances = false;
  bool activate = false;
  bool deactivate = false;
};

absl::Status Update(Session& session, const UpdateOptions& options) {
  v1::UpdatePrincipalRequest request;
  v1::Principal& principal = *request.mutable_principal();
  google::protobuf::FieldMask& mask = *request.mutable_update_mask();
  principal.set_name(StaffName(options.principal));
  if (!options.display_name.empty()) {
    principal.set_display_name(options.display_name);
    mask.add_paths("display_name");
  }
  if (!options.clearances.empty() || options.no_clearances) {
    for (const std::string& compartment : options.clearances) principal.add_clearances(compartment);
    mask.add_paths("clearances");
  }
  if (options.activate || options.deactivate) {
    principal.set_active(options.activate);
    mask.add_paths("active");
  }
  if (mask.paths().empty()) return UsageError("usage.nothing_to_change_in_staff");
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Principal> updated = session.api().Call(request);
  if (!updated.ok()) return updated.status();
  session.Print(*updated);
  if (options.deactivate) NoteHandover(session, *updated);
  return absl::OkStatus();
}

}  // namespace

void AddStaffUpdate(CLI::App& staff, Run& selected) {
  CLI::App& command =
      AddCommand(staff, "update", "Change who a person is, what they are cleared for, whether they may act",
                 {"arasha staff update t.bekova --clearance trafficking --clearance minors",
                  "arasha staff update t.bekova --deactivate"});
  auto options = std::make_shared<UpdateOptions>();
  AddOption(command, "PERSON", options->principal, "Id: a.omarova, or partners/ORG/SYSTEM").Required();
  AddOption(command, "--name", options->display_name, "Name shown to people").Sets("principal.display_name");
  const Option clearance = AddRepeated(command, "--clearance", options->clearances,
                                       "All compartments it is cleared for; once for each")
                               .TypeName("COMPARTMENT")
                               .Sets("principal.clearances");
  AddFlag(command, "--no-clearances", options->no_clearances, "Clear it for no compartment")
      .Excludes(clearance);
  const Option activate = AddFlag(command, "--activate", options->activate, "Let it act again");
  AddFlag(command, "--deactivate", options->deactivate,
          "Refuse it from now on, whatever its certificate and roles")
      .Excludes(activate);
  OnSelect(command, selected, [options](Session& session) { return Update(session, *options); });
}

}  // namespace arasha::clients
