#include "services/rules/casework/retention.h"

#include <algorithm>

#include "proto/timestamps.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

absl::Time YearsAfter(absl::Time time, int years, absl::TimeZone zone) {
  const absl::CivilSecond at = absl::ToCivilSecond(time, zone);
  return absl::FromCivil(
      absl::CivilSecond(at.year() + years, at.month(), at.day(), at.hour(), at.minute(), at.second()), zone);
}

absl::Time Begin(absl::CivilDay day, absl::TimeZone zone) { return absl::FromCivil(day, zone); }

std::optional<absl::CivilDay> DateOf(const google::protobuf::Struct& details, const std::string& field) {
  const auto value = details.fields().find(field);
  return value == details.fields().end() ? std::nullopt : ParseDate(value->second.string_value());
}

// From when the rule's years are counted.
absl::Time Start(const v1::Retention& rule, const KeptFacts& facts) {
  switch (rule.from_case()) {
    case v1::Retention::kTransition:
      return facts.transition.value_or(facts.closed);
    case v1::Retention::kField: {
      const auto day = DateOf(facts.details, rule.field());
      return day ? Begin(*day, facts.zone) : facts.closed;
    }
    case v1::Retention::kAge:
      return YearsAfter(facts.births.empty() ? facts.closed : Begin(*facts.births.rbegin(), facts.zone),
                        rule.age(), facts.zone);
    case v1::Retention::FROM_NOT_SET:
      break;
  }
  return facts.closed;
}

}  // namespace

v1::Retention RetentionOf(const v1::CaseType& type) {
  if (type.has_retention()) return type.retention();
  v1::Retention plain;
  plain.set_years(type.retention_years());
  return plain;
}

bool KeepsForEver(const v1::Retention& rule) {
  return rule.archive() || (rule.years() == 0 && rule.from_case() == v1::Retention::FROM_NOT_SET);
}

absl::Time KeptUntil(const v1::Retention& rule, const KeptFacts& facts) {
  if (KeepsForEver(rule)) return absl::InfiniteFuture();
  // Of who is of age already the years are counted from closing.
  const absl::Time floor = rule.from_case() == v1::Retention::kAge
                               ? YearsAfter(facts.closed, rule.years(), facts.zone)
                               : facts.closed;
  return std::max(floor, YearsAfter(Start(rule, facts), rule.years(), facts.zone));
}

bool IsHeld(const v1::Case& message, absl::Time now) {
  return message.has_hold() && (!message.hold().has_until() || now < ToTime(message.hold().until()));
}

}  // namespace arasha::rules
