#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/reminders/operations.h"
#include "storage/duties/reminders.h"

namespace arasha::reminders {

absl::StatusOr<v1::Reminder> ResolveReminder(server::Call& call, const v1::ResolveReminderRequest& request) {
  rules::Violations violations;
  rules::CheckLength("resolution", request.resolution(), 0, kMaxText, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  v1::Reminder reminder;
  const auto found =
      storage::Reminders().Find(*call.connection, call.context.audit, call.about, call.uid, reminder);
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(request.name());
  if ((*found)->erased) return server::CaseErased();
  if (!reminder.has_resolve_time()) {
    reminder.set_resolution(request.resolution());
    reminder.set_resolved_by(call.actor->name);
    *reminder.mutable_resolve_time() = ToTimestamp(call.now);
    const auto saved = storage::Reminders().Save(*call.connection, call.context, call.about, **found,
                                                 reminder, reminder.SerializeAsString());
    if (!saved.ok()) return saved.status();
    if (*saved == storage::WriteOutcome::kDone) return reminder;
  }
  return server::Repeat<v1::Reminder>(
      call, Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_DECIDED,
                   "this reminder is resolved already"));
}

}  // namespace arasha::reminders
