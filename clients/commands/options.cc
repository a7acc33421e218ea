#include "clients/commands/options.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace arasha::clients {

CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(absl::StrCat("Examples:\n  ", absl::StrJoin(examples, "\n  "),
                               "\n\nOptions of every command (--output, --mission, …): arasha --help"));
  return *command;
}

void OnSelect(CLI::App& command, Run& selected, Run run) {
  command.callback([&selected, run = std::move(run)] { selected = run; });
}

CLI::Option* AddOption(CLI::App& command, const std::string& name, std::string& target,
                       const std::string& description) {
  return command.add_option(name, target, description);
}

CLI::Option* AddOption(CLI::App& command, const std::string& name, int& target,
                       const std::string& description) {
  return command.add_option(name, target, description);
}

CLI::Option* AddOption(CLI::App& command, const std::string& name, int64_t& target,
                       const std::string& description) {
  return command.add_option(name, target, description);
}

CLI::Option* AddOption(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                       const std::string& description) {
  return command.add_option(name, target, description);
}

CLI::Option* AddOption(CLI::App& command, const std::string& name,
                       const std::function<void(const std::string&)>& take, const std::string& description) {
  return command.add_option_function<std::string>(name, take, description);
}

CLI::Option* AddRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                         const std::string& description) {
  return command.add_option(name, target, description)->allow_extra_args(false);
}

CLI::Option* AddFlag(CLI::App& command, const std::string& name, bool& target,
                     const std::string& description) {
  return command.add_flag(name, target, description);
}

CLI::Option* Choice(CLI::Option* option, const std::vector<std::string>& values) {
  return option->type_name(absl::StrJoin(values, "|"))->check(CLI::IsMember(values).description(""));
}

}  // namespace arasha::clients
