#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_reminders.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

constexpr int kMostReminders = 100'000;

struct ReminderOptions {
  std::string case_name;
  std::string reminder;
  std::string due_time;
  std::string text;
  std::string assignee;
  bool all = false;
  int limit = 50;
};

absl::Status Add(Session& session, const ReminderOptions& options) {
  const absl::StatusOr<std::string> parent = session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  const auto due = session.TimeOf(options.due_time, TimeUse::kDue);
  if (!due.ok()) return due.status();
  v1::CreateReminderRequest request;
  request.set_parent(*parent);
  *request.mutable_reminder()->mutable_due_time() = *due;
  request.mutable_reminder()->set_text(session.TextOf(options.text));
  if (!options.assignee.empty()) {
    const absl::StatusOr<std::string> assignee = session.Staff(options.assignee);
    if (!assignee.ok()) return assignee.status();
    request.mutable_reminder()->set_assignee(*assignee);
  }
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Reminder> reminder = session.api().Call(request);
  if (!reminder.ok()) return reminder.status();
  session.Print(*reminder);
  return absl::OkStatus();
}

// Reminders do not tell that their case is closed, and they rest; the case does, where one waits. One that
// cannot be read leaves the list without that.
void LearnCase(Session& session, const std::string& case_name, const v1::ListRemindersResponse& listed) {
  const auto& reminders = listed.reminders();
  if (session.ForPeople() &&
      std::any_of(reminders.begin(), reminders.end(),
                  [](const v1::Reminder& reminder) { return !reminder.has_resolve_time(); })) {
    session.FetchCase(case_name).status().IgnoreError();
  }
}

absl::Status List(Session& session, const ReminderOptions& options) {
  // One's own are wherever they are, unless a mission is asked for, and not only that of the context.
  const bool everywhere = options.case_name.empty() && !options.all && session.flags().mission.empty();
  const absl::StatusOr<std::string> parent = everywhere                  ? kAllMissions
                                             : options.case_name.empty() ? session.MissionOrAll()
                                                                         : session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  v1::ListRemindersRequest request;
  request.set_parent(*parent);
  request.set_mine(options.case_name.empty() && !options.all);
  const auto listed =
      ReadPages(session.api(), request, {.limit = options.limit, .largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  if (!options.case_name.empty()) LearnCase(session, *parent, listed->rows);
  session.Print(listed->rows);
  if (listed->more) NoteMoreRows(session, listed->rows);
  return absl::OkStatus();
}

// The reminder of the case that the list shows under an id, or whose uuid or full name was typed; with none
// typed, the caller's own, if but one waits there.
absl::StatusOr<std::string> FindReminder(Session& session, const std::string& parent,
                                         const std::string& typed) {
  v1::ListRemindersRequest request;
  request.set_parent(parent);
  request.set_mine(typed.empty());
  const auto listed = ReadPages(session.api(), request, {.largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  std::vector<std::string> found;
  for (const v1::Reminder& reminder : listed->rows.reminders()) {
    const bool meant = typed.empty() ? !reminder.has_resolve_time() : absl::EndsWith(reminder.name(), typed);
    if (meant) found.push_back(reminder.name());
  }
  if (found.size() == 1) return found.front();
  const Texts::Parameters of_case = {{"case", std::string(ShortName(parent))}};
  return found.empty() ? NotFoundError("usage.no_reminder", of_case)
                       : UsageError("usage.reminder_ambiguous", of_case);
}

// Typed whole, as CSV and JSON have it, or by its case.
absl::StatusOr<std::string> ReminderOf(Session& session, const ReminderOptions& options) {
  if (absl::StrContains(options.case_name, "/reminders/")) return options.case_name;
  const absl::StatusOr<std::string> parent = session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  return FindReminder(session, *parent, options.reminder);
}

absl::Status Resolve(Session& session, const ReminderOptions& options) {
  const absl::StatusOr<std::string> name = ReminderOf(session, options);
  if (!name.ok()) return name.status();
  v1::ResolveReminderRequest request;
  request.set_name(*name);
  request.set_resolution(session.TextOf(options.text));
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Reminder> reminder = session.api().Call(request);
  if (!reminder.ok()) return reminder.status();
  session.Print(*reminder);
  return absl::OkStatus();
}

Option AddCase(CLI::App& command, ReminderOptions& options) {
  return AddOption(command, "CASE", options.case_name, "The case: IST-2026-000123, or its full name");
}

}  // namespace

void AddReminderCommands(CLI::App& root, Run& selected) {
  CLI::App& reminders = AddNoun(root, "reminder", "Be told of a case again at a time", "Cases");

  CLI::App& add =
      AddCommand(reminders, "add", "Put a reminder on a case",
                 {"arasha reminder add IST-2026-000123 thursday \"Ask the court for the date again\"",
                  "arasha reminder add IST-2026-000123 '3.12.2026 9:00' \"Call the family\" --for d.kim"});
  auto adds = std::make_shared<ReminderOptions>();
  AddCase(add, *adds).Required().Sets("parent");
  AddOption(add, "WHEN", adds->due_time, "From when on: thursday, 'tomorrow 9:00', 3d (arasha help times)")
      .Required()
      .Sets("reminder.due_time");
  AddOption(add, "TEXT", adds->text, "What to do; - reads it from standard input")
      .Required()
      .Sets("reminder.text");
  AddOption(add, "--for", adds->assignee, "The colleague to be reminded; you, if left out")
      .TypeName("PERSON")
      .Sets("reminder.assignee");
  OnSelect(add, selected, [adds](Session& session) { return Add(session, *adds); });

  CLI::App& list =
      AddCommand(reminders, "list", "List your reminders, the soonest due first, or all of a case",
                 {"arasha reminder list", "arasha reminder list IST-2026-000123",
                  "arasha reminder list --mission IST --all"});
  auto lists = std::make_shared<ReminderOptions>();
  AddCase(list, *lists).Sets("parent");
  AddFlag(list, "--all", lists->all, "Those of colleagues, too");
  AddLimit(list, lists->limit, kMostReminders, "At most so many");
  OnSelectList<v1::Reminder>(list, selected, [lists](Session& session) { return List(session, *lists); });

  CLI::App& resolve =
      AddCommand(reminders, "resolve", "Say that a reminder is done with",
                 {"arasha reminder resolve IST-2026-000123 --text \"The hearing is on 3 December\"",
                  "arasha reminder resolve IST-2026-000123 4f21c07a",
                  "arasha reminder list IST-2026-000123     # ids of reminders"});
  auto resolves = std::make_shared<ReminderOptions>();
  AddCase(resolve, *resolves).Required().Sets("name");
  AddOption(resolve, "REMINDER", resolves->reminder,
            "The id that the list shows; your only one on the case, if left out");
  AddOption(resolve, "--text", resolves->text, "What came of it; - reads it from standard input")
      .Sets("resolution");
  OnSelect(resolve, selected, [resolves](Session& session) { return Resolve(session, *resolves); });
}

}  // namespace arasha::clients
