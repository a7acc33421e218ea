#include "clients/commands/audit_options.h"

#include "clients/commands/options.h"
#include "clients/file.h"
#include "clients/local_error.h"

namespace arasha::clients {

CLI::Option* AddLogKey(CLI::App& command, std::vector<std::string>& target) {
  return AddRepeated(
             command, "--key,--log-key", target,
             "The log's public key, name+id+base64, or a file of such keys; your own key, if it must be "
             "given, stands before the command: arasha --key me.key audit …")
      ->type_name("KEY");
}

absl::Status SaveNote(const std::string& path, const std::string& note) {
  const absl::Status saved = ReplaceFile(path, note);
  if (saved.ok()) return saved;
  return ConfigurationError("config.unwritable", {{"path", path}, {"error", std::string(saved.message())}});
}

}  // namespace arasha::clients
