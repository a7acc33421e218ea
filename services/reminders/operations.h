#ifndef ARASHA_SERVICES_REMINDERS_OPERATIONS_H_
#define ARASHA_SERVICES_REMINDERS_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/reminders.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of reminders.proto, one file each; contracts are there.
namespace arasha::reminders {

// In characters, of a reminder's text and of what came of it.
inline constexpr size_t kMaxText = 1000;

absl::StatusOr<v1::Reminder> CreateReminder(server::Call& call, const v1::CreateReminderRequest& request);
absl::StatusOr<v1::ListRemindersResponse> ListReminders(server::Call& call,
                                                        const v1::ListRemindersRequest& request);
absl::StatusOr<v1::Reminder> ResolveReminder(server::Call& call, const v1::ResolveReminderRequest& request);

}  // namespace arasha::reminders

#endif  // ARASHA_SERVICES_REMINDERS_OPERATIONS_H_
