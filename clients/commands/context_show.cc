#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/records.h"

namespace arasha::clients {

void AddContextShow(CLI::App& contexts, Run& selected) {
  CLI::App& command =
      AddCommand(contexts, "show", "Show what a command would use: flags over environment over context",
                 {"arasha context show", "arasha context show --context warsaw"});
  OnSelect(command, selected, [](Session& session) -> absl::Status {
    const absl::StatusOr<Settings>& settings = session.settings();
    if (!settings.ok()) return settings.status();
    PrintRecords(session, {"setting", "value"},
                 {{"context", settings->context},
                  {"endpoint", settings->endpoint},
                  {"ca", settings->ca},
                  {"cert", settings->certificate},
                  {"key", settings->key},
                  {"mission", settings->mission},
                  {"time_zone", settings->time_zone}});
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
