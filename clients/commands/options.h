#ifndef ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_OPTIONS_H_

#include <google/protobuf/generated_enum_reflection.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "clients/commands/commands.h"

namespace arasha::clients {

// How the commands declare their options.

// These are compiled once, in options.cc: what CLI11 has in its headers is compiled anew in every file that
// calls it, which took most of the client's build.

// A subcommand that, when it is parsed, selects what is to be run. Its examples close its help.
CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples);

void OnSelect(CLI::App& command, Run& selected, Run run);

CLI::Option* AddOption(CLI::App& command, const std::string& name, std::string& target,
                       const std::string& description);
CLI::Option* AddOption(CLI::App& command, const std::string& name, int& target,
                       const std::string& description);
CLI::Option* AddOption(CLI::App& command, const std::string& name, int64_t& target,
                       const std::string& description);
CLI::Option* AddOption(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                       const std::string& description);
// Whatever `take` makes of what was typed.
CLI::Option* AddOption(CLI::App& command, const std::string& name,
                       const std::function<void(const std::string&)>& take, const std::string& description);
// An option that may be given several times, each time with one value.
CLI::Option* AddRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                         const std::string& description);
CLI::Option* AddFlag(CLI::App& command, const std::string& name, bool& target,
                     const std::string& description);

// Allows these values only, and lets help and completion show them.
CLI::Option* Choice(CLI::Option* option, const std::vector<std::string>& values);

// An option whose values are those of an enum of the API, `next-of-kin` for PARTY_ROLE_NEXT_OF_KIN.
template <typename Enum>
CLI::Option* AddEnum(CLI::App& command, const std::string& name, Enum& target,
                     const std::string& description) {
  const google::protobuf::EnumDescriptor* type = google::protobuf::GetEnumDescriptor<Enum>();
  const std::string zero = type->value(0)->name();
  const std::string prefix = zero.substr(0, zero.rfind("UNSPECIFIED"));
  std::vector<std::string> values;
  for (int i = 1; i < type->value_count(); ++i) {
    values.push_back(absl::StrReplaceAll(absl::AsciiStrToLower(type->value(i)->name().substr(prefix.size())),
                                         {{"_", "-"}}));
  }
  const auto store = [&target, type, prefix](const std::string& typed) {
    const auto* value =
        type->FindValueByName(prefix + absl::StrReplaceAll(absl::AsciiStrToUpper(typed), {{"-", "_"}}));
    target = static_cast<Enum>(value == nullptr ? 0 : value->number());
  };
  return Choice(AddOption(command, name, store, description), values);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
