#include "services/cases/deadline_rows.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <utility>

namespace arasha::cases {

using google::protobuf::util::TimeUtil;

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(timestamp));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

std::vector<rules::Happening> HappeningsOf(const v1::Case& message, const rules::CaseType& type,
                                           const rules::WorkCalendar& calendar) {
  std::vector<rules::Happening> happenings = rules::OfFields(type, message.details(), calendar.zone);
  happenings.push_back(rules::Opened(ToTime(message.received_time())));
  return happenings;
}

std::vector<storage::DeadlineRow> StartedRows(const v1::Case& message, const rules::CaseType& type,
                                              const rules::WorkCalendar& calendar,
                                              absl::Span<const rules::Happening> happenings) {
  std::vector<storage::DeadlineRow> rows;
  for (rules::StartedDeadline& started :
       rules::StartDeadlines(type, message.host_state(), calendar, happenings)) {
    storage::DeadlineRow& row = rows.emplace_back();
    row.met = rules::MetAt(started.met_by, started.start, happenings);
    row.rule = std::move(started.rule);
    row.source = std::move(started.source);
    row.start = started.start;
    row.due = started.due;
    row.met_by = std::move(started.met_by);
    row.corrects = started.corrects;
  }
  return rows;
}

std::vector<storage::Meeting> Meetings(absl::Span<const rules::Happening> happenings) {
  std::vector<storage::Meeting> meetings;
  for (const rules::Happening& happening : happenings) meetings.push_back({happening.keys, happening.at});
  return meetings;
}

void ShowDeadlines(const std::vector<storage::DeadlineRow>& rows, absl::Time now, v1::Case& message) {
  std::optional<absl::Time> next;
  for (const storage::DeadlineRow& row : rows) {
    v1::Deadline& shown = *message.add_deadlines();
    shown.set_rule(row.rule);
    shown.set_source(row.source);
    *shown.mutable_start_time() = ToTimestamp(row.start);
    *shown.mutable_due_time() = ToTimestamp(row.due);
    if (row.met) *shown.mutable_met_time() = ToTimestamp(*row.met);
    shown.set_state(rules::StateOf(row.due, row.met, row.stopped, now));
    if (!row.met && !row.stopped) next = std::min(next.value_or(row.due), row.due);
  }
  if (next) *message.mutable_next_due_time() = ToTimestamp(*next);
  std::sort(message.mutable_deadlines()->begin(), message.mutable_deadlines()->end(),
            [](const v1::Deadline& a, const v1::Deadline& b) {
              return ToTime(a.due_time()) < ToTime(b.due_time());
            });
}

}  // namespace arasha::cases
