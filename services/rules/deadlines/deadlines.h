#ifndef ARASHA_SERVICES_RULES_DEADLINES_DEADLINES_H_
#define ARASHA_SERVICES_RULES_DEADLINES_DEADLINES_H_

#include <google/protobuf/struct.pb.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline.pb.h"
#include "arasha/v1/row.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/happenings.h"
#include "services/rules/deadlines/work_calendar.h"

// When deadlines start, when they are due, and what meets them. The legal sources stand in the catalogue.
namespace arasha::rules {

// What the deadlines of a case hang on beside what happened in it. Refers to what it is made of.
struct DeadlineFacts {
  const CaseType& type;
  absl::string_view host_state;
  WorkCalendar calendar;  // the mission's, in the host state
  const google::protobuf::Struct& details;
  bool open = true;                         // its state is not final: only then what repeats begins anew
  absl::Time received = absl::UnixEpoch();  // by which it is judged what is in force
  absl::string_view state = {};             // the case is in
  // Its rows, each of which may have deadlines of its own; nullptr where they do not matter.
  const google::protobuf::RepeatedPtrField<v1::Row>* rows = nullptr;
  // The group of the row whose `details` these are; nullptr of the case's.
  const v1::RowGroup* group = nullptr;
};

// When a field of the case says that it is; nullopt while the field has no value.
std::optional<absl::Time> TimeOf(const v1::FieldDate& date, const DeadlineFacts& facts);

// What of a rule holds in the case's host state. Refers to the rule.
struct Terms {
  const google::protobuf::RepeatedPtrField<v1::Trigger>& starts_on;
  const google::protobuf::RepeatedPtrField<v1::Trigger>& met_by;
  const v1::Period* period;  // nullptr: due_on
  const std::string& source;
  const v1::HostStateRule* there = nullptr;  // that says so of the host state, if one does
};

// nullopt where the deadline does not exist.
std::optional<Terms> TermsOf(const v1::DeadlineRule& rule, const DeadlineFacts& facts);

// The earliest of the happenings that starts the deadline, those of reopenings aside; nullptr if none does.
const Happening* FirstStart(const Terms& terms, const DeadlineFacts& facts,
                            absl::Span<const Happening> happenings);

// A deadline that a happening started.
struct StartedDeadline {
  std::string rule;
  std::string source;
  absl::Time start;              // and what meets it does not happen before
  std::string start_field = {};  // whose value started it; empty if something else did, or once it was stored
  absl::Time due;
  std::vector<std::string> met_by;          // keys
  std::vector<std::string> calendars = {};  // by which its working days are counted, `KZ@1`
  // Started by the case's opening or by a field, whose value can be corrected later: the newest start
  // replaces an earlier one. Any other start stands once it happened.
  bool corrects = false;
};

// The deadline as it runs from `start`; nullopt while nothing says when it is due.
std::optional<StartedDeadline> StartBy(const v1::DeadlineRule& rule, const Terms& terms,
                                       const Happening& start, const DeadlineFacts& facts);

// Every deadline of the type that one of the happenings starts, each from the earliest that does; those of
// reopenings aside, and those of which nothing says when they are due, or whose conditions do not hold. What
// holds in the host state comes before what holds elsewhere.
std::vector<StartedDeadline> StartDeadlines(const DeadlineFacts& facts,
                                            absl::Span<const Happening> happenings);

// What a reopening of the case among the happenings starts anew: a transition out of a final state, though it
// may be made from others too. It runs from there.
std::vector<StartedDeadline> RestartDeadlines(const DeadlineFacts& facts,
                                              absl::Span<const Happening> happenings);

// Whether it is of what meets the deadline, whenever it happened.
bool Meets(const Happening& happening, const StartedDeadline& deadline);

// What decisions on a deadline, and states of its case that pause it, make of it beside its rule; see
// services/rules/deadlines/extensions.h.
struct Leeway {
  std::optional<absl::Time> due = {};  // instead of when its rule says
  // Until when, by the last decision; without any, by a move to another version of the type, see Migrated.
  std::optional<absl::Time> extended = {};
  std::optional<absl::Time> extend_time = {};  // of that decision or move
  int extensions = 0;                          // how many decisions
  std::optional<absl::Time> paused = {};       // since when
  std::optional<absl::Time> waived = {};       // when; it is then stopped, too
};

// A deadline of a case in its course.
struct DeadlineCourse {
  // As its rule says; start and due are InfiniteFuture once nothing is left that started it.
  StartedDeadline started = {};
  int run = 1;  // from the second on by reopenings, or by what repeats
  std::optional<absl::Time> met = {};
  std::optional<absl::Time> stopped = {};
  Leeway leeway = {};
};

// Those of `courses` that are not among `decided` any more, as if they had never begun; those of reopenings
// aside. Where entries and transitions start a rule, too, that can be told only of a type with
// NeedsTimeline(), for which `decided` is of all that has happened.
std::vector<DeadlineCourse> Unstarted(const CaseType& type, absl::Span<const DeadlineCourse> courses,
                                      absl::Span<const DeadlineCourse> decided);

// A case's deadlines once entries with the keys `touched` were struck out or put in their places, and
// `happenings` is all that has happened: only those that such keys start or meet are decided anew. Comes with
// what they start for the first time, which is stopped at `closed`, when the case was closed.
std::vector<DeadlineCourse> Redecide(const DeadlineFacts& facts, std::vector<DeadlineCourse> courses,
                                     absl::Span<const Happening> happenings,
                                     absl::Span<const std::string> touched, std::optional<absl::Time> closed);

// When a stored deadline is due by the calendars that count now, and which these are.
struct Recount {
  absl::Time due;
  std::vector<std::string> calendars;
};

// nullopt of one that its period alone, by the calendars that it keeps, does not make due when it is: a
// field, a run before it or a decision did; and of one that keeps calendars not known here, as another server
// may have learned of newer ones before.
std::optional<Recount> RecountDeadline(const DeadlineFacts& facts, const StartedDeadline& stored);

// How a deadline stands at `now`. `due`: with its leeway, `stopped`: when the case reached a final state.
v1::DeadlineState StateOf(absl::Time due, std::optional<absl::Time> met, std::optional<absl::Time> stopped,
                          absl::Time now, const Leeway& leeway = {});

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_DEADLINES_H_
