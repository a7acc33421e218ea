#include "clients/commands/options.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/commands/root.h"
#include "clients/input/countries.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "clients/text/nearest.h"
#include "clients/text/parse_error.h"

namespace arasha::clients {
namespace {

std::function<std::string(std::string&)> OneOf(const std::vector<std::string>& values) {
  return [values](const std::string& typed) {
    if (std::find(values.begin(), values.end(), typed) != values.end()) return std::string();
    return CheckFailed("usage.choice", absl::StrJoin(values, ", "), Nearest(typed, values));
  };
}

constexpr const char* kNotEmpty = "not empty";

// An empty value is a variable of a script that was not set far more often than it is meant, and would do
// what leaving the option out does: record that something happened now.
Option NotEmpty(CLI::App& command, CLI::Option* option) {
  const auto check = [](const std::string& typed) {
    return typed.empty() ? CheckFailed("usage.empty", "") : std::string();
  };
  return Option(command, option->check(CLI::Validator(check, ""), kNotEmpty));
}

}  // namespace

CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(absl::StrCat("Examples:\n  ", absl::StrJoin(examples, "\n  "),
                               "\n\nOptions of every command (--output, --mission, …): arasha --help"));
  return *command;
}

CLI::App& AddNoun(CLI::App& parent, const std::string& name, const std::string& description,
                  const std::string& group) {
  CLI::App* noun = parent.add_subcommand(name, description);
  noun->require_subcommand(1)->group(group);
  noun->footer(absl::StrCat("Examples of each:\n  `arasha help ",
                            parent.get_parent() == nullptr ? "" : absl::StrCat(parent.get_name(), " "), name,
                            " COMMAND`"));
  return *noun;
}

void OnSelect(CLI::App& command, Run& selected, Run run, Answers answers) {
  command.callback([&command, &selected, run = std::move(run), answers] {
    selected = [&command, run, answers](Session& session) -> absl::Status {
      if (session.output() == Output::kSheet && answers != Answers::kRows) {
        return UsageError("usage.sheet_of_lists");
      }
      Root& root = RootOf(command);
      // Those of the command go over those of every command.
      for (CLI::App* app : {static_cast<CLI::App*>(&root), &command}) {
        for (const CLI::Option* option : app->get_options()) {
          for (const std::string& field : root.fields[option]) {
            session.AddFieldFlag(field, option->get_name());
          }
        }
      }
      for (const CLI::Option* option : command.get_options()) {
        const auto ask = root.asks.find(option);
        if (ask == root.asks.end()) continue;
        if (absl::Status s = ask->second(session); !s.ok()) return s;
      }
      return run(session);
    };
  });
}

Option Option::Required() const {
  option_->required();
  return *this;
}

Option Option::AskedFor(std::string& target, const std::string& label) const {
  RootOf(*command_).asks[option_] = [&target, label, name = option_->get_name()](Session& session) {
    if (!target.empty()) return absl::OkStatus();
    if (!session.Interactive()) return UsageError("usage.required", {{"option", name}});
    absl::StatusOr<std::string> answer = Ask(session, session.messages().Text(label));
    if (answer.ok()) target = *std::move(answer);
    return answer.status();
  };
  return *this;
}

Option Option::TypeName(const std::string& name) const {
  option_->type_name(name);
  return *this;
}

Option Option::Choice(const std::vector<std::string>& values) const {
  option_->type_name(absl::StrJoin(values, "|"))->check(CLI::Validator(OneOf(values), ""));
  return *this;
}

Option Option::Joined() const {
  option_->join(',');
  return *this;
}

Option Option::Country() const {
  const auto check = [](const std::string& typed) {
    // Whether there is a code of two letters, the server says.
    const bool code = typed.size() == 2 && std::all_of(typed.begin(), typed.end(), [](unsigned char c) {
                        return absl::ascii_isalpha(c);
                      });
    if (code || CountryCode(typed)) return std::string();
    return CheckFailed("usage.country", "", NearestCountries(typed));
  };
  option_->check(CLI::Validator(check, ""));
  return *this;
}

Option Option::MayBeEmpty() const {
  option_->get_validator(kNotEmpty)->active(false);
  return *this;
}

Option Option::OrElse(const std::string& value) const {
  option_->expected(0, 1)->default_str(value);
  return *this;
}

Option Option::Range(int64_t least, int64_t most) const {
  const auto check = [least, most](const std::string& typed) {
    int64_t number = 0;
    if (absl::SimpleAtoi(typed, &number) && number >= least && number <= most) return std::string();
    return CheckFailed("usage.range", absl::StrCat(least, "–", most));
  };
  option_->check(CLI::Validator(check, ""));
  return *this;
}

Option Option::ExistingFile() const {
  const auto check = [](const std::string& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) ? std::string() : CheckFailed("usage.no_file", path);
  };
  option_->check(CLI::Validator(check, ""));
  return *this;
}

Option Option::Existing() const {
  const auto check = [](const std::string& path) {
    std::error_code error;
    return std::filesystem::exists(path, error) ? std::string() : CheckFailed("usage.no_file", path);
  };
  option_->check(CLI::Validator(check, ""));
  return *this;
}

Option Option::ShowDefault() const {
  option_->capture_default_str();
  return *this;
}

Option Option::Needs(const Option& other) const {
  option_->needs(other.option_);
  return *this;
}

Option Option::Excludes(const Option& other) const {
  option_->excludes(other.option_);
  return *this;
}

Option Option::Sets(const std::string& field) const {
  RootOf(*command_).fields[option_].push_back(field);
  return *this;
}

Option Option::Group(const std::string& name) const {
  option_->group(name);
  return *this;
}

Option AddOption(CLI::App& command, const std::string& name, std::string& target,
                 const std::string& description) {
  return NotEmpty(command, command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name, int& target, const std::string& description) {
  return NotEmpty(command, command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name, int64_t& target,
                 const std::string& description) {
  return NotEmpty(command, command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                 const std::string& description) {
  return NotEmpty(command, command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name,
                 const std::function<void(const std::string&)>& take, const std::string& description) {
  return NotEmpty(command, command.add_option_function<std::string>(name, take, description));
}

Option AddRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                   const std::string& description) {
  return NotEmpty(command, command.add_option(name, target, description)->allow_extra_args(false));
}

Option AddRepeated(CLI::App& command, const std::string& name,
                   const std::function<void(const std::vector<std::string>&)>& take,
                   const std::string& description) {
  return NotEmpty(command, command.add_option_function<std::vector<std::string>>(name, take, description)
                               ->allow_extra_args(false));
}

Option AddEnum(CLI::App& command, const std::string& name, const google::protobuf::EnumDescriptor& type,
               const std::function<void(int)>& store, const std::string& description) {
  const std::string zero = type.value(0)->name();
  const std::string prefix = zero.substr(0, zero.rfind("UNSPECIFIED"));
  std::vector<std::string> values;
  for (int i = 1; i < type.value_count(); ++i) {
    values.push_back(absl::StrReplaceAll(absl::AsciiStrToLower(type.value(i)->name().substr(prefix.size())),
                                         {{"_", "-"}}));
  }
  const auto take = [store, &type, prefix](const std::string& typed) {
    const auto* value =
        type.FindValueByName(prefix + absl::StrReplaceAll(absl::AsciiStrToUpper(typed), {{"-", "_"}}));
    store(value == nullptr ? 0 : value->number());
  };
  return AddOption(command, name, take, description).Choice(values);
}

Option AddFlag(CLI::App& command, const std::string& name, bool& target, const std::string& description) {
  return Option(command, command.add_flag(name, target, description));
}

}  // namespace arasha::clients
