#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/reminders/operations.h"
#include "storage/cases/reminders.h"
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
  if (!asked.assignee().empty() && asked.assignee() != call.actor->name) {
    // Whoever is to be reminded must be able to do something about it.
    const rules::Actor* assignee = call.directory->FindActor(asked.assignee());
    if (assignee == nullptr ||
        !rules::May(*assignee, rules::Action::kAddEntry, call.about.mission, call.now)) {
      violations.push_back(
          {"reminder.assignee", rules::Problem::kNotAnOfficer, {{"mission", call.about.mission}}});
    }
  }
  return violations;
}

}  // namespace

absl::StatusOr<v1::Reminder> CreateReminder(server::Call& call, const v1::CreateReminderRequest& request) {
  const v1::Reminder& asked = request.reminder();
  if (const auto violations = Check(call, asked); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  v1::Reminder reminder;
  reminder.set_name(storage::NewUid(call.now));
  server::NameAfter(call.about, reminder);
  reminder.set_text(asked.text());
  *reminder.mutable_due_time() = asked.due_time();
  reminder.set_assignee(asked.assignee().empty() ? call.actor->name : asked.assignee());
  reminder.set_created_by(call.actor->name);
  *reminder.mutable_create_time() = ToTimestamp(call.now);

  const auto added = storage::AddReminder(*call.connection, call.context, call.about, reminder,
                                          reminder.SerializeAsString());
  if (!added.ok()) return added.status();
  if (added->outcome == storage::WriteOutcome::kDone) return reminder;
  // A repeat is told from a refusal by its first answer alone: the case may have closed meanwhile.
  auto repeat = server::FindRepeat<v1::Reminder>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  if (!added->found) return server::NotFound(request.parent());
  return server::CaseClosed();
}

}  // namespace arasha::reminders
