#include "services/rules/casework/facts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/civil_time.h"
#include "proto/timestamps.h"
#include "services/rules/deadlines/extensions.h"

namespace arasha::rules {
namespace {

// What stands of what has happened.
std::vector<ToldHappening> Standing(absl::Span<const ToldHappening> told) {
  std::vector<ToldHappening> standing;
  for (const ToldHappening& one : told) {
    if (one.stands) standing.push_back(one);
  }
  std::stable_sort(standing.begin(), standing.end(), [](const ToldHappening& a, const ToldHappening& b) {
    return a.happening.at < b.happening.at;
  });
  return standing;
}

// Those that satisfy one of the triggers.
std::vector<ToldHappening> Matching(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                                    absl::Span<const ToldHappening> standing) {
  const std::vector<std::string> keys = TriggerKeys(triggers);
  std::vector<ToldHappening> matching;
  for (const ToldHappening& one : standing) {
    if (Overlap(one.happening.keys, keys)) matching.push_back(one);
  }
  return matching;
}

void SetOrigin(const ToldHappening& told, v1::Fact& fact) {
  fact.set_entry(told.entry);
  if (told.entry.empty()) fact.set_field(FieldOf(told.happening));
}

// False if nothing has happened.
bool SetTime(absl::Span<const ToldHappening> happened, bool last, v1::Fact& fact) {
  if (happened.empty()) return false;
  const ToldHappening& told = last ? happened.back() : happened.front();
  *fact.mutable_time() = ToTimestamp(told.happening.at);
  SetOrigin(told, fact);
  return true;
}

// False while nothing has begun.
bool SetDays(const v1::DaysBetween& rule, absl::Span<const ToldHappening> standing, absl::TimeZone zone,
             absl::Time now, v1::Fact& fact) {
  const std::vector<ToldHappening> begun = Matching(rule.from(), standing);
  if (begun.empty() || begun.front().happening.at > now) return false;
  const absl::Time from = begun.front().happening.at;
  // What lies ahead has not ended it.
  absl::Time end = now;
  for (const ToldHappening& one : Matching(rule.to(), standing)) {
    // Told by its date alone, it may be later on that day.
    if (one.happening.at + one.happening.within < from) continue;
    end = std::min(end, std::max(one.happening.at, from));
    break;
  }
  fact.set_days(static_cast<int>(absl::ToCivilDay(end, zone) - absl::ToCivilDay(from, zone)));
  SetOrigin(begun.front(), fact);
  return true;
}

// False while no run of it is open.
bool SetNextDue(const std::string& rule, absl::Span<const DeadlineCourse> courses, v1::Fact& fact) {
  std::optional<absl::Time> next;
  for (const DeadlineCourse& course : courses) {
    const absl::Time due = DueOf(course);
    if (course.started.rule != rule || course.met || course.stopped || course.leeway.paused ||
        due == absl::InfiniteFuture()) {
      continue;
    }
    if (!next || due < *next) next = due;
  }
  if (next) *fact.mutable_time() = ToTimestamp(*next);
  return next.has_value();
}

bool SetValue(const v1::FactRule& rule, absl::Span<const ToldHappening> standing,
              absl::Span<const DeadlineCourse> courses, absl::TimeZone zone, absl::Time now, v1::Fact& fact) {
  switch (rule.is_case()) {
    case v1::FactRule::kLast:
      return SetTime(Matching(rule.last().of(), standing), true, fact);
    case v1::FactRule::kFirst:
      return SetTime(Matching(rule.first().of(), standing), false, fact);
    case v1::FactRule::kDaysBetween:
      return SetDays(rule.days_between(), standing, zone, now, fact);
    case v1::FactRule::kCount: {
      const std::vector<ToldHappening> happened = Matching(rule.count().of(), standing);
      fact.set_count(static_cast<int>(happened.size()));
      if (!happened.empty()) SetOrigin(happened.back(), fact);
      return true;
    }
    case v1::FactRule::kNone: {
      const std::vector<ToldHappening> happened = Matching(rule.none().of(), standing);
      fact.set_holds(happened.empty());
      if (!happened.empty()) SetOrigin(happened.front(), fact);
      return true;
    }
    case v1::FactRule::kNextDue:
      return SetNextDue(rule.next_due(), courses, fact);
    case v1::FactRule::IS_NOT_SET:
      break;  // CaseType::Create lets none through.
  }
  return false;
}

}  // namespace

std::vector<v1::Fact> DeriveFacts(const CaseType& type, absl::Span<const ToldHappening> told,
                                  absl::Span<const DeadlineCourse> courses, absl::TimeZone zone,
                                  absl::Time now) {
  const std::vector<ToldHappening> standing = Standing(told);
  std::vector<v1::Fact> facts;
  for (const v1::FactRule& rule : type.proto().derived_facts()) {
    v1::Fact fact;
    fact.set_id(rule.id());
    if (SetValue(rule, standing, courses, zone, now, fact)) facts.push_back(std::move(fact));
  }
  return facts;
}

std::vector<std::string> FactKeys(const v1::FactRule& rule) {
  switch (rule.is_case()) {
    case v1::FactRule::kLast:
      return TriggerKeys(rule.last().of());
    case v1::FactRule::kFirst:
      return TriggerKeys(rule.first().of());
    case v1::FactRule::kDaysBetween:
      return TriggerKeys(rule.days_between().from());
    case v1::FactRule::kCount:
      return TriggerKeys(rule.count().of());
    case v1::FactRule::kNone:
      return TriggerKeys(rule.none().of());
    case v1::FactRule::kNextDue:
    case v1::FactRule::IS_NOT_SET:
      break;
  }
  return {};
}

std::vector<std::string> FactEndKeys(const v1::FactRule& rule) {
  return TriggerKeys(rule.days_between().to());
}

std::vector<Happening> FactTimes(const CaseType& type, const google::protobuf::Struct& details,
                                 absl::TimeZone zone) {
  std::vector<std::string> asked;
  for (const v1::FactRule& rule : type.proto().derived_facts()) {
    for (std::string& key : FactKeys(rule)) asked.push_back(std::move(key));
    for (std::string& key : FactEndKeys(rule)) asked.push_back(std::move(key));
  }
  std::vector<Happening> times = OfFields(type, details, zone);
  std::erase_if(times, [&](Happening& happening) {
    std::erase_if(happening.keys, [&](const std::string& key) { return !Overlap({key}, asked); });
    return happening.keys.empty();
  });
  return times;
}

}  // namespace arasha::rules
