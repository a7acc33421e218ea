#include "services/rules/casework/chronology.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/rules/casework/entries.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/identity/identity_numbers.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

// Where a day begins first and last (Kiribati, Baker Island).
absl::TimeZone Easternmost() { return absl::FixedTimeZone(14 * 60 * 60); }
absl::TimeZone Westernmost() { return absl::FixedTimeZone(-12 * 60 * 60); }

// The Republic was recognised, and had missions, from its independence on.
constexpr absl::CivilDay kFirstMissions(1991, 12, 16);

constexpr absl::Duration kRecent = absl::Hours(3 * 24);

// Bounds are years long; that a working day counts as a day changes none that matters.
absl::CivilDay DaysBefore(absl::CivilDay day, const v1::Period& period) {
  switch (period.length_case()) {
    case v1::Period::kHours:
      return day - period.hours() / 24;
    case v1::Period::kDays:
      return day - period.days();
    case v1::Period::kWorkingDays:
      return day - period.working_days();
    case v1::Period::kMonths:
      return absl::CivilDay(day.year(), day.month() - period.months(), day.day());
    case v1::Period::kYears:
      return absl::CivilDay(day.year() - period.years(), day.month(), day.day());
    case v1::Period::LENGTH_NOT_SET:
      break;
  }
  return absl::CivilDay(day.year() - kReachBackYears, day.month(), day.day());
}

bool MayBeReceived(absl::Time received) {
  return absl::ToCivilDay(received, Easternmost()) >= kFirstMissions;
}

std::string TimeText(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC%Ez", time, zone);
}

// What a DATE or TIME field says.
using Moment = std::variant<absl::CivilDay, absl::Time>;

std::optional<Moment> MomentOf(const v1::FieldRule& field, const google::protobuf::Struct& details) {
  const auto value = details.fields().find(field.id());
  if (value == details.fields().end()) return std::nullopt;
  if (field.kind() == v1::FIELD_KIND_DATE) {
    if (const auto day = ParseDate(value->second.string_value())) return *day;
  } else if (field.kind() == v1::FIELD_KIND_TIME) {
    if (const auto time = FieldTime(field, value->second, absl::UTCTimeZone())) return *time;
  }
  return std::nullopt;
}

// The last day, and the first, that it was anywhere on earth.
absl::CivilDay LastDay(const Moment& moment) {
  if (const auto* day = std::get_if<absl::CivilDay>(&moment)) return *day;
  return absl::ToCivilDay(std::get<absl::Time>(moment), Easternmost());
}
absl::CivilDay FirstDay(const Moment& moment) {
  if (const auto* day = std::get_if<absl::CivilDay>(&moment)) return *day;
  return absl::ToCivilDay(std::get<absl::Time>(moment), Westernmost());
}

// Whether it was certainly earlier, wherever either happened.
bool IsBefore(const Moment& one, const Moment& other) {
  const auto* one_time = std::get_if<absl::Time>(&one);
  const auto* other_time = std::get_if<absl::Time>(&other);
  if (one_time != nullptr && other_time != nullptr) return *one_time < *other_time;
  return LastDay(one) < FirstDay(other);
}

// Whether it was earlier as people tell the time, which is in whole minutes.
bool IsInEarlierMinute(absl::Time one, absl::Time other) {
  return absl::ToCivilMinute(one, absl::UTCTimeZone()) < absl::ToCivilMinute(other, absl::UTCTimeZone());
}

bool LiesAhead(const Moment& moment, absl::Time now) {
  if (const auto* day = std::get_if<absl::CivilDay>(&moment)) return !HasBegun(*day, now);
  return std::get<absl::Time>(moment) > now + kClockSlack;
}

// Whether it certainly was before any subject was born.
bool IsBeforeBirth(absl::CivilDay last_day, const CaseTimes& times) {
  return !times.births.empty() && last_day < *times.births.begin();
}

