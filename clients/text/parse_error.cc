#include "clients/text/parse_error.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/text/local_error.h"
#include "clients/text/nearest.h"

namespace arasha::clients {
namespace {

// Commands by words that people try for them, which resemble their names in no letter.
struct OtherWord {
  absl::string_view group;
  absl::string_view word;
  const char* command;
};

constexpr OtherWord kOtherWords[] = {{"arasha approval", "withdraw", "refuse"},
                                     {"arasha approval", "reject", "refuse"}};

// Of more commands that have an option that this one has not, the list would say nothing.
constexpr size_t kMostOthers = 4;

// `usage.command`, or `usage.command_like` with the nearest names, that may have been meant.
absl::Status WithNearest(const std::string& key, absl::string_view word,
                         const std::vector<std::string>& nearest, Texts::Parameters parameters) {
  parameters["word"] = std::string(word);
  if (nearest.empty()) return UsageError(key, parameters);
  parameters["nearest"] = absl::StrJoin(nearest, ", ");
  return UsageError(absl::StrCat(key, "_like"), parameters);
}

// The command's options, and those of every command, that may be meant. Without the hyphens, which all have
// and which make short ones alike.
std::vector<std::string> NearestOptions(absl::string_view word, const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back(name);
    }
  }
  std::vector<std::string> nearest =
      Nearest(word.substr(std::min(word.find_first_not_of('-'), word.size())), names);
  for (std::string& name : nearest) name.insert(0, "--");
  return nearest;
}

// The other commands beside this one that have the option, in backticks.
std::vector<std::string> CommandsThatHave(const std::string& option, const CLI::App& command,
                                          absl::string_view path) {
  std::vector<std::string> having;
  if (command.get_parent() == nullptr || !absl::StartsWith(option, "--")) return having;
  const absl::string_view before = path.substr(0, path.rfind(' '));
  for (const CLI::App* other : command.get_parent()->get_subcommands([](const CLI::App*) { return true; })) {
    if (other != &command && other->get_option_no_throw(option) != nullptr) {
      having.push_back(absl::StrCat("`", before, " ", other->get_name(), "`"));
    }
  }
  return having;
}

// What the parse left over, in the order in which it was typed; of one that failed, as far as it came.
std::vector<std::string> LeftOver(const CLI::App& command) {
  const CLI::App* root = &command;
  while (root->get_parent() != nullptr) root = root->get_parent();
  return root->remaining(true);
}

// The first of these that was meant for an option; empty if none was. Behind `--` there are none.
std::string UnknownOption(const std::vector<std::string>& left_over) {
  for (const std::string& word : left_over) {
    if (word == "--") break;
    if (word.size() > 1 && word.front() == '-') return word.substr(0, word.find('='));
  }
  return "";
}

// What stands before `middle` in the text, and behind it.
std::pair<std::string, std::string> Parted(const std::string& text, const std::string& middle) {
  const size_t at = text.find(middle);
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + middle.size())};
}

}  // namespace

std::string CheckFailed(absl::string_view key, absl::string_view values,
                        const std::vector<std::string>& nearest) {
  const std::string mark(1, kCheckMark);
  if (nearest.empty()) return absl::StrCat(key, mark, values);
  return absl::StrCat(key, "_like", mark, values, mark, absl::StrJoin(nearest, ", "));
}

absl::Status UsageErrorOf(const CLI::ParseError& error, const CLI::App& command, const std::string& path) {
  const std::string text = error.what();
  const auto usage = [&](absl::string_view key, Texts::Parameters parameters) {
    parameters["command"] = path;
    return UsageError(key, parameters);
  };
  // Before all else: an option that there is not takes no value, which then stands where it does not belong,
  // and one that is required may be the mistyped one.
  const std::vector<std::string> left_over = LeftOver(command);
  if (const std::string option = UnknownOption(left_over); !option.empty()) {
    // What another command takes was hardly mistyped.
    const std::vector<std::string> others = CommandsThatHave(option, command, path);
    if (others.empty() || others.size() > kMostOthers) {
      return WithNearest("usage.no_option", option, NearestOptions(option, command), {{"command", path}});
    }
    return UsageError("usage.no_option_here",
                      {{"command", path}, {"word", option}, {"others", absl::StrJoin(others, ", ")}});
  }
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::RequiredError:
      if (!absl::EndsWith(text, " is required") || text == "A subcommand is required") {
        return usage("usage.no_command", {});
      }
      return usage("usage.required", {{"option", Parted(text, " is required").first}});
    case CLI::ExitCodes::ExtrasError: {
      const auto word = std::find_if(left_over.begin(), left_over.end(),
                                     [](const std::string& left) { return left != "--"; });
      if (word == left_over.end()) break;
      return WithNearest("usage.unexpected", *word, NearestOptions(*word, command), {{"command", path}});
    }
    case CLI::ExitCodes::ArgumentMismatch: {
      const auto [option, said] = Parted(text, ": ");
      const bool too_many = absl::StartsWith(said, "At Most ");
      return usage(too_many ? "usage.given_twice" : "usage.value_missing", {{"option", option}});
    }
    case CLI::ExitCodes::ConversionError:
      return usage("usage.not_a_number",
                   {{"option", Parted(Parted(text, "Could not convert: ").second, " = ").first}});
    case CLI::ExitCodes::RequiresError: {
      const auto [option, other] = Parted(text, " requires ");
      return usage("usage.needs", {{"option", option}, {"other", other}});
    }
    case CLI::ExitCodes::ExcludesError: {
      const auto [option, other] = Parted(text, " excludes ");
      return usage("usage.excludes", {{"option", option}, {"other", other}});
    }
    case CLI::ExitCodes::ValidationError: {
      const std::string mark(1, kCheckMark);
      const auto [before, parameters] = Parted(text, mark);
      const auto [option, key] = Parted(before, ": ");
      const auto [values, nearest] = Parted(parameters, mark);
      if (!key.empty() && before != text) {
        return usage(key, {{"option", option}, {"values", values}, {"nearest", nearest}});
      }
      break;
    }
    default:
      break;
  }
  return usage("usage.parse", {{"error", text}});
}

absl::Status NoSuchCommand(const CLI::App& command, const std::string& path, const std::string& word) {
  for (const OtherWord& other : kOtherWords) {
    if (other.group == path && other.word == word) {
      return UsageError("usage.command_like",
                        {{"command", path}, {"word", word}, {"nearest", other.command}});
    }
  }
  std::vector<std::string> names;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return WithNearest("usage.command", word, Nearest(word, names), {{"command", path}});
}

}  // namespace arasha::clients
