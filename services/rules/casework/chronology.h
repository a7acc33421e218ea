#ifndef ARASHA_SERVICES_RULES_CASEWORK_CHRONOLOGY_H_
#define ARASHA_SERVICES_RULES_CASEWORK_CHRONOLOGY_H_

#include <google/protobuf/struct.pb.h>

#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/violations.h"

// In what order what is told of a case can have happened: fields, entries and their corrections, changes of
// state. What can not is refused; what is merely unlikely is not.
namespace arasha::rules {

// How long before a case was received what the mission did about it may lie, and the fields whose rule says
// nothing else: whoever had known for ten years would have had a case.
inline constexpr int kReachBackYears = 10;
// The same of what others did and is only noted: judgments bind for a life.
inline constexpr int kToldReachBackYears = 50;

// When a case plays, as far as it is known.
struct CaseTimes {
  absl::Time received;
  std::set<absl::CivilDay> births;         // see BirthsOf
  std::optional<absl::Time> first_change;  // of state, after the opening
  std::optional<absl::Time> last_change;
  absl::TimeZone zone;  // the mission's
};

// When a party was born, as its date of birth or else its IIN tells.
std::optional<absl::CivilDay> BirthOf(const v1::Party& party);

// The births of the subjects still on the case. None if that is not known of each: nothing can be said to
// have happened before it.
std::set<absl::CivilDay> BirthsOf(const google::protobuf::RepeatedPtrField<v1::Party>& parties);

// Whether the day has begun anywhere on earth: a date is that of the place where it happened.
bool HasBegun(absl::CivilDay day, absl::Time now);

// DATE and TIME fields against now, the case and each other, as their rules say; at most one problem of each.
// `prefix`: path of the details in the request. Values that CheckDetails refuses are not looked at.
Violations CheckFieldTimes(const CaseType& type, const google::protobuf::Struct& details,
                           const CaseTimes& times, absl::Time now, absl::string_view prefix);

// The problems that `after` has and `before` had not, and those of fields whose values differ: what was let
// in by other rules must not keep anybody from changing something else.
Violations NewFieldTimes(const CaseType& type, const v1::Case& before, const CaseTimes& times_before,
                         const v1::Case& after, const CaseTimes& times_after, absl::Time now,
                         absl::string_view prefix);

// The birth of a subject against the fields of its case: `times` as they would stand with it, `field` its
// path in the request.
Violations CheckBirth(const CaseType& type, const google::protobuf::Struct& details, const CaseTimes& times,
                      absl::string_view field);

// The birth of a party against the entries that name it, by whole days as an entry is against a birth.
// `first`: when the first of them happened; `zone`: the mission's.
Violations CheckBirthBeforeEntries(absl::CivilDay born, absl::Time first, absl::TimeZone zone,
                                   absl::string_view field);

// When the case was received: after the Republic had missions, and not after the case moved on.
Violations CheckReceipt(const CaseTimes& times, absl::string_view field);

// Whether an entry's time can be judged without a look at the case: what happened within three days is
// plausible in any but one about somebody born within them.
bool IsRecent(absl::Time happened, absl::Time now);

// When an entry happened that people write: not before the birth of the party that it names, or of the
// subjects if it names none. `parties`: of the case; `field`: the time's path in the request.
Violations CheckEntryTime(const v1::Entry& entry,
                          const google::protobuf::RepeatedPtrField<v1::Party>& parties,
                          const CaseTimes& times, absl::string_view field);

// When the mission did what would meet a deadline that the case's opening or one of its fields started: not
// before it knew. `started`: by these; `zone`: the mission's.
Violations CheckDeedTime(absl::Span<const StartedDeadline> started, const Happening& deed,
                         absl::TimeZone zone, absl::string_view field);

// When deadlines start that were met: not after what met them. `started`: as the case would stand; `courses`:
// as they run; `path`: that of the case in the request.
Violations CheckStarts(absl::Span<const StartedDeadline> started, absl::Span<const DeadlineCourse> courses,
                       absl::TimeZone zone, absl::string_view path);

// When a change of state happened of which nobody says when: now, but after what came before it, which
// others' clocks may have put a little ahead of ours.
absl::Time UntoldChangeTime(const CaseTimes& times, absl::Time now);

// When a change of state happened: not before the one that led to the state, nor before the case was
// received. To the minute, which is what people tell.
Violations CheckChangeTime(absl::Time happened, const CaseTimes& times, absl::string_view field);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_CHRONOLOGY_H_
