#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/types/print_case_type.h"

namespace arasha::clients {

void AddTypeList(CLI::App& types, Run& selected) {
  CLI::App& command = AddCommand(types, "list", "List the case types of the catalogue",
                                 {"arasha type list", "arasha type list --lang kk"});
  OnSelectList<v1::CaseType>(command, selected, [](Session& session) -> absl::Status {
    const auto answer = session.api().Call(v1::ListCaseTypesRequest());
    if (!answer.ok()) return answer.status();
    session.Print(*answer);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
