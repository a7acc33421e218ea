#ifndef ARASHA_STORAGE_CASES_REMINDERS_H_
#define ARASHA_STORAGE_CASES_REMINDERS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/reminders.pb.h"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"
#include "storage/log/requests.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// Reminders on cases.
namespace arasha::storage {

// What became of a reminder to add. Nothing was written unless kDone.
struct ReminderOutcome {
  WriteOutcome outcome = WriteOutcome::kStale;
  bool found = false;  // the case exists, for this caller
  bool open = false;   // it is not in a final state
};

// Puts a reminder, whose name's last segment is its uid, on an open case. DATA_LOSS if the case has lost its
// keys.
absl::StatusOr<ReminderOutcome> AddReminder(Connection& connection, const WriteContext& context,
                                            const CaseNumber& number, const v1::Reminder& reminder,
                                            absl::string_view response);

// A reminder as stored.
struct ReminderRow {
  v1::Reminder message;
  std::string case_uid;
  int version = 1;
};

// The reminder of this uid on a case, to be changed; nullopt if there is none that the context sees.
// CASE_ERASED if its case was erased, DATA_LOSS if it does not open. Leaves no leaf: what is decided on it
// does.
absl::StatusOr<std::optional<ReminderRow>> FindReminder(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, absl::string_view uid);

// Saves what came of a reminder. `row.version` is that loaded; kStale if it is not the present one.
absl::StatusOr<WriteOutcome> SaveReminder(Connection& connection, const WriteContext& context,
                                          const CaseNumber& number, const ReminderRow& row,
                                          absl::string_view response);

// Which reminders to list: all of one case, or those on open cases that nobody resolved.
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
