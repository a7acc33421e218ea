#include <CLI/CLI.hpp>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/errors/exit_codes.h"
#include "clients/text/help_texts.h"
#include "clients/text/local_error.h"
#include "clients/text/nearest.h"

namespace arasha::clients {
namespace {

constexpr const char* kTopics[] = {"exit-codes", "times"};

// `word` is the first of the topic that is no command of `command`.
absl::Status NoTopic(const CLI::App& command, const std::vector<std::string>& topic,
                     const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  if (command.get_parent() == nullptr) names.insert(names.end(), std::begin(kTopics), std::end(kTopics));
  const std::vector<std::string> nearest = Nearest(word, names);
  if (nearest.empty()) return UsageError("usage.no_topic", {{"topic", absl::StrJoin(topic, " ")}});
  return UsageError("usage.no_topic_like",
                    {{"topic", absl::StrJoin(topic, " ")}, {"nearest", absl::StrJoin(nearest, ", ")}});
}

absl::Status Help(Session& session, const CLI::App& root, const std::vector<std::string>& topic) {
  std::ostream& out = *session.environment().out;
  if (topic == std::vector<std::string>{"exit-codes"}) {
    out << Folded(HelpTexts(session.messages().language()).Text("Exit codes:\n" + ExitCodesText()));
    return absl::OkStatus();
  }
  if (topic == std::vector<std::string>{"times"}) {
    out << session.messages().Text("help.times");
    return absl::OkStatus();
  }
  const CLI::App* command = &root;
  std::string above;
  for (const std::string& word : topic) {
    const auto named = command->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
    if (named.empty()) return NoTopic(*command, topic, word);
    absl::StrAppend(&above, above.empty() ? "" : " ", command->get_name());
    command = named.front();
  }
  // Its own help(), of the root, would be that of the command that was typed: of `help`.
  absl::StrAppend(&above, above.empty() ? "" : " ", command->get_name());
  out << command->get_formatter()->make_help(command, above, CLI::AppFormatMode::Normal);
  return absl::OkStatus();
}

}  // namespace

void AddHelp(CLI::App& root, Run& selected) {
  CLI::App& command = AddCommand(root, "help", "Show help on a command, or on exit-codes or times",
                                 {"arasha help", "arasha help exit-codes", "arasha help case open"});
  auto topic = std::make_shared<std::vector<std::string>>();
  AddOption(command, "TOPIC", *topic, "A command, exit-codes or times");
  OnSelect(command, selected, [topic, &root](Session& session) { return Help(session, root, *topic); });
}

}  // namespace arasha::clients
