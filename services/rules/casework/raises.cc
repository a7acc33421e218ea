#include "services/rules/casework/raises.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/conditions.h"
#include "proto/trigger_keys.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

// The births of subjects as far as they are known.
std::vector<absl::CivilDay> KnownBirths(const CaseType& type, const v1::Case& message) {
  std::vector<absl::CivilDay> births;
  for (const v1::Party& party : message.parties()) {
    if (party.role() != v1::PARTY_ROLE_SUBJECT || party.has_remove_time()) continue;
    if (const auto born = BirthOf(party)) births.push_back(*born);
  }
  for (const v1::FieldRule& field : type.proto().fields()) {
    const auto value = message.details().fields().find(field.id());
    if (!field.subjects_birth() || value == message.details().fields().end()) continue;
    if (const auto born = ParseDate(value->second.string_value())) births.push_back(*born);
  }
  return births;
}

absl::CivilDay Birthday(absl::CivilDay born, int years) {
  return absl::CivilDay(born.year() + years, born.month(), born.day());
}

bool Holds(const v1::RaiseRule& rule, const v1::Case& message, const std::vector<absl::CivilDay>& births,
           absl::CivilDay today) {
  if (!Hold(rule.when(), message.details())) return false;
  if (rule.subject_under() == 0 && rule.subject_from() == 0) return true;
  return std::any_of(births.begin(), births.end(), [&](absl::CivilDay born) {
    return (rule.subject_under() == 0 || today < Birthday(born, rule.subject_under())) &&
           (rule.subject_from() == 0 || today >= Birthday(born, rule.subject_from()));
  });
}

}  // namespace

std::vector<const v1::RaiseRule*> RaisesThatHold(const CaseType& type, const v1::Case& message,
                                                 absl::CivilDay today) {
  std::vector<const v1::RaiseRule*> hold;
  if (type.proto().raises().empty()) return hold;
  const std::vector<absl::CivilDay> births = KnownBirths(type, message);
  for (const v1::RaiseRule& rule : type.proto().raises()) {
    if (rule.on().empty() && Holds(rule, message, births, today)) hold.push_back(&rule);
  }
  return hold;
}

std::vector<const v1::RaiseRule*> RaisedBy(const CaseType& type, const Happening& entry,
                                           const v1::Case& message, absl::CivilDay today) {
  std::vector<const v1::RaiseRule*> raised;
  const std::vector<absl::CivilDay> births = KnownBirths(type, message);
  for (const v1::RaiseRule& rule : type.proto().raises()) {
    const bool meant = std::any_of(rule.on().begin(), rule.on().end(), [&](const v1::EntryTrigger& on) {
      return Overlap(entry.keys, {EntryTriggerKey(on)});
    });
    if (meant && Holds(rule, message, births, today)) raised.push_back(&rule);
  }
  return raised;
}

v1::Sensitivity SensitivityOf(const v1::RaiseRule& rule) {
  v1::Sensitivity least = v1::SENSITIVITY_UNSPECIFIED;
  v1::Sensitivity_Parse(absl::StrCat("SENSITIVITY_", rule.sensitivity()), &least);
  return least;
}

v1::Priority PriorityOf(const v1::RaiseRule& rule) {
  v1::Priority least = v1::PRIORITY_UNSPECIFIED;
  v1::Priority_Parse(absl::StrCat("PRIORITY_", rule.priority()), &least);
  return least;
}

bool Raise(const std::vector<const v1::RaiseRule*>& rules, v1::Case& message) {
  bool raised = false;
  for (const v1::RaiseRule* rule : rules) {
    if (message.sensitivity() < SensitivityOf(*rule)) {
      message.set_sensitivity(SensitivityOf(*rule));
      raised = true;
    }
    if (message.priority() < PriorityOf(*rule)) {
      message.set_priority(PriorityOf(*rule));
      raised = true;
    }
  }
  return raised;
}

std::string RaisesText(const std::vector<const v1::RaiseRule*>& rules) {
  return absl::StrJoin(rules, "\n", [](std::string* out, const v1::RaiseRule* rule) {
    std::vector<std::string> to;
    if (!rule->sensitivity().empty()) to.push_back(rule->sensitivity());
    if (!rule->priority().empty()) to.push_back(rule->priority());
    if (rule->headquarters()) to.push_back("HEADQUARTERS");
    absl::StrAppend(out, "raises.", rule->id(), ": — → ", absl::StrJoin(to, ", "));
  });
}

}  // namespace arasha::rules
