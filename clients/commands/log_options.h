#ifndef ARASHA_CLIENTS_COMMANDS_LOG_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_LOG_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/commands/options.h"
#include "clients/session/session.h"
#include "services/rules/log/signed_note.h"

namespace arasha::clients {

// `--key`, of the log here and not of the caller, which stands before the command's name or in the context.
Option AddLogKey(CLI::App& command, std::vector<std::string>& target);

// The keys that were typed, else those that ARASHA_LOG_KEY names; a usage error if there are none.
absl::StatusOr<std::vector<rules::log::NoteVerifier>> LogKeys(const Session& session,
                                                              const std::vector<std::string>& typed);

// Keeps a checkpoint's note in a file.
absl::Status SaveNote(const std::string& path, const std::string& note);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_LOG_OPTIONS_H_