// The first problem of a field's moment.
std::optional<FieldViolation> FirstProblem(const CaseType& type, const v1::FieldRule& field,
                                           const Moment& moment, const google::protobuf::Struct& details,
                                           const CaseTimes& times, absl::Time now) {
  if (!field.may_lie_ahead() && LiesAhead(moment, now)) return FieldViolation{"", Problem::kNotYet};
  const absl::CivilDay received = absl::ToCivilDay(times.received, times.zone);
  if (LastDay(moment) < DaysBefore(received, field.reaches_back())) {
    return FieldViolation{"", Problem::kTooLongBefore, {{"time", TimeText(times.received, times.zone)}}};
  }
  // What lies ahead and must not is told of itself, and nothing is measured by it.
  if (!times.births.empty() && HasBegun(*times.births.begin(), now)) {
    if (IsBeforeBirth(LastDay(moment), times)) return FieldViolation{"", Problem::kBeforeBirth};
    if (field.subjects_birth() && !times.births.contains(LastDay(moment))) {
      return FieldViolation{"", Problem::kNotTheSubjectsBirth};
    }
  }
  if (field.known_at_receipt() && MayBeReceived(times.received) &&
      IsBefore(times.received + kClockSlack, moment)) {
    return FieldViolation{"", Problem::kAfterReceipt, {{"time", TimeText(times.received, times.zone)}}};
  }
  for (const std::string& id : field.not_before()) {
    const v1::FieldRule* other = type.FindField(id);
    const auto earliest = other == nullptr ? std::nullopt : MomentOf(*other, details);
    if (!earliest || (!other->may_lie_ahead() && LiesAhead(*earliest, now))) continue;
    if (IsBefore(moment, *earliest)) {
      return FieldViolation{"", Problem::kBeforeField, {{"other", id}}};
    }
  }
  return std::nullopt;
}

// The birth before which nothing can have happened that the entry tells of, if that is known.
std::optional<absl::CivilDay> BirthBehind(const v1::Entry& entry,
                                          const google::protobuf::RepeatedPtrField<v1::Party>& parties,
                                          const CaseTimes& times) {
  if (entry.party().empty()) {
    return times.births.empty() ? std::nullopt : std::optional(*times.births.begin());
  }
  const auto named = std::find_if(parties.begin(), parties.end(),
                                  [&](const v1::Party& party) { return party.name() == entry.party(); });
  return named == parties.end() ? std::nullopt : BirthOf(*named);
}

}  // namespace

std::optional<absl::CivilDay> BirthOf(const v1::Party& party) {
  if (const auto told = ParseDate(party.birth_date())) return told;
  const std::variant<Iin, Problem> number = ParseIin(party.iin());
  const Iin* iin = std::get_if<Iin>(&number);
  return iin == nullptr ? std::nullopt : iin->birth_date;
}

std::set<absl::CivilDay> BirthsOf(const google::protobuf::RepeatedPtrField<v1::Party>& parties) {
  std::set<absl::CivilDay> births;
  for (const v1::Party& party : parties) {
    if (party.role() != v1::PARTY_ROLE_SUBJECT || party.has_remove_time()) continue;
    const auto born = BirthOf(party);
    if (!born) return {};
    births.insert(*born);
  }
  return births;
}

bool HasBegun(absl::CivilDay day, absl::Time now) { return absl::FromCivil(day, Easternmost()) <= now; }

Violations CheckFieldTimes(const CaseType& type, const google::protobuf::Struct& details,
                           const CaseTimes& times, absl::Time now, absl::string_view prefix) {
  Violations violations;
  for (const v1::FieldRule& field : type.proto().fields()) {
    const auto moment = MomentOf(field, details);
    if (!moment) continue;
    if (auto violation = FirstProblem(type, field, *moment, details, times, now)) {
      violation->field = absl::StrCat(prefix, ".", field.id());
      violations.push_back(*std::move(violation));
    }
  }
  return violations;
}

Violations NewFieldTimes(const CaseType& type, const v1::Case& before, const CaseTimes& times_before,
                         const v1::Case& after, const CaseTimes& times_after, absl::Time now,
                         absl::string_view prefix) {
  const Violations old = CheckFieldTimes(type, before.details(), times_before, now, prefix);
  Violations violations = CheckFieldTimes(type, after.details(), times_after, now, prefix);
  std::erase_if(violations, [&](const FieldViolation& violation) {
    const std::string id = violation.field.substr(prefix.size() + 1);
    const auto was = before.details().fields().find(id);
    const bool changed = was == before.details().fields().end() ||
                         was->second.string_value() != after.details().fields().at(id).string_value();
    return !changed && std::any_of(old.begin(), old.end(), [&](const FieldViolation& other) {
      return other.field == violation.field && other.problem == violation.problem;
    });
  });
  return violations;
}

