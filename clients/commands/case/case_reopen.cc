#include <memory>

#include "clients/commands/case/transition_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseReopen(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(cases, "reopen", "Reopen a closed case (the event reopen of its type)",
                                 {"arasha case reopen IST-2026-000123 --text \"Detained again\""});
  auto options = std::make_shared<TransitionOptions>();
  options->event = "reopen";
  AddTransitionOptions(command, *options);
  OnSelect(command, selected, [options](Session& session) { return RunTransition(session, *options); });
}

}  // namespace arasha::clients
