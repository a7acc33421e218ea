#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/print_records.h"
#include "clients/connection/certificate.h"
#include "clients/text/times.h"

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
    const bool for_people = session.output() == Output::kTable;
    std::string ends;
    if (until.ok()) ends = for_people ? LocalText(*until, session.style().zone) : UtcText(*until);
    std::vector<std::vector<std::string>> rows = {{"context", settings->context},
                                                  {"endpoint", settings->endpoint},
                                                  {"ca", settings->ca},
                                                  {"cert", settings->certificate},
                                                  {"cert_ends", ends},
                                                  {"key", settings->key},
                                                  {"mission", settings->mission},
                                                  {"time_zone", settings->time_zone}};
    for (std::vector<std::string>& row : rows) {
      if (for_people) row.front() = session.messages().Text(absl::StrCat("setting.", row.front()));
    }
    PrintRecords(session, {"setting", "value"}, rows);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
