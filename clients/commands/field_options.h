#ifndef ARASHA_CLIENTS_COMMANDS_FIELD_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_FIELD_OPTIONS_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/types/span.h"
#include "clients/commands/options.h"
#include "clients/errors/failure.h"

namespace arasha::clients {

// What is typed for a field.
enum class Typed { kAsIs, kCountry, kStaff };

// An option that sets a field of a message: a text, an enum, or a list of texts, for which it is given once
// for each.
struct FieldOption {
  // `phone` of `--phone` and `--subject-phone`.
  const char* flag;
  const char* field;
  const char* help;
  Typed typed = Typed::kAsIs;
};

// Adds the options, each name beginning with the prefix (`--subject-`, or `--`), in a group of the command's
// help. They fill `message`, which must outlive the parse, and stands at `path` in the request.
void AddFieldOptions(CLI::App& command, absl::Span<const FieldOption> options, const std::string& prefix,
                     const std::string& group, google::protobuf::Message& message,
                     const std::string& path = "");

// What errors are to call the fields of a message of which only the parsed command tells the path.
FieldFlags FlagsOf(absl::Span<const FieldOption> options, const std::string& prefix, const std::string& path);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_FIELD_OPTIONS_H_
