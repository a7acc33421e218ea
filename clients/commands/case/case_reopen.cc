#include <memory>

#include "clients/commands/case/transition_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseReopen(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "reopen", "Reopen a closed case (the event of its type that leads on from an end)",
                 {"arasha case reopen IST-2026-000123 --text \"Detained again\""});
  auto options = std::make_shared<TransitionOptions>();
  options->event = "reopen";
  options->passage = Passage::kFromEnd;
  AddTransitionOptions(command, *options);
  OnSelect(command, selected, [options](Session& session) { return RunTransition(session, *options); });
}

}  // namespace arasha::clients
