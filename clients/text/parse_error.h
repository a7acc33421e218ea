#ifndef ARASHA_CLIENTS_TEXT_PARSE_ERROR_H_
#define ARASHA_CLIENTS_TEXT_PARSE_ERROR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rules/texts/texts.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace arasha::clients {

// Parts the key from the parameter in what CheckFailed() makes; never in an argument.
inline constexpr char kCheckMark = '\x1f';

// What a check of an option's value (options.cc) says, for CLI11 to carry to UsageErrorOf(): the key of a
// message, its parameter `values`, and what may have been meant. If there is any, the message is that of the
// key with `_like` behind it, and has it as `nearest`.
std::string CheckFailed(absl::string_view key, absl::string_view values,
                        const std::vector<std::string>& nearest = {});

// What is wrong with a command line, as a usage error: CLI11 itself speaks English alone. `command`: the
// deepest one that the arguments name, and `path`, as it was typed.
absl::Status UsageErrorOf(const CLI::ParseError& error, const CLI::App& command, const std::string& path);

// That `path` has no command `word`, with those that may have been meant.
absl::Status NoSuchCommand(const CLI::App& command, const std::string& path, const std::string& word);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_PARSE_ERROR_H_
