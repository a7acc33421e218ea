#ifndef ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_OPTIONS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "clients/commands/commands.h"

namespace arasha::clients {

// How the commands declare their options. Only options.cc and the few files that walk the tree of commands
// include CLI11: all of it is compiled anew in every file that does, which took most of the client's build.

// A declared option, to say more of.
class Option {
 public:
  Option(CLI::App& command, CLI::Option* option) : command_(&command), option_(option) {}

  Option Required() const;
  // Required, but asked for at a terminal, by this key of a text, where its target was left empty.
  Option AskedFor(std::string& target, const std::string& label) const;
  // What stands for the value in the help and tells completion what it is: FILE, CASE.
  Option TypeName(const std::string& name) const;
  // Allows these values only, and lets help and completion show them.
  Option Choice(const std::vector<std::string>& values) const;
  // Takes several values parted by commas, and joins them again.
  Option Joined() const;
  // Takes a country as countries.h reads it; of others, those that may have been meant are named.
  Option Country() const;
  // Takes an empty value, which is otherwise refused.
  Option MayBeEmpty() const;
  // May be given without a value; this one is then meant.
  Option OrElse(const std::string& value) const;
  Option Range(int64_t least, int64_t most) const;
  Option ExistingFile() const;
  // A file or a folder.
  Option Existing() const;
  // Lets the help show the target's value as the default.
  Option ShowDefault() const;
  Option Needs(const Option& other) const;
  Option Excludes(const Option& other) const;
  // Has errors that are about this field of the request name the option.
  Option Sets(const std::string& field) const;
  // Under which heading of the help it stands.
  Option Group(const std::string& name) const;

 private:
  CLI::App* command_;
  CLI::Option* option_;
};

// A command that only holds others, under a heading of the help.
CLI::App& AddNoun(CLI::App& parent, const std::string& name, const std::string& description,
                  const std::string& group);

// A subcommand that, when it is parsed, selects what is to be run. Its examples close its help.
CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples);

// What a command answers with: that a spreadsheet is asked for is refused, before anything is done, unless it
// lists rows.
enum class Answers { kOther, kRows };

// What the command does, once its options have told the session which fields they set.
void OnSelect(CLI::App& command, Run& selected, Run run, Answers answers = Answers::kOther);

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
Option AddEnum(CLI::App& command, const std::string& name, const google::protobuf::EnumDescriptor& type,
               const std::function<void(int)>& store, const std::string& description);

template <typename Enum>
Option AddEnum(CLI::App& command, const std::string& name, Enum& target, const std::string& description) {
  return AddEnum(
      command, name, *google::protobuf::GetEnumDescriptor<Enum>(),
      [&target](int value) { target = static_cast<Enum>(value); }, description);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_OPTIONS_H_
