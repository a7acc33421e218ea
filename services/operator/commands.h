#ifndef ARASHA_SERVICES_OPERATOR_COMMANDS_H_
#define ARASHA_SERVICES_OPERATOR_COMMANDS_H_

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

// What operators do beside serving, on the server's own machine with the owner's database connection. Each
// command prints what it did on standard output, or what is wrong on standard error, and leaves the
// process's exit code: 0 done, 1 refused or failed, 2 unusable configuration.
namespace arasha::operators {

// Closes a command's help with an example, `arashad …`. CLI11 would show that of whatever is above it.
inline void ShowExample(CLI::App& command, const std::string& example) {
  command.footer("Example:\n  " + example);
}

// Adds a command that reads the configuration; `run(config_path)` returns the exit code. `exit_code` must
// outlive the parsing, by which a command runs.
template <typename Run>
CLI::App* AddCommand(CLI::App& parent, const char* name, const char* help, const char* example,
                     int& exit_code, Run run) {
  auto* command = parent.add_subcommand(name, help);
  ShowExample(*command, example);
  const auto config = std::make_shared<std::string>("/etc/arasha/arashad.toml");
  command->add_option("--config", *config, "Configuration file; every key is in deploy/arashad.example.toml")
      ->capture_default_str();
  command->callback([config, run = std::move(run), &exit_code] { exit_code = run(*config); });
  return command;
}

// Adds all of them.
void AddCommands(CLI::App& app, int& exit_code);

// Those of each file.
void AddCalendarCommands(CLI::App& app, int& exit_code);
void AddCatalogueCommands(CLI::App& app, int& exit_code);
void AddDirectoryCommands(CLI::App& app, int& exit_code);
void AddEraseCommand(CLI::App& app, int& exit_code);
void AddKeyCommands(CLI::App& app, int& exit_code);
void AddLogCommands(CLI::App& app, int& exit_code);
void AddRevokeCommand(CLI::App& app, int& exit_code);

}  // namespace arasha::operators

#endif  // ARASHA_SERVICES_OPERATOR_COMMANDS_H_
