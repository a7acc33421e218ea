#include "clients/commands/log_options.h"

#include "clients/commands/options.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/verify/log_keys.h"

namespace arasha::clients {
namespace {

constexpr char kLogKeyVariable[] = "ARASHA_LOG_KEY";

}  // namespace

Option AddLogKey(CLI::App& command, std::vector<std::string>& target) {
  return AddRepeated(
             command, "--key,--log-key", target,
             "The log's public key, name+id+base64, or a file of such keys; that of ARASHA_LOG_KEY if left "
             "out. Your own key, if it must be given, stands before the command: arasha --key me.key COMMAND "
             "…")
      .TypeName("KEY");
}

absl::StatusOr<std::vector<rules::log::NoteVerifier>> LogKeys(const Session& session,
                                                              const std::vector<std::string>& typed) {
  std::vector<std::string> keys = typed;
  if (keys.empty()) {
    const std::string variable = session.environment().variable(kLogKeyVariable);
    if (variable.empty()) return UsageError("usage.no_log_key");
    keys.push_back(variable);
  }
  return ReadLogKeys(keys, rules::log::SignatureKind::kEd25519);
}

absl::Status SaveNote(const std::string& path, const std::string& note) {
  const absl::Status saved = ReplaceFile(path, note);
  if (saved.ok()) return saved;
  return ConfigurationError("config.unwritable", {{"path", path}, {"error", std::string(saved.message())}});
}

}  // namespace arasha::clients
