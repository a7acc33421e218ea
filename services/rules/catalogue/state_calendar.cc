#include "services/rules/catalogue/state_calendar.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/text.h"
#include "services/rules/text_proto.h"

namespace arasha::rules {
namespace {

// Gathers the faults of one calendar, and its days.
class Reading {
 public:
  explicit Reading(const catalogue::v1::Calendar& proto) : proto_(proto) {}

  void Expect(bool holds, absl::string_view where, absl::string_view expected) {
    if (!holds) faults_.push_back(absl::StrCat(proto_.state(), ": ", where, ": ", expected));
  }

  std::optional<absl::CivilDay> Day(const std::string& text, absl::string_view where) {
    const auto day = ParseDate(text);
    const bool within = day && day->year() >= proto_.first_year() && day->year() <= proto_.last_year();
    Expect(within, where,
           absl::StrCat(text, " is no day of the years ", proto_.first_year(), " to ", proto_.last_year(),
                        "; write it as 2026-05-27"));
    return within ? day : std::nullopt;
  }

  // The 29th of February is one of leap years alone.
  std::vector<absl::CivilDay> EveryYear(const std::string& text, absl::string_view where) {
    Expect(ParseDate(absl::StrCat("2024-", text)).has_value(), where,
           absl::StrCat(text, " is no day of a year; write it as 03-08"));
    std::vector<absl::CivilDay> days;
    for (int year = proto_.first_year(); year <= proto_.last_year(); ++year) {
      if (const auto day = ParseDate(absl::StrCat(year, "-", text))) days.push_back(*day);
    }
    return days;
  }

  const std::vector<std::string>& faults() const { return faults_; }

 private:
  const catalogue::v1::Calendar& proto_;
  std::vector<std::string> faults_;
};

}  // namespace

absl::string_view StateOfCalendar(absl::string_view ref) { return ref.substr(0, ref.find('@')); }

absl::StatusOr<StateCalendar> StateCalendar::Create(const catalogue::v1::Calendar& proto) {
  StateCalendar calendar;
  Reading reading(proto);
  reading.Expect(IsCountryCode(proto.state()), "state", "a code of ISO 3166-1 alpha-2 is needed, TR");
  reading.Expect(proto.version() > 0, "version", "it is 1 or more");
  reading.Expect(!proto.source().empty(), "source", "the law or gazette is needed");
  const bool years = proto.first_year() >= kFirstYear && proto.first_year() <= proto.last_year() &&
                     proto.last_year() <= kLastYear;
  reading.Expect(
      years, "first_year",
      absl::StrCat("the first and the last year, between ", kFirstYear, " and ", kLastYear, ", are needed"));
  if (!years) return absl::InvalidArgumentError(absl::StrJoin(reading.faults(), "\n"));

  for (const int day : proto.weekend()) {
    const bool known = day >= catalogue::v1::WEEKDAY_MONDAY && day <= catalogue::v1::WEEKDAY_SUNDAY;
    reading.Expect(known, "weekend", "a day is WEEKDAY_MONDAY to WEEKDAY_SUNDAY");
    if (known) calendar.weekend_.at(static_cast<size_t>(day - catalogue::v1::WEEKDAY_MONDAY)) = true;
  }
  const auto free = std::count(calendar.weekend_.begin(), calendar.weekend_.end(), true);
  reading.Expect(free > 0 && free < 7, "weekend", "a day at least, and not each, is needed");

  calendar.ref_ = absl::StrCat(proto.state(), "@", proto.version());
  for (const catalogue::v1::Holiday& given : proto.holidays()) {
    const std::string where = absl::StrCat("holiday ", given.label().en());
    reading.Expect(!given.label().kk().empty() && !given.label().ru().empty() && !given.label().en().empty(),
                   where, "a label in kk, ru and en is needed");
    reading.Expect(given.every_year_size() + given.dates_size() + given.provisional_dates_size() > 0, where,
                   "a day is needed");
    std::set<absl::CivilDay> own;
    const auto put = [&](absl::CivilDay day, bool provisional) {
      reading.Expect(own.insert(day).second, where,
                     absl::StrCat(absl::FormatCivilTime(day), " is given twice"));
      calendar.holidays_.emplace(day,
                                 Holiday{.label = given.label(),
                                         .source = given.source().empty() ? proto.source() : given.source(),
                                         .provisional = provisional,
                                         .calendar = calendar.ref_});
    };
    for (const std::string& text : given.every_year()) {
      for (const absl::CivilDay day : reading.EveryYear(text, where)) put(day, false);
    }
    for (const std::string& text : given.dates()) {
      if (const auto day = reading.Day(text, where)) put(*day, false);
    }
    for (const std::string& text : given.provisional_dates()) {
      if (const auto day = reading.Day(text, where)) put(*day, true);
    }
  }
  for (const auto* list : {&proto.worked(), &proto.worked_provisionally()}) {
    for (const std::string& text : *list) {
      const auto day = reading.Day(text, "worked");
      if (!day) continue;
      reading.Expect(calendar.IsWeekend(*day), "worked", absl::StrCat(text, " is a day of no weekend"));
      reading.Expect(calendar.HolidayOn(*day) == nullptr, "worked", absl::StrCat(text, " is a holiday"));
      reading.Expect(calendar.worked_.insert(*day).second, "worked", absl::StrCat(text, " is given twice"));
    }
  }
  if (!reading.faults().empty()) {
    return absl::InvalidArgumentError(absl::StrJoin(reading.faults(), "\n"));
  }
  calendar.proto_ = proto;
  return calendar;
}

absl::StatusOr<StateCalendar> StateCalendar::Parse(absl::string_view text) {
  catalogue::v1::Calendar proto;
  if (absl::Status read = ParseTextProto(text, proto); !read.ok()) return read;
  return Create(proto);
}

const Holiday* StateCalendar::HolidayOn(absl::CivilDay day) const {
  const auto found = holidays_.find(day);
  return found == holidays_.end() ? nullptr : &found->second;
}

absl::Status StateCalendars::Add(std::shared_ptr<const StateCalendar> calendar) {
  const std::string state = calendar->state();
  const auto before = newest_.find(state);
  const bool is_newest = before == newest_.end() || before->second->version() <= calendar->version();
  if (!is_newest) {
    versions_[calendar->ref()] = std::move(calendar);
    return absl::OkStatus();
  }
  if (calendar->proto().home()) {
    if (!home_.empty() && home_ != state) {
      return absl::InvalidArgumentError(
          absl::StrCat(calendar->ref(), ": home: the home state is ", home_, "; there is one at most"));
    }
    home_ = state;
  } else if (home_ == state) {
    home_.clear();
  }
  versions_[calendar->ref()] = calendar;
  newest_[state] = std::move(calendar);
  return absl::OkStatus();
}

std::shared_ptr<const StateCalendars> StateCalendars::By(absl::Span<const std::string> refs) const {
  auto then = std::make_shared<StateCalendars>(*this);
  then->newest_.clear();
  for (const std::string& ref : refs) {
    const auto found = versions_.find(ref);
    if (found != versions_.end()) then->newest_[found->second->state()] = found->second;
  }
  return then;
}

std::vector<std::string> StateCalendars::Newest() const {
  std::vector<std::string> refs;
  for (const auto& [state, calendar] : newest_) refs.push_back(calendar->ref());
  return refs;
}

const StateCalendar* StateCalendars::Find(absl::string_view state) const {
  const auto found = newest_.find(state);
  return found == newest_.end() ? nullptr : found->second.get();
}

}  // namespace arasha::rules
