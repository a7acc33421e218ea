#ifndef ARASHA_SERVICES_RULES_DEADLINES_H_
#define ARASHA_SERVICES_RULES_DEADLINES_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline.pb.h"
#include "arasha/v1/entry.pb.h"
#include "google/protobuf/struct.pb.h"
#include "services/rules/case_type.h"
#include "services/rules/work_calendar.h"

namespace arasha::rules {

// The last instant that still meets a deadline started at `start`. Hours are counted on the clock's own
// time, across any change of offset. Every other unit leaves out the day of the start and ends with the last
// microsecond of its last day in the calendar's zone, however long that day is.
absl::Time DueTime(absl::Time start, const v1::Period& period, const WorkCalendar& calendar);

// Something that happened in a case, under every key by which a trigger may mean it.
//
// Keys: `opened`, `field:<id>`, `transition:<id>`, `entry:<KIND>`, and for entries with qualifiers also
// `entry:<KIND>/in_person`, `entry:<KIND>/SENT`, `entry:<KIND>/RECEIVED`. They are stored: their form is
// fixed.
struct Happening {
  std::vector<std::string> keys;
  absl::Time at;
};

// The case was opened; `received` is Case.received_time.
Happening Opened(absl::Time received);
// The transition `event` was made.
Happening OfTransition(std::string_view event, absl::Time at);
// An entry was added; its happened_time must be set. No keys for kinds that only the server writes.
Happening OfEntry(const v1::Entry& entry);
// The DATE and TIME fields that have a value, in the catalogue's order.
std::vector<Happening> OfFields(const CaseType& type, const google::protobuf::Struct& details,
                                absl::TimeZone zone);

// The key under which a trigger looks for its happening.
std::string TriggerKey(const v1::Trigger& trigger);

// A deadline that begins to run.
struct StartedDeadline {
  // Id of the rule in the case type.
  std::string rule;
  // Of the bilateral rule where one replaces the general.
  std::string source;
  absl::Time start;
  absl::Time due;
  // Keys of what meets it.
  std::vector<std::string> met_by;
  // Started by a field: if it runs already, a later value of the field replaces start and due. Otherwise a
  // deadline that runs already stays as it is.
  bool corrects = false;
};

// The deadlines of `type` that the happenings start, in the catalogue's order; of several happenings that
// start the same rule, the earliest counts. A bilateral rule for `host_state` (ISO 3166-1 alpha-2) replaces
// the general period and source.
std::vector<StartedDeadline> StartDeadlines(const CaseType& type, std::string_view host_state,
                                            const WorkCalendar& calendar,
                                            absl::Span<const Happening> happenings);

// Where a deadline stands at `now`. `met`: when it was met; `stopped`: when the case reached a final state
// in which it still is. Met or stopped at the very due time is in time.
v1::DeadlineState StateOf(absl::Time due, std::optional<absl::Time> met, std::optional<absl::Time> stopped,
                          absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_H_
