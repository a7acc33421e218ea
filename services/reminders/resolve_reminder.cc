#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/reminders/operations.h"
#include "storage/cases/reminders.h"

namespace arasha::reminders {

absl::StatusOr<v1::Reminder> ResolveReminder(server::Call& call, const v1::ResolveReminderRequest& request) {
  rules::Violations violations;
  rules::CheckLength("resolution", request.resolution(), 0, kMaxText, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  auto found = storage::FindReminder(*call.connection, call.context.audit, call.about, call.uid);
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(request.name());
  storage::ReminderRow& row = **found;
  if (!row.message.has_resolve_time()) {
    row.message.set_resolution(request.resolution());
    row.message.set_resolved_by(call.actor->name);
    *row.message.mutable_resolve_time() = ToTimestamp(call.now);
    const auto saved = storage::SaveReminder(*call.connection, call.context, call.about, row,
                                             row.message.SerializeAsString());
    if (!saved.ok()) return saved.status();
    if (*saved == storage::WriteOutcome::kDone) return row.message;
  }
  auto repeat = server::FindRepeat<v1::Reminder>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_DECIDED,
                "this reminder is resolved already");
}

}  // namespace arasha::reminders
