#include <memory>
#include <ostream>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/input/case_template.h"
#include "clients/print/types/print_case_type.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct TypeShowOptions {
  std::string type;
  bool as_template = false;
};

}  // namespace

void AddTypeShow(CLI::App& types, Run& selected) {
  CLI::App& command =
      AddCommand(types, "show", "Show a case type: fields, states, events, deadlines and their sources",
                 {"arasha type show rights.detention", "arasha type show rights.detention@2",
                  "arasha type show rights.detention --template > case.json"});
  auto options = std::make_shared<TypeShowOptions>();
  AddOption(command, "TYPE", options->type, "Id of the type; id@version for one version, else the newest")
      .Required()
      .Sets("name");
  AddFlag(command, "--template", options->as_template,
          "A case of this type to fill in, for `case open --from-file`; what stays empty is left out");
  OnSelect(command, selected, [options](Session& session) -> absl::Status {
    v1::GetCaseTypeRequest request;
    request.set_name(CaseTypeName(options->type));
    const absl::StatusOr<v1::CaseType> answer = session.api().Call(request);
    if (!answer.ok()) return answer.status();
    if (options->as_template) {
      *session.environment().out << CaseTemplate(*answer);
    } else {
      session.Print(*answer);
    }
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
