#ifndef ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_OPTIONS_H_

#include <google/protobuf/generated_enum_reflection.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "clients/commands/commands.h"

namespace arasha::clients {

// How the commands declare their options. Only options.cc and the few files that walk the tree of commands
// include CLI11: all of it is compiled anew in every file that does, which took most of the client's build.

// A declared option, to say more of.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option Required() const;
  // What stands for the value in the help and tells completion what it is: FILE, CASE.
  Option TypeName(const std::string& name) const;
  // Allows these values only, and lets help and completion show them.
  Option Choice(const std::vector<std::string>& values) const;
  // Takes several values parted by commas, and joins them again.
  Option Joined() const;
  // Takes a country as value_input.h reads it; of others, those that may have been meant are named.
  Option Country() const;
  // Takes an empty value, which is otherwise refused.
  Option MayBeEmpty() const;
  Option Range(int64_t least, int64_t most) const;
  Option ExistingFile() const;
  // Lets the help show the target's value as the default.
  Option ShowDefault() const;
  Option Needs(const Option& other) const;
  Option Excludes(const Option& other) const;
  // Under which heading of the help it stands.
  Option Group(const std::string& name) const;

 private:
  CLI::Option* option_;
};

// A subcommand that, when it is parsed, selects what is to be run. Its examples close its help.
CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples);

void OnSelect(CLI::App& command, Run& selected, Run run);

Option AddOption(CLI::App& command, const std::string& name, std::string& target,
                 const std::string& description);
Option AddOption(CLI::App& command, const std::string& name, int& target, const std::string& description);
Option AddOption(CLI::App& command, const std::string& name, int64_t& target, const std::string& description);
Option AddOption(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                 const std::string& description);
// Whatever `take` makes of what was typed.
Option AddOption(CLI::App& command, const std::string& name,
                 const std::function<void(const std::string&)>& take, const std::string& description);
// An option that may be given several times, each time with one value.
Option AddRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                   const std::string& description);
Option AddRepeated(CLI::App& command, const std::string& name,
                   const std::function<void(const std::vector<std::string>&)>& take,
                   const std::string& description);
Option AddFlag(CLI::App& command, const std::string& name, bool& target, const std::string& description);

// An option whose values are those of an enum of the API, `next-of-kin` for PARTY_ROLE_NEXT_OF_KIN.
template <typename Enum>
Option AddEnum(CLI::App& command, const std::string& name, Enum& target, const std::string& description) {
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
  return AddOption(command, name, store, description).Choice(values);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
