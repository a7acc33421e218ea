#ifndef ARASHA_SERVICES_RULES_CASEWORK_DEADLINES_H_
#define ARASHA_SERVICES_RULES_CASEWORK_DEADLINES_H_

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
#include "services/rules/casework/work_calendar.h"
#include "services/rules/catalogue/case_type.h"

// When deadlines start, when they are due, and what meets them. The legal sources stand in the catalogue.
namespace arasha::rules {

// Something that happened to a case, as triggers see it. A key is "opened", "field:ID", "transition:ID" or
// "entry:KIND". That of a field comes also with "?FIELD=CHOICE" for what other fields say, that of an entry
// also with "/in_person", "/SENT" or "/RECEIVED", and "/ROLE" of whom it is about, where they hold: one
// happening has every key that it satisfies.
struct Happening {
  std::vector<std::string> keys;
  absl::Time at;
  // How much later it may have been: told by its date alone, it was at some time of that day. It starts
  // deadlines at `at`, and meets those that began on the same day.
  absl::Duration within = absl::ZeroDuration();
};

Happening Opened(absl::Time received);
Happening OfTransition(absl::string_view event, absl::Time at);
// `about`: the role of the party that the entry names; of the subject if it names nobody.
Happening OfEntry(const v1::Entry& entry, v1::PartyRole about = v1::PARTY_ROLE_SUBJECT);
// One for each DATE or TIME field that has a value; a date happens at its first instant in the zone.
std::vector<Happening> OfFields(const CaseType& type, const google::protobuf::Struct& details,
                                absl::TimeZone zone);

// What of `before` is in `after` no more: happenings at other times, or that satisfy less.
std::vector<Happening> Undone(absl::Span<const Happening> before, absl::Span<const Happening> after);

// The one key that a trigger waits for.
std::string TriggerKey(const v1::Trigger& trigger);

// A deadline that a happening started.
struct StartedDeadline {
  std::string rule;
  std::string source;
  absl::Time start;              // and what meets it does not happen before
  std::string start_field = {};  // whose value started it; empty if something else did, or once it was stored
  absl::Time due;
  std::vector<std::string> met_by;  // keys
  // Started by the case's opening or by a field, whose value can be corrected later: the newest start
  // replaces an earlier one. Any other start stands once it happened.
  bool corrects = false;
};

// Every deadline of the type that one of the happenings starts, each from the earliest that does; those of
// reopenings aside. A rule of a bilateral treaty replaces the general one in its host state.
std::vector<StartedDeadline> StartDeadlines(const CaseType& type, absl::string_view host_state,
                                            const WorkCalendar& calendar,
                                            absl::Span<const Happening> happenings);

// The deadlines of the type that only fields start, that `undone` had started, and that nothing among the
// happenings starts any more; without start, due time and end.
std::vector<StartedDeadline> Unstarted(const CaseType& type, absl::Span<const Happening> undone,
                                       absl::Span<const Happening> happenings);

// What a reopening of the case among the happenings starts anew: a transition out of a final state, though it
// may be made from others too. It runs from there.
std::vector<StartedDeadline> RestartDeadlines(const CaseType& type, absl::string_view host_state,
                                              const WorkCalendar& calendar,
                                              absl::Span<const Happening> happenings);

// Whether it is of what meets the deadline, whenever it happened.
bool Meets(const Happening& happening, const StartedDeadline& deadline);

// When the first of the happenings at or after `from` meets a deadline with these keys.
std::optional<absl::Time> MetAt(absl::Span<const std::string> met_by, absl::Time from,
                                absl::Span<const Happening> happenings);

// A deadline of a case in its course.
struct DeadlineCourse {
  StartedDeadline started = {};  // start and due are InfiniteFuture once nothing is left that started it
  int run = 1;                   // from the second on by reopenings
  std::optional<absl::Time> met = {};
  std::optional<absl::Time> stopped = {};
};

// A case's deadlines once entries with the keys `touched` were struck out or put in their places, and
// `happenings` is all that has happened: only those that such keys start or meet are decided anew. Comes with
// what they start for the first time, which is stopped at `closed`, when the case was closed.
std::vector<DeadlineCourse> Redecide(const CaseType& type, absl::string_view host_state,
                                     const WorkCalendar& calendar, std::vector<DeadlineCourse> courses,
                                     absl::Span<const Happening> happenings,
                                     absl::Span<const std::string> touched, std::optional<absl::Time> closed);

// How a deadline stands at `now`. `stopped`: when the case reached a final state.
v1::DeadlineState StateOf(absl::Time due, std::optional<absl::Time> met, std::optional<absl::Time> stopped,
                          absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_DEADLINES_H_
