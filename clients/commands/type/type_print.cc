#include <memory>
#include <string>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/types/print_type_page.h"
#include "clients/text/names.h"

namespace arasha::clients {

void AddTypePrint(CLI::App& types, Run& selected) {
  CLI::App& command = AddCommand(
      types, "print",
      "Print a page for the citizen: what the consul can and cannot do, and which papers are needed",
      {"arasha type print rights.detention --lang kk", "arasha type print rights.death --lang ru"});
  auto type = std::make_shared<std::string>();
  AddOption(command, "TYPE", *type, "Id of the type; id@version for one version, else the newest")
      .Required()
      .Sets("name");
  OnSelect(command, selected, [type](Session& session) -> absl::Status {
    v1::GetCaseTypeRequest request;
    request.set_name(CaseTypeName(*type));
    const absl::StatusOr<v1::CaseType> answer = session.api().Call(request);
    if (!answer.ok()) return answer.status();
    session.Print(*answer, [&] { return TypePage(*answer, session.style()); });
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
