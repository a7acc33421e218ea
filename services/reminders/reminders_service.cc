#include "services/reminders/reminders_service.h"

#include "services/reminders/operations.h"

namespace arasha::reminders {

RemindersService::RemindersService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("CreateReminder", &reminders::CreateReminder);
  Serve("ListReminders", &reminders::ListReminders);
  Serve("ResolveReminder", &reminders::ResolveReminder);
}

}  // namespace arasha::reminders
