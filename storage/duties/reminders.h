#ifndef ARASHA_STORAGE_CASES_REMINDERS_H_
#define ARASHA_STORAGE_CASES_REMINDERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/reminders.pb.h"
#include "storage/cases/child_rows.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

// Reminders on cases.
namespace arasha::storage {

// Reminders as rows. One may be put on an open case only.
const ChildRows& Reminders();

// Which reminders to list: all of one case, or those on open cases that nobody resolved; of an erased case
// none.
struct ReminderQuery {
  std::optional<std::string> case_uid;
  std::vector<std::string> missions;  // that of the case; of the actor's own, none stands for all
  bool mine = false;                  // the actor's own
  int limit = 0;
  std::optional<PagePosition> after;
};

struct ReminderPage {
  std::vector<v1::Reminder> reminders;  // the soonest due first
  PagePosition last;                    // of the last, if there is any
  bool goes_on = false;
  DamagedRows damaged;  // what of them does not open
};

// As many as a page has room for (page.h), with a leaf that commits to the cases whose reminders were shown.
absl::StatusOr<ReminderPage> ListReminders(Connection& connection, const AuditContext& context,
                                           const ReminderQuery& query);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_REMINDERS_H_
