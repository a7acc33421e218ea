#ifndef ARASHA_SERVICES_RULES_DEADLINES_H_
#define ARASHA_SERVICES_RULES_DEADLINES_H_

#include <google/protobuf/struct.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline.pb.h"
#include "arasha/v1/entry.pb.h"
#include "services/rules/case_type.h"
#include "services/rules/work_calendar.h"

// When deadlines start, when they are due, and what meets them. The legal sources stand in the catalogue.
namespace arasha::rules {

// The last instant of a period that began at `start`. Hours run from the instant itself; everything else
// runs from the day after the start in the mission's zone to the last microsecond of the last day.
absl::Time DueTime(absl::Time start, const v1::Period& period, const WorkCalendar& calendar);

// Something that happened to a case, as triggers see it. A key is "opened", "field:ID", "transition:ID" or
// "entry:KIND", the last also with "/in_person" and "/SENT" or "/RECEIVED" where they hold: one happening
// has every key that it satisfies.
struct Happening {
  std::vector<std::string> keys;
  absl::Time at;
};

Happening Opened(absl::Time received);
Happening OfTransition(absl::string_view event, absl::Time at);
Happening OfEntry(const v1::Entry& entry);
// One for each DATE or TIME field that has a value; a date happens at its first instant in the zone.
std::vector<Happening> OfFields(const CaseType& type, const google::protobuf::Struct& details,
                                absl::TimeZone zone);

// The one key that a trigger waits for.
std::string TriggerKey(const v1::Trigger& trigger);

// A deadline that a happening started.
struct StartedDeadline {
  std::string rule;
  std::string source;
  absl::Time start;
  absl::Time due;
  std::vector<std::string> met_by;  // keys
  // Started by the case's opening or by a field, whose value can be corrected later: the newest start
  // replaces an earlier one. Any other start stands once it happened.
  bool corrects = false;
};

// Every deadline of the type that one of the happenings starts, each from the earliest that does. A rule
// of a bilateral treaty replaces the general one in its host state.
std::vector<StartedDeadline> StartDeadlines(const CaseType& type, absl::string_view host_state,
                                            const WorkCalendar& calendar,
                                            absl::Span<const Happening> happenings);

// The earliest of the happenings at or after `start` that meets a deadline with these keys.
std::optional<absl::Time> MetAt(absl::Span<const std::string> met_by, absl::Time start,
                                absl::Span<const Happening> happenings);

// How a deadline stands at `now`. `stopped`: when the case reached a final state.
v1::DeadlineState StateOf(absl::Time due, std::optional<absl::Time> met, std::optional<absl::Time> stopped,
                          absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_H_
