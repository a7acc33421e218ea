#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/exit_codes.h"
#include "clients/local_error.h"

namespace arasha::clients {
namespace {

constexpr const char* kTimes =
    "Times may be given as\n"
    "  2026-11-24T14:05:00+03:00   RFC 3339\n"
    "  2026-11-24 14:05            local time, in the zone of TZ or of the system\n"
    "  -2h, 2h ago, 1d6h ago       so long ago: w, d, h, m, s\n"
    "  +14d                        so far ahead, for --until\n"
    "  now\n"
    "Tables show the local zone, named in the header; json and csv show RFC 3339 in UTC.\n";

absl::Status Help(Session& session, const CLI::App& root, const std::vector<std::string>& topic) {
  std::ostream& out = *session.environment().out;
  if (topic == std::vector<std::string>{"exit-codes"}) {
    out << "Exit codes:\n" << ExitCodesText();
    return absl::OkStatus();
  }
  if (topic == std::vector<std::string>{"times"}) {
    out << kTimes;
    return absl::OkStatus();
  }
  const CLI::App* command = &root;
  for (const std::string& word : topic) {
    const auto named = command->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
    if (named.empty()) return UsageError("usage.no_topic", {{"topic", absl::StrJoin(topic, " ")}});
    command = named.front();
  }
  out << command->help();
  return absl::OkStatus();
}

}  // namespace

void AddHelp(CLI::App& root, Run& selected) {
  CLI::App& command = AddCommand(root, "help", "Show help on a command, or on exit-codes or times",
                                 {"arasha help exit-codes", "arasha help case open"});
  auto topic = std::make_shared<std::vector<std::string>>();
  AddOption(command, "TOPIC", *topic, "A command, exit-codes or times");
  OnSelect(command, selected, [topic, &root](Session& session) { return Help(session, root, *topic); });
}

}  // namespace arasha::clients
