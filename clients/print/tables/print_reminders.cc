#include "clients/print/tables/print_reminders.h"

#include "absl/strings/str_cat.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

// As `arasha reminder resolve` takes it.
Cell NameCell(const v1::Reminder& reminder, const TableStyle& /*style*/) {
  return {absl::StrCat(ShortName(CaseOf(reminder.name())), " ", ShortId(reminder.name()))};
}

Cell DueCell(const v1::Reminder& reminder, const TableStyle& style) {
  const bool waits = !reminder.has_resolve_time();
  if (waits && style.case_closed) {
    return {style.TimeText(reminder.due_time()), Tone::kPlain, style.messages.Text("label.reminder_rests")};
  }
  return ReminderCell(style.TimeText(reminder.due_time()), waits && ToTime(reminder.due_time()) <= style.now,
                      style);
}

// The day on which it was resolved, and what came of it.
Cell OutcomeCell(const v1::Reminder& reminder, const TableStyle& style) {
  if (!reminder.has_resolve_time()) return {};
  return {absl::StrCat(style.DateText(reminder.resolve_time()), " ", reminder.resolution())};
}

}  // namespace

template <>
absl::Span<const ListColumn<v1::Reminder>> ColumnsOf<v1::Reminder>() {
  static constexpr ListColumn<v1::Reminder> kColumns[] = {
      {"dueTime", "column.reminder", kFlexible | kZoned | kMarked, DueCell},
      {"name", "column.case", kFlexible, NameCell},
      {"subject", "column.subject", kFlexible | kDispensable},
      {"text", "column.to_do", kFlexible},
      {"assignee", "column.assignee", kShortName},
      {"resolution", "column.resolution", kFlexible | kIfAny, OutcomeCell}};
  return kColumns;
}

std::string TableText(const v1::ListRemindersResponse& reminders, const TableStyle& style) {
  return ListText(reminders.reminders(), style);
}

std::string TableText(const v1::Reminder& reminder, const TableStyle& style) {
  static constexpr ListColumn<v1::Reminder> kSheet[] = {
      {"name", "label.reminder", 0, NameCell},    {"dueTime", "label.remind_time"},
      {"assignee", "label.assignee", kShortName}, {"text", "label.to_do"},
      {"resolveTime", "label.resolved"},          {"resolution", "label.resolution"}};
  return SheetText(kSheet, reminder, style);
}

}  // namespace arasha::clients
