#include "clients/commands/completion_candidates.h"

#include <memory>
#include <ostream>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddCompletion(CLI::App& root, Run& selected) {
  CLI::App& command = AddCommand(
      root, "completion", "Print a completion script for your shell",
      {"source <(arasha completion bash)", "arasha completion bash > /etc/bash_completion.d/arasha",
       "arasha completion zsh > \"${fpath[1]}/_arasha\"",
       "arasha completion fish > ~/.config/fish/completions/arasha.fish"});
  auto shell = std::make_shared<std::string>();
  AddOption(command, "SHELL", *shell, "Which shell").Required().Choice({"bash", "zsh", "fish"});
  OnSelect(command, selected, [shell](Session& session) {
    *session.environment().out << CompletionScript(*shell);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
