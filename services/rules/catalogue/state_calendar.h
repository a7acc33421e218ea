#ifndef ARASHA_SERVICES_RULES_CATALOGUE_STATE_CALENDAR_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_STATE_CALENDAR_H_

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "arasha/catalogue/v1/calendar.pb.h"
#include "arasha/v1/case_type.pb.h"

namespace arasha::rules {

// The state of a calendar in one of its versions: `TR` of `TR@2`.
absl::string_view StateOfCalendar(absl::string_view ref);

// A holiday on one day.
struct Holiday {
  v1::LocalisedText label;
  std::string source;        // the law or gazette
  bool provisional = false;  // expected; what came is not known yet
  std::string calendar;      // that says so, `TR@2`
};

// On which days a state rests: a catalogue::v1::Calendar of one version, in good order. Immutable.
class StateCalendar {
 public:
  // Of two holidays on one day the first that is given counts. INVALID_ARGUMENT with every fault: a code,
  // version, year, day or weekend that is none, a day outside of the years or given twice, a worked day that
  // is a holiday or of no weekend, a label that lacks a language, no source.
  static absl::StatusOr<StateCalendar> Create(const catalogue::v1::Calendar& proto);

  // Reads a text proto. INVALID_ARGUMENT, likewise, and if it is none.
  static absl::StatusOr<StateCalendar> Parse(absl::string_view text);

  const std::string& state() const { return proto_.state(); }
  int version() const { return proto_.version(); }
  // `TR@2`.
  const std::string& ref() const { return ref_; }
  const catalogue::v1::Calendar& proto() const { return proto_; }

  // nullptr if it is none.
  const Holiday* HolidayOn(absl::CivilDay day) const;
  bool IsWeekend(absl::CivilDay day) const { return weekend_.at(static_cast<size_t>(absl::GetWeekday(day))); }
  // A day of the weekend that is worked instead of another.
  bool IsWorkedInstead(absl::CivilDay day) const { return worked_.contains(day); }

 private:
  StateCalendar() = default;

  catalogue::v1::Calendar proto_;
  std::string ref_;
  std::array<bool, 7> weekend_{};  // by absl::Weekday, Monday first
  std::map<absl::CivilDay, Holiday> holidays_;
  std::set<absl::CivilDay> worked_;
};

// What is known of states: of each the newest version counts, and the others are kept.
class StateCalendars {
 public:
  // Takes one in. INVALID_ARGUMENT if it is the newest of its state, and another state is said to be home
  // already.
  absl::Status Add(std::shared_ptr<const StateCalendar> calendar);

  // What counted when a deadline was computed by these, `KZ@1`: of their states these versions, and of others
  // none. Versions that are not known are left out.
  std::shared_ptr<const StateCalendars> By(absl::Span<const std::string> refs) const;
  // Those that count, by state.
  std::vector<std::string> Newest() const;

  // By ISO code; nullptr if none is known.
  const StateCalendar* Find(absl::string_view state) const;
  // The home state's; nullptr if none is known.
  const StateCalendar* Home() const { return Find(home_); }

 private:
  std::map<std::string, std::shared_ptr<const StateCalendar>, std::less<>> newest_;  // by state
  std::map<std::string, std::shared_ptr<const StateCalendar>> versions_;             // by ref
  std::string home_;
};

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_STATE_CALENDAR_H_
