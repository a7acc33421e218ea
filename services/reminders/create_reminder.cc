#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/reminders/operations.h"
#include "storage/cases/case_facts.h"
#include "storage/duties/reminders.h"
#include "storage/postgres/encoding.h"

namespace arasha::reminders {
namespace {

constexpr absl::Duration kLongestAhead = absl::Hours(24 * 366);

rules::Violations Check(const server::Call& call, const v1::Reminder& asked) {
  rules::Violations violations;
  rules::CheckLength("reminder.text", asked.text(), 1, kMaxText, violations);
  const absl::Time due = ToTime(asked.due_time());
  if (!asked.has_due_time()) {
    violations.push_back({"reminder.due_time", rules::Problem::kRequired});
  } else if (due <= call.now || due > call.now + kLongestAhead) {
    violations.push_back({"reminder.due_time", rules::Problem::kTooFarAhead});
  }
  return violations;
}

// Whoever is to be reminded must see the case, and be able to do something about it.
absl::Status CheckAssignee(const server::Call& call, const std::string& name) {
  const auto refused = [](rules::Problem problem, const std::string& mission) {
    return server::InvalidFields({{"reminder.assignee", problem, {{"mission", mission}}}});
  };
  const rules::Actor* assignee = call.directory->FindActor(name);
  const auto facts = storage::FindCaseFacts(*call.connection, call.context.audit, call.about);
  if (!facts.ok()) return facts.status();
  if (!*facts) return server::NotFound(call.name);
  if (assignee != nullptr && rules::MayOn(*assignee, rules::Action::kAddEntry, **facts, call.now)) {
    return absl::OkStatus();
  }
  const bool works_there =
      assignee != nullptr && rules::May(*assignee, rules::Action::kAddEntry, call.about.mission, call.now);
  return refused(works_there ? rules::Problem::kDoesNotSeeCase : rules::Problem::kNotAnOfficer,
                 call.about.mission);
}

}  // namespace

absl::StatusOr<v1::Reminder> CreateReminder(server::Call& call, const v1::CreateReminderRequest& request) {
  const v1::Reminder& asked = request.reminder();
  if (const auto violations = Check(call, asked); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  if (!asked.assignee().empty() && asked.assignee() != call.actor->name) {
    if (absl::Status wrong = CheckAssignee(call, asked.assignee()); !wrong.ok()) return wrong;
  }
  v1::Reminder reminder;
  reminder.set_name(storage::NewUid(call.now));
  server::NameAfter(call.about, reminder);
  reminder.set_text(asked.text());
  *reminder.mutable_due_time() = asked.due_time();
  reminder.set_assignee(asked.assignee().empty() ? call.actor->name : asked.assignee());
  reminder.set_created_by(call.actor->name);
  *reminder.mutable_create_time() = ToTimestamp(call.now);

  const auto added = storage::Reminders().Add(*call.connection, call.context, call.about, reminder,
                                              reminder.SerializeAsString());
  if (!added.ok()) return added.status();
  if (*added == storage::WriteOutcome::kDone) return reminder;
  return server::Repeat<v1::Reminder>(call, server::NotAdded(call, *added));
}

}  // namespace arasha::reminders
