#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_warnings.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

constexpr int kMostWarnings = 100'000;

struct WarningOptions {
  std::string case_name;
  std::string warning;
  bool all = false;
  int limit = 50;
};

absl::Status ListThem(Session& session, const WarningOptions& options) {
  // One's own are wherever they are, unless a mission is asked for, and not only that of the context.
  const bool everywhere = options.case_name.empty() && !options.all && session.flags().mission.empty();
  const absl::StatusOr<std::string> parent = everywhere                  ? kAllMissions
                                             : options.case_name.empty() ? session.MissionOrAll()
                                                                         : session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  v1::ListWarningsRequest request;
  request.set_parent(*parent);
  request.set_mine(options.case_name.empty() && !options.all);
  const auto listed =
      ReadPages(session.api(), request, {.limit = options.limit, .largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  session.Print(listed->rows);
  if (listed->more) NoteMoreRows(session, listed->rows);
  return absl::OkStatus();
}

// Those of the case that are meant: the one whose id, as lists show it, or uuid was typed; with none typed,
// all that are told to the caller and wait, of which there may be none.
absl::StatusOr<v1::ListWarningsResponse> FindWarnings(Session& session, const std::string& parent,
                                                      const std::string& typed) {
  v1::ListWarningsRequest request;
  request.set_parent(parent);
  request.set_mine(typed.empty());
  const auto listed = ReadPages(session.api(), request, {.largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  v1::ListWarningsResponse found;
  for (const v1::Warning& warning : listed->rows.warnings()) {
    const bool meant = typed.empty() ? !warning.has_seen_time() : absl::EndsWith(warning.name(), typed);
    if (meant) *found.add_warnings() = warning;
  }
  const Texts::Parameters of_case = {{"case", std::string(ShortName(parent))}};
  if (!typed.empty() && found.warnings().empty()) return NotFoundError("usage.no_warning", of_case);
  if (!typed.empty() && found.warnings_size() > 1) return UsageError("usage.warning_ambiguous", of_case);
  return found;
}

absl::StatusOr<v1::Warning> Acknowledge(Session& session, const std::string& name) {
  v1::AcknowledgeWarningRequest request;
  request.set_name(name);
  // Not by its place in the list, from which what was seen is gone when the command is repeated.
  uint32_t own = 0;
  const bool is_name = name.size() > 8 && absl::SimpleHexAtoi(name.substr(name.size() - 8), &own);
  request.set_request_id(is_name ? session.RequestId(own) : session.RequestId());
  return session.api().Call(request);
}

absl::Status SeenOne(Session& session, const std::string& name) {
  const absl::StatusOr<v1::Warning> warning = Acknowledge(session, name);
  if (!warning.ok()) return warning.status();
  session.Print(*warning);
  return absl::OkStatus();
}

// Prints one list, whatever the number; an empty one where nothing waits any more, as in a repeat.
absl::Status Seen(Session& session, const WarningOptions& options) {
  if (absl::StrContains(options.case_name, "/warnings/")) return SeenOne(session, options.case_name);
  const absl::StatusOr<std::string> parent = session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  auto seen = FindWarnings(session, *parent, options.warning);
  if (!seen.ok()) return seen.status();
  if (!options.warning.empty()) return SeenOne(session, seen->warnings(0).name());
  for (v1::Warning& warning : *seen->mutable_warnings()) {
    const absl::StatusOr<v1::Warning> answer = Acknowledge(session, warning.name());
    if (!answer.ok()) return answer.status();
    warning.MergeFrom(*answer);  // Lists alone name the subject.
  }
  session.Print(*seen);
  return absl::OkStatus();
}

Option AddWarnedCase(CLI::App& command, WarningOptions& options) {
  return AddOption(command, "CASE", options.case_name, "The case: IST-2026-000123, or its full name");
}

}  // namespace

void AddWarningCommands(CLI::App& root, Run& selected) {
  CLI::App& warnings = AddNoun(root, "warning", "See which deadlines are near or have passed", "Cases");

  CLI::App& list =
      AddCommand(warnings, "list", "List warnings told to you, the most urgent first, or all of a case",
                 {"arasha warning list", "arasha warning list IST-2026-000123",
                  "arasha warning list --mission IST --all"});
  auto lists = std::make_shared<WarningOptions>();
  AddWarnedCase(list, *lists).Sets("parent");
  AddFlag(list, "--all", lists->all, "Those told to colleagues, too");
  AddLimit(list, lists->limit, kMostWarnings, "At most so many");
  OnSelectList<v1::Warning>(list, selected, [lists](Session& session) { return ListThem(session, *lists); });

  CLI::App& seen =
      AddCommand(warnings, "seen", "Say that you have seen warnings of a case",
                 {"arasha warning seen IST-2026-000123", "arasha warning seen IST-2026-000123 4f21c07a"});
  auto sees = std::make_shared<WarningOptions>();
  AddWarnedCase(seen, *sees).Required().Sets("name");
  AddOption(seen, "WARNING", sees->warning,
            "The id that the list shows; all that are told to you on the case, if left out");
  OnSelect(seen, selected, [sees](Session& session) { return Seen(session, *sees); });
}

}  // namespace arasha::clients