Violations CheckBirth(const CaseType& type, const google::protobuf::Struct& details, const CaseTimes& times,
                      absl::string_view field) {
  for (const v1::FieldRule& rule : type.proto().fields()) {
    const auto moment = MomentOf(rule, details);
    if (moment && IsBeforeBirth(LastDay(*moment), times)) {
      return {{std::string(field), Problem::kAfterField, {{"other", rule.id()}}}};
    }
  }
  return {};
}

Violations CheckBirthBeforeEntries(absl::CivilDay born, absl::Time first, absl::TimeZone zone,
                                   absl::string_view field) {
  if (born <= absl::ToCivilDay(first, zone)) return {};
  return {{std::string(field), Problem::kAfterEntry, {{"time", TimeText(first, zone)}}}};
}

Violations CheckReceipt(const CaseTimes& times, absl::string_view field) {
  const std::string path(field);
  if (!MayBeReceived(times.received)) {
    return {{path, Problem::kTooEarly, {{"time", absl::FormatCivilTime(kFirstMissions)}}}};
  }
  if (times.first_change && IsInEarlierMinute(*times.first_change, times.received)) {
    return {{path, Problem::kAfterState, {{"time", TimeText(*times.first_change, times.zone)}}}};
  }
  return {};
}

bool IsRecent(absl::Time happened, absl::Time now) { return happened > now - kRecent; }

Violations CheckEntryTime(const v1::Entry& entry,
                          const google::protobuf::RepeatedPtrField<v1::Party>& parties,
                          const CaseTimes& times, absl::string_view field) {
  v1::Period reach;
  reach.set_years(IsDeed(entry.kind()) ? kReachBackYears : kToldReachBackYears);
  const absl::CivilDay day = absl::ToCivilDay(ToTime(entry.happened_time()), times.zone);
  if (day < DaysBefore(absl::ToCivilDay(times.received, times.zone), reach)) {
    return {{std::string(field), Problem::kTooLongBefore, {{"time", TimeText(times.received, times.zone)}}}};
  }
  // An item of the checklist is one of this case. Who says when says it to the minute.
  if (entry.kind() == v1::ENTRY_KIND_CHECK &&
      ToTime(entry.happened_time()) + absl::Minutes(1) <= times.received) {
    return {{std::string(field), Problem::kBeforeReceipt, {{"time", TimeText(times.received, times.zone)}}}};
  }
  const std::optional<absl::CivilDay> born = BirthBehind(entry, parties, times);
  if (born && day < *born) return {{std::string(field), Problem::kBeforeBirth}};
  return {};
}

Violations CheckDeedTime(absl::Span<const StartedDeadline> started, const Happening& deed,
                         absl::TimeZone zone, absl::string_view field) {
  for (const StartedDeadline& deadline : started) {
    if (deadline.corrects && deed.at < deadline.start && Meets(deed, deadline)) {
      const std::string& told = deadline.start_field;
      return {{std::string(field),
               Problem::kBeforeKnown,
               {{"other", told.empty() ? "received_time" : told}, {"time", TimeText(deadline.start, zone)}}}};
    }
  }
  return {};
}

Violations CheckStarts(absl::Span<const StartedDeadline> started, absl::Span<const DeadlineCourse> courses,
                       absl::TimeZone zone, absl::string_view path) {
  for (const StartedDeadline& deadline : started) {
    for (const DeadlineCourse& course : courses) {
      // A reopening started the later runs, which no field moves.
      if (course.started.rule != deadline.rule || course.run != 1) continue;
      if (!course.met || *course.met >= deadline.start) continue;
      const std::string& told = deadline.start_field;
      return {{absl::StrCat(path, told.empty() ? ".received_time" : ".details.", told),
               Problem::kAfterMet,
               {{"time", TimeText(*course.met, zone)}}}};
    }
  }
  return {};
}

absl::Time UntoldChangeTime(const CaseTimes& times, absl::Time now) {
  return std::max({now, times.received, times.last_change.value_or(now)});
}

Violations CheckChangeTime(absl::Time happened, const CaseTimes& times, absl::string_view field) {
  const std::string path(field);
  if (IsInEarlierMinute(happened, times.received)) {
    return {{path, Problem::kBeforeReceipt, {{"time", TimeText(times.received, times.zone)}}}};
  }
  if (times.last_change && IsInEarlierMinute(happened, *times.last_change)) {
    return {{path, Problem::kBeforeState, {{"time", TimeText(*times.last_change, times.zone)}}}};
  }
  return {};
}

}  // namespace arasha::rules
