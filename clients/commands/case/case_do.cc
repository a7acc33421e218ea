#include <memory>

#include "clients/commands/case/transition_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseDo(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(cases, "do", "Move a case along one of its type's transitions",
                                 {"arasha case do register IST-2026-000123",
                                  "arasha case do request_access IST-2026-000123 --text \"Note 19-03/412\" "
                                  "--happened-at \"2026-11-24 14:05\"",
                                  "arasha type show rights.detention     # its events"});
  auto options = std::make_shared<TransitionOptions>();
  AddOption(command, "EVENT", options->event,
            "The event, an id of the type's transitions, or its name in any language")
      .Required()
      .Sets("event");
  AddTransitionOptions(command, *options);
  OnSelect(command, selected, [options](Session& session) { return RunTransition(session, *options); });
}

}  // namespace arasha::clients
