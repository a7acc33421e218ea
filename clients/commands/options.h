#ifndef ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_OPTIONS_H_

#include <google/protobuf/generated_enum_reflection.h>

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/commands/commands.h"

namespace arasha::clients {

// How the commands declare their options.

// A subcommand that, when it is parsed, selects what is to be run. Its examples close its help.
inline CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                            const std::vector<std::string>& examples) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(absl::StrCat("Examples:\n  ", absl::StrJoin(examples, "\n  "),
                               "\n\nOptions of every command (--output, --mission, …): arasha --help"));
  return *command;
}

inline void OnSelect(CLI::App& command, Run& selected, Run run) {
  command.callback([&selected, run = std::move(run)] { selected = run; });
}

// Allows these values only, and lets help and completion show them.
inline CLI::Option* Choice(CLI::Option* option, const std::vector<std::string>& values) {
  return option->type_name(absl::StrJoin(values, "|"))->check(CLI::IsMember(values).description(""));
}

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
  return Choice(command.add_option_function<std::string>(name, store, description), values);
}

// An option that may be given several times, each time with one value.
inline CLI::Option* AddRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                                const std::string& description) {
  return command.add_option(name, target, description)->allow_extra_args(false);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
