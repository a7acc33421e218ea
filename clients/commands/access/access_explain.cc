#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_access.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct ExplainOptions {
  std::string case_name;
  std::string principal = "me";
};

absl::Status Explain(Session& session, const ExplainOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  v1::ExplainAccessRequest request;
  request.set_case_(*name);
  if (options.principal != "me") request.set_principal(StaffName(options.principal));
  const absl::StatusOr<v1::ExplainAccessResponse> explanation = session.api().Call(request);
  if (!explanation.ok()) return explanation.status();
  session.Print(*explanation);
  return absl::OkStatus();
}

}  // namespace

void AddAccessExplain(CLI::App& access, Run& selected) {
  CLI::App& command =
      AddCommand(access, "explain",
                 "Say why somebody sees a case or does not, what they may do, and by which of its labels",
                 {"arasha access explain IST-2026-000123", "arasha access explain IST-2026-000123 --as d.kim",
                  "arasha access explain IST-2026-000123 --as partners/iom/registry"});
  auto options = std::make_shared<ExplainOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("case");
  AddOption(
      command, "--as", options->principal,
      "Id of the person or system; me for yourself. Of others only heads of mission and supervisors are told")
      .TypeName("PERSON")
      .ShowDefault()
      .Sets("principal");
  OnSelect(command, selected, [options](Session& session) { return Explain(session, *options); });
}

}  // namespace arasha::clients
