#include "clients/commands/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/nearest.h"
#include "clients/parse_error.h"
#include "clients/value_input.h"

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
Option NotEmpty(CLI::Option* option) {
  const auto check = [](const std::string& typed) {
    return typed.empty() ? CheckFailed("usage.empty", "") : std::string();
  };
  return Option(option->check(CLI::Validator(check, ""), kNotEmpty));
}

}  // namespace

CLI::App& AddCommand(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::vector<std::string>& examples) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(absl::StrCat("Examples:\n  ", absl::StrJoin(examples, "\n  "),
                               "\n\nOptions of every command (--output, --mission, …): arasha --help"));
  return *command;
}

void OnSelect(CLI::App& command, Run& selected, Run run) {
  command.callback([&selected, run = std::move(run)] { selected = run; });
}

Option Option::Required() const { return Option(option_->required()); }

Option Option::TypeName(const std::string& name) const { return Option(option_->type_name(name)); }

Option Option::Choice(const std::vector<std::string>& values) const {
  return Option(option_->type_name(absl::StrJoin(values, "|"))->check(CLI::Validator(OneOf(values), "")));
}

Option Option::Joined() const { return Option(option_->join(',')); }

Option Option::Country() const {
  const auto check = [](const std::string& typed) {
    // Whether there is a code of two letters, the server says.
    const bool code = typed.size() == 2 && std::all_of(typed.begin(), typed.end(), [](unsigned char c) {
                        return absl::ascii_isalpha(c);
                      });
    if (code || CountryCode(typed)) return std::string();
    return CheckFailed("usage.country", "", NearestCountries(typed));
  };
  return Option(option_->check(CLI::Validator(check, "")));
}

Option Option::MayBeEmpty() const {
  option_->get_validator(kNotEmpty)->active(false);
  return *this;
}

Option Option::Range(int64_t least, int64_t most) const {
  const auto check = [least, most](const std::string& typed) {
    int64_t number = 0;
    if (absl::SimpleAtoi(typed, &number) && number >= least && number <= most) return std::string();
    return CheckFailed("usage.range", absl::StrCat(least, "–", most));
  };
  return Option(option_->check(CLI::Validator(check, "")));
}

Option Option::ExistingFile() const {
  const auto check = [](const std::string& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) ? std::string() : CheckFailed("usage.no_file", path);
  };
  return Option(option_->check(CLI::Validator(check, "")));
}

Option Option::ShowDefault() const { return Option(option_->capture_default_str()); }

Option Option::Needs(const Option& other) const { return Option(option_->needs(other.option_)); }

Option Option::Excludes(const Option& other) const { return Option(option_->excludes(other.option_)); }

Option Option::Group(const std::string& name) const { return Option(option_->group(name)); }

Option AddOption(CLI::App& command, const std::string& name, std::string& target,
                 const std::string& description) {
  return NotEmpty(command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name, int& target, const std::string& description) {
  return NotEmpty(command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name, int64_t& target,
                 const std::string& description) {
  return NotEmpty(command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                 const std::string& description) {
  return NotEmpty(command.add_option(name, target, description));
}

Option AddOption(CLI::App& command, const std::string& name,
                 const std::function<void(const std::string&)>& take, const std::string& description) {
  return NotEmpty(command.add_option_function<std::string>(name, take, description));
}

Option AddRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& target,
                   const std::string& description) {
  return NotEmpty(command.add_option(name, target, description)->allow_extra_args(false));
}

Option AddRepeated(CLI::App& command, const std::string& name,
                   const std::function<void(const std::vector<std::string>&)>& take,
                   const std::string& description) {
  return NotEmpty(command.add_option_function<std::vector<std::string>>(name, take, description)
                      ->allow_extra_args(false));
}

Option AddFlag(CLI::App& command, const std::string& name, bool& target, const std::string& description) {
  return Option(command.add_flag(name, target, description));
}

}  // namespace arasha::clients
