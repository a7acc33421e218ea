#include <memory>
#include <ostream>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/drawing/state_diagram.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct TypeDrawOptions {
  std::string type;
  std::string format = "svg";
};

}  // namespace

void AddTypeDraw(CLI::App& types, Run& selected) {
  CLI::App& command = AddCommand(types, "draw", "Draw the states of a case type and the events between them",
                                 {"arasha type draw rights.detention > detention.svg",
                                  "arasha type draw rights.detention@2 --format dot --lang kk"});
  auto options = std::make_shared<TypeDrawOptions>();
  AddOption(command, "TYPE", options->type, "Id of the type; id@version for one version, else the newest")
      .Required()
      .Sets("name");
  AddOption(command, "--format", options->format, "A picture, or text for graphviz")
      .Choice({"svg", "dot"})
      .ShowDefault();
  OnSelect(command, selected, [options](Session& session) -> absl::Status {
    v1::GetCaseTypeRequest request;
    request.set_name(CaseTypeName(options->type));
    const absl::StatusOr<v1::CaseType> answer = session.api().Call(request);
    if (!answer.ok()) return answer.status();
    *session.environment().out << (options->format == "dot" ? StateDiagramDot(*answer, session.messages())
                                                            : StateDiagramSvg(*answer, session.messages()));
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
