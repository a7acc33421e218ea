#include "clients/client.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <ostream>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/completion_candidates.h"
#include "clients/errors/error_text.h"
#include "clients/session/session.h"
#include "clients/text/help_texts.h"
#include "clients/text/local_error.h"
#include "clients/text/parse_error.h"
#include "clients/text/text_encoding.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

// What of the global flags decides how an error looks, for a command line that cannot be parsed.
GlobalFlags FlagsForErrors(const std::vector<std::string>& arguments) {
  GlobalFlags flags;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const std::string next = i + 1 < arguments.size() ? arguments[i + 1] : "";
    if (argument == "--output=json" || ((argument == "--output" || argument == "-o") && next == "json")) {
      flags.output = "json";
    }
    if (argument.starts_with("--lang=")) flags.language = argument.substr(7);
    // A last one may have been left without its value.
    if (argument == "--lang" && !next.empty()) flags.language = next;
  }
  return flags;
}

// The command that the arguments name as far as they name one.
const CLI::App& CommandAt(const CLI::App& root, const std::vector<std::string>& arguments) {
  const CLI::App* command = &root;
  for (const std::string& argument : arguments) {
    const auto named =
        command->get_subcommands([&](const CLI::App* app) { return app->get_name() == argument; });
    if (!named.empty()) command = named.front();
  }
  return *command;
}

// Its name: `arasha case open`.
std::string PathOf(const CLI::App& command) {
  return command.get_parent() == nullptr
             ? command.get_name()
             : absl::StrCat(PathOf(*command.get_parent()), " ", command.get_name());
}

// Whether an option as it was typed takes what follows it. One that there is not may, but for an option.
bool TakesNext(const CLI::App& root, const CLI::App& command, const std::string& typed,
               const std::string& next) {
  if (typed.find('=') != std::string::npos) return false;
  for (const CLI::App* app : {&command, &root}) {
    if (const CLI::Option* option = app->get_option_no_throw(typed))
      return option->get_items_expected_max() > 0;
  }
  return !next.starts_with("-");
}

// The first argument that should be a command and is none; empty if there is no such. Options of every
// command may stand before it.
std::string UnknownCommand(const CLI::App& root, const std::vector<std::string>& arguments) {
  const CLI::App* command = &root;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument.starts_with("-")) {
      if (i + 1 < arguments.size() && TakesNext(root, *command, argument, arguments[i + 1])) ++i;
      continue;
    }
    // What follows a command that holds no others is for it to take.
    if (command->get_subcommands([](const CLI::App*) { return true; }).empty()) return "";
    const auto named =
        command->get_subcommands([&](const CLI::App* app) { return app->get_name() == argument; });
    if (named.empty()) return argument;
    command = named.front();
  }
  return "";
}

absl::Status ParseFailure(const CLI::App& root, const std::vector<std::string>& arguments,
                          const CLI::ParseError& error) {
  const std::string command = PathOf(CommandAt(root, arguments));
  const int code = error.get_exit_code();
  if (code == 0 || code == static_cast<int>(CLI::ExitCodes::RequiredError)) {
    const std::string unknown = UnknownCommand(root, arguments);
    if (!unknown.empty()) return NoSuchCommand(CommandAt(root, arguments), command, unknown);
  }
  return UsageErrorOf(error, CommandAt(root, arguments), command);
}

// With the empty value of `--text=` as an argument of its own: CLI11 would take what follows for the value.
std::vector<std::string> WithEmptyValues(const std::vector<std::string>& arguments) {
  std::vector<std::string> whole;
  bool options = true;
  for (const std::string& argument : arguments) {
    options = options && argument != "--";
    const bool empty = options && argument.starts_with("--") && argument.find('=') == argument.size() - 1;
    whole.push_back(empty ? argument.substr(0, argument.size() - 1) : argument);
    if (empty) whole.emplace_back();
  }
  return whole;
}

ExitCode Fail(const absl::Status& status, const GlobalFlags& flags, const Environment& environment) {
  const Texts messages(LanguageFor(flags, environment));
  const Failure failure = FailureOf(status, {});
  *environment.err << (flags.output == "json"
                           ? ErrorJson(failure, {}, messages)
                           : WrappedLines(ErrorText(failure, {}, messages), environment.err_columns));
  return failure.exit_code;
}

// What kept an answer from being written out, to a full disk perhaps; 0 if nothing did.
int WriteError(std::ostream& out) {
  if (out.flush().good()) return 0;
  // What was refused is gone, and by now errno may be about something else: one more byte meets the same.
  out.clear();
  errno = 0;
  out.put('\n').flush();
  return errno == 0 ? EIO : errno;
}

// An answer that could not be written out is no success.
ExitCode Finish(const GlobalFlags& flags, const Environment& environment) {
  const int error = WriteError(*environment.out);
  if (error == 0) return ExitCode::kDone;
  // Whoever reads has read enough.
  if (error == EPIPE) return ExitCode::kInternal;
  return Fail(InternalError("output.unwritten", {{"error", std::generic_category().message(error)}}), flags,
              environment);
}

ExitCode RunSelected(const Run& selected, const GlobalFlags& flags, const Environment& environment) {
  const absl::StatusOr<std::unique_ptr<Session>> session = Session::Create(flags, environment);
  if (!session.ok()) return Fail(session.status(), flags, environment);
  const absl::Status done = (*session)->Explained(selected(**session));
  (*session)->NoteUnreadable();
  if (done.ok()) return Finish(flags, environment);
  (*session)->PrintError(done);
  return ExitCodeOf(done);
}

}  // namespace

ExitCode RunClient(const std::vector<std::string>& typed, const Environment& environment) {
  std::vector<std::string> arguments;
  for (const std::string& argument : typed) {
    const std::optional<std::string> read = ToUtf8(argument);
    if (!read || absl::StrContains(*read, kCheckMark)) {
      return Fail(UsageError("usage.not_utf8"), FlagsForErrors(typed), environment);
    }
    arguments.push_back(*read);
  }
  GlobalFlags flags;
  Run selected;
  const std::unique_ptr<CLI::App> cli = BuildCli(flags, selected);
  Translate(*cli, LanguageFor(FlagsForErrors(arguments), environment));
  if (!arguments.empty() && arguments.front() == kComplete) {
    *environment.out << OffersText(Complete(*cli, {arguments.begin() + 1, arguments.end()}, environment));
    return ExitCode::kDone;
  }
  // What a newcomer types first.
  if (arguments.empty()) {
    *environment.out << cli->help();
    return Finish(flags, environment);
  }
  arguments = WithEmptyValues(arguments);
  try {
    // CLI11 takes them last first.
    cli->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    // `arasha case entry --help` asks about something that is not there.
    if (error.get_exit_code() == 0 && UnknownCommand(*cli, arguments).empty()) {
      cli->exit(error, *environment.out, *environment.err);
      return Finish(FlagsForErrors(arguments), environment);
    }
    return Fail(ParseFailure(*cli, arguments, error), FlagsForErrors(arguments), environment);
  }
  return RunSelected(selected, flags, environment);
}

}  // namespace arasha::clients
