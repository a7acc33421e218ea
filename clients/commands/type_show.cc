#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/names.h"

namespace arasha::clients {

void AddTypeShow(CLI::App& types, Run& selected) {
  CLI::App& command =
      AddCommand(types, "show", "Show a case type: fields, states, events, deadlines and their sources",
                 {"arasha type show rights.detention", "arasha type show rights.detention@2"});
  auto type = std::make_shared<std::string>();
  AddOption(command, "TYPE", *type, "Id of the type; id@version for one version, else the newest").Required();
  OnSelect(command, selected, [type](Session& session) -> absl::Status {
    v1::GetCaseTypeRequest request;
    request.set_name(CaseTypeName(*type));
    session.AddFieldFlag("name", "TYPE");
    const absl::StatusOr<v1::CaseType> answer = session.api().Call(request);
    if (!answer.ok()) return answer.status();
    session.Print(*answer);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
