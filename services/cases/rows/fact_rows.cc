#include "services/cases/rows/fact_rows.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/rules/casework/facts.h"

namespace arasha::cases {
namespace {

storage::FactTerm::Kind KindOf(v1::FactRule::IsCase is) {
  using Kind = storage::FactTerm::Kind;
  switch (is) {
    case v1::FactRule::kLast:
      return Kind::kLast;
    case v1::FactRule::kFirst:
      return Kind::kFirst;
    case v1::FactRule::kDaysBetween:
      return Kind::kDays;
    case v1::FactRule::kCount:
      return Kind::kCount;
    case v1::FactRule::kNone:
      return Kind::kNone;
    case v1::FactRule::kNextDue:
    case v1::FactRule::IS_NOT_SET:
      break;
  }
  return Kind::kNextDue;
}

// Of `type@version`: as text, version 10 would come before 9.
std::pair<absl::string_view, int> TypeAndVersion(absl::string_view ref) {
  const size_t at = ref.rfind('@');
  int version = 0;
  if (at == absl::string_view::npos || !absl::SimpleAtoi(ref.substr(at + 1), &version)) return {ref, 0};
  return {ref.substr(0, at), version};
}

}  // namespace

void ShowFacts(const server::Directory& directory, const FactSource& source, absl::Time now,
               v1::Case& message) {
  const rules::CaseType* type = directory.catalogue().Find(message.type(), message.type_version());
  const server::Mission* mission = directory.FindMission(std::string(source.mission));
  if (type == nullptr || mission == nullptr || message.has_erase_time()) return;
  if (type->proto().derived_facts().empty()) return;
  v1::Case told = message;
  *told.mutable_details() = source.details;
  const std::vector<rules::ToldHappening> happenings =
      ToldHappenings(told, source.timeline, *type, mission->calendar);
  for (v1::Fact& fact :
       rules::DeriveFacts(*type, happenings, CoursesOf(source.deadlines), mission->calendar.zone, now)) {
    *message.add_facts() = std::move(fact);
  }
}

FactSourceNames FactSources(const rules::Catalogue& catalogue) {
  std::set<std::string> keys;
  std::set<std::string> deadlines;
  for (const auto& [id, by_type] : catalogue.facts()) {
    for (const auto& [type, rule] : by_type) {
      for (const std::vector<std::string>& of : {rules::FactKeys(rule), rules::FactEndKeys(rule)}) {
        keys.insert(of.begin(), of.end());
      }
      if (rule.is_case() == v1::FactRule::kNextDue) deadlines.insert(rule.next_due());
    }
  }
  return {{keys.begin(), keys.end()}, {deadlines.begin(), deadlines.end()}};
}

std::map<std::string, storage::FieldTime> FieldTimesOf(const v1::Case& message, const rules::CaseType& type,
                                                       absl::TimeZone zone) {
  std::map<std::string, storage::FieldTime> times;
  for (const rules::Happening& happening : rules::FactTimes(type, message.details(), zone)) {
    for (const std::string& key : happening.keys) {
      times[key] = {happening.at, happening.at + happening.within};
    }
  }
  return times;
}

const v1::FactRule& NewestRule(const std::map<std::string, v1::FactRule>& rules_by_type) {
  const auto newer = [](const auto& a, const auto& b) {
    return TypeAndVersion(a.first) < TypeAndVersion(b.first);
  };
  return std::max_element(rules_by_type.begin(), rules_by_type.end(), newer)->second;
}

storage::FactTerm FactTermOf(const std::map<std::string, v1::FactRule>& rules_by_type) {
  storage::FactTerm term{.kind = KindOf(NewestRule(rules_by_type).is_case()), .of = {}};
  for (const auto& [type, rule] : rules_by_type) {
    // Of versions in which it was something else, nothing is asked.
    if (KindOf(rule.is_case()) != term.kind) continue;
    term.of[type] = rule.is_case() == v1::FactRule::kNextDue ? std::vector<std::string>{rule.next_due()}
                                                             : rules::FactKeys(rule);
    if (rule.is_case() == v1::FactRule::kDaysBetween) term.until[type] = rules::FactEndKeys(rule);
  }
  return term;
}

}  // namespace arasha::cases
