#include <memory>

#include "clients/commands/case/transition_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseClose(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "close", "Close a case (the event of its type that leads to an end)",
                 {"arasha case close IST-2026-000123 --text \"Released on 23 November and returned home\""});
  auto options = std::make_shared<TransitionOptions>();
  options->event = "close";
  options->passage = Passage::kToEnd;
  AddTransitionOptions(command, *options);
  OnSelect(command, selected, [options](Session& session) { return RunTransition(session, *options); });
}

}  // namespace arasha::clients
