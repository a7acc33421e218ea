#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/connection/mission_zones.h"
#include "clients/input/time_words.h"
#include "clients/print/tables/print_audit.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "clients/text/nearest.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

constexpr int kMostEntries = 1'000'000;

struct ListOptions {
  std::string actor;
  std::string case_name;
  std::string action;
  std::string since;
  std::string until;
  bool denied = false;
  int limit = 100;
};

constexpr absl::string_view kActions = "action.";

// The call that tables show by these words, in any language; what was typed if there is none, or several.
std::string ActionTyped(const std::string& typed) {
  std::set<std::string> calls;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    if (texts.Has(absl::StrCat(kActions, typed))) return typed;
    for (const auto& [key, text] : texts.all()) {
      if (absl::StartsWith(key, kActions) && Normalised(text) == Normalised(typed)) {
        calls.insert(key.substr(kActions.size()));
      }
    }
  }
  return calls.size() == 1 ? *calls.begin() : typed;
}

absl::StatusOr<v1::ListAuditEntriesRequest> RequestOf(Session& session, const ListOptions& options) {
  v1::ListAuditEntriesRequest request;
  if (!options.action.empty()) request.set_action(ActionTyped(options.action));
  request.set_denied_only(options.denied);
  if (!options.actor.empty()) {
    const absl::StatusOr<std::string> actor = session.Staff(options.actor);
    if (!actor.ok()) return actor.status();
    request.set_actor(*actor);
  }
  if (!options.case_name.empty()) {
    const absl::StatusOr<std::string> name = session.Case(options.case_name);
    if (!name.ok()) return name.status();
    request.set_case_(*name);
  }
  // The mission of the context is the one to work in; an auditor asks for one by the flag.
  if (const std::string& typed = session.flags().mission; !typed.empty() && typed != "-") {
    const absl::StatusOr<std::string> mission = session.Mission();
    if (!mission.ok()) return mission.status();
    request.set_mission(*mission);
  }
  if (!options.since.empty()) {
    const auto time = session.TimeOf(options.since, TimeUse::kSince);
    if (!time.ok()) return time.status();
    *request.mutable_start_time() = *time;
  }
  if (!options.until.empty()) {
    const auto time = session.TimeOf(options.until, TimeUse::kUntil);
    if (!time.ok()) return time.status();
    *request.mutable_end_time() = *time;
  }
  if (request.has_start_time() && request.has_end_time() &&
      ToTime(request.end_time()) <= ToTime(request.start_time())) {
    return UsageError("usage.time_range", {{"since", options.since}, {"until", options.until}});
  }
  return request;
}

// What a list that is empty may owe to: a call or a mission that there is not.
absl::Status NothingFound(Session& session, const v1::ListAuditEntriesRequest& request) {
  const Texts& messages = session.messages();
  if (!request.action().empty() && !messages.Has(absl::StrCat(kActions, request.action()))) {
    std::vector<std::string> actions;
    for (const auto& [key, text] : messages.all()) {
      if (absl::StartsWith(key, kActions)) actions.push_back(key.substr(kActions.size()));
    }
    const std::vector<std::string> nearest = Nearest(request.action(), actions);
    if (nearest.empty()) return NotFoundError("usage.action_unknown", {{"name", request.action()}});
    return NotFoundError("usage.unknown_call_near",
                         {{"name", request.action()}, {"nearest", absl::StrJoin(nearest, ", ")}});
  }
  return request.mission().empty() ? absl::OkStatus() : MissionUnknown(session.api(), request.mission());
}

absl::Status List(Session& session, const ListOptions& options) {
  const absl::StatusOr<v1::ListAuditEntriesRequest> request = RequestOf(session, options);
  if (!request.ok()) return request.status();
  const auto listed = ReadPages(session.api(), *request,
                                {.limit = options.limit, .largest_page = kLargestLogPage, .same_size = true});
  if (!listed.ok()) return listed.status();
  if (listed->rows.entries().empty()) {
    if (absl::Status s = NothingFound(session, *request); !s.ok()) return s;
  }
  session.Print(listed->rows);
  if (listed->more) NoteMoreRows(session, listed->rows);
  return absl::OkStatus();
}

}  // namespace

void AddAuditList(CLI::App& audit, Run& selected) {
  CLI::App& command = AddCommand(
      audit, "list",
      "List what was done and what was refused, newest first; all missions unless --mission is given",
      {"arasha audit list --case IST-2026-000123",
       "arasha audit list --actor a.omarova --since 7d --mission IST",
       "arasha audit list --denied --since 1.11.2026 --until 30.11.2026 --output csv"});
  auto options = std::make_shared<ListOptions>();
  AddOption(command, "--actor", options->actor, "Only by this officer or partner system; me for yourself")
      .TypeName("PERSON")
      .Sets("actor");
  AddOption(command, "--case", options->case_name, "Only on this case").TypeName("CASE").Sets("case");
  AddOption(command, "--action", options->action, "Only this call, GetCase, or as the list shows it")
      .Sets("action");
  AddFlag(command, "--denied", options->denied, "Only refusals");
  AddOption(command, "--since", options->since,
            "Only from then on: 7d, yesterday, 28.11.2026 (arasha help times)")
      .TypeName("TIME")
      .Sets("start_time");
  AddOption(command, "--until", options->until, "Only before then; a day alone is meant whole")
      .TypeName("TIME")
      .Sets("end_time");
  AddLimit(command, options->limit, kMostEntries, "At most so many entries");
  OnSelectList<v1::AuditEntry>(command, selected,
                               [options](Session& session) { return List(session, *options); });
}

}  // namespace arasha::clients
