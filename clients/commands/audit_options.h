#ifndef ARASHA_CLIENTS_COMMANDS_AUDIT_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_AUDIT_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/session.h"

namespace arasha::clients {

// `--key`, of the log here and not of the caller, which stands before the command's name or in the context.
CLI::Option* AddLogKey(CLI::App& command, std::vector<std::string>& target);

// Keeps a checkpoint's note in a file.
absl::Status SaveNote(const std::string& path, const std::string& note);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_AUDIT_OPTIONS_H_
