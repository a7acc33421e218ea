#include "clients/completion.h"

#include <memory>
#include <ostream>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCompletion(CLI::App& root, Run& selected) {
  CLI::App& command = AddCommand(
      root, "completion", "Print a completion script for your shell",
      {"source <(arasha completion bash)", "arasha completion bash > /etc/bash_completion.d/arasha",
       "arasha completion zsh > \"${fpath[1]}/_arasha\""});
  auto shell = std::make_shared<std::string>();
  AddOption(command, "SHELL", *shell, "Which shell").Required().Choice({"bash", "zsh"});
  OnSelect(command, selected, [shell, &root](Session& session) {
    *session.environment().out << (*shell == "bash" ? BashCompletion(root) : ZshCompletion(root));
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
