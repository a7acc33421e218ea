#include "clients/certificate.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/records.h"
#include "clients/times.h"

namespace arasha::clients {

void AddContextShow(CLI::App& contexts, Run& selected) {
  CLI::App& command =
      AddCommand(contexts, "show", "Show what a command would use: flags over environment over context",
                 {"arasha context show", "arasha context show --context warsaw"});
  OnSelect(command, selected, [](Session& session) -> absl::Status {
    const absl::StatusOr<Settings>& settings = session.settings();
    if (!settings.ok()) return settings.status();
    // What cannot be read, a command that needs it will say.
    const absl::StatusOr<absl::Time> until = ReadExpiry(settings->certificate);
    PrintRecords(session, {"setting", "value"},
                 {{"context", settings->context},
                  {"endpoint", settings->endpoint},
                  {"ca", settings->ca},
                  {"cert", settings->certificate},
                  {"cert_ends", until.ok() ? UtcText(*until) : ""},
                  {"key", settings->key},
                  {"mission", settings->mission},
                  {"time_zone", settings->time_zone}});
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
