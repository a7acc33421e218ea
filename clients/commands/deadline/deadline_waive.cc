#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/deadline/deadline_options.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddDeadlineWaive(CLI::App& deadlines, Run& selected) {
  CLI::App& command =
      AddCommand(deadlines, "waive", "Say that a deadline need not be met, and why; heads may",
                 {"arasha deadline waive IST-2026-000123 host_reply --reason \"Answered by telephone\"",
                  "arasha deadline waive IST-2026-000123 next_visit --run 3 --reason \"Moved to Ankara\"",
                  "arasha deadline explain IST-2026-000123     # ids of its deadlines"});
  auto options = std::make_shared<DeadlineDecision>();
  AddDeadlineDecisionOptions(command, *options);
  OnSelect(command, selected, [options](Session& session) {
    return DecideDeadline(session, *options, v1::WaiveDeadlineRequest());
  });
}

}  // namespace arasha::clients
