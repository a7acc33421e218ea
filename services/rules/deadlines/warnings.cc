#include "services/rules/deadlines/warnings.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arasha::rules {
namespace {

absl::Time TimeOfWarning(const v1::WarningRule& rule, absl::Time due, const WorkCalendar& calendar) {
  if (rule.has_before()) return TimeBefore(due, rule.before(), calendar);
  if (rule.has_after()) return DueTime(due, rule.after(), calendar);
  return due;
}

}  // namespace

v1::WarningKind KindOf(const v1::WarningRule& rule) {
  if (rule.has_before()) return v1::WARNING_KIND_NEAR;
  if (rule.has_after()) return v1::WARNING_KIND_ESCALATED;
  return v1::WARNING_KIND_PASSED;
}

const google::protobuf::RepeatedPtrField<v1::WarningRule>& WarningsOf(const CaseType& type,
                                                                      const v1::DeadlineRule& deadline) {
  return deadline.warnings().empty() ? type.proto().warnings() : deadline.warnings();
}

WarningsDue WarningsAt(absl::Time now, const google::protobuf::RepeatedPtrField<v1::WarningRule>& rules,
                       const RunningDeadline& deadline, const WorkCalendar& calendar) {
  WarningsDue due;
  std::map<std::string, std::pair<absl::Time, const v1::WarningRule*>> last;
  for (const v1::WarningRule& rule : rules) {
    const absl::Time time = TimeOfWarning(rule, deadline.due, calendar);
    // What lies before the start would come with the very act that started it. Once it has passed, nobody is
    // told that it is near.
    if (rule.has_before() && (time <= deadline.start || deadline.due < now)) continue;
    // The last instant still meets it.
    if (time < now) {
      for (const std::string& to : rule.to()) {
        const auto [found, added] = last.try_emplace(to, time, &rule);
        if (!added && found->second.first <= time) found->second = {time, &rule};
      }
    } else if (!due.next || time < *due.next) {
      due.next = time;
    }
  }
  for (const auto& [to, holds] : last) due.now.push_back({holds.second, to});
  return due;
}

std::vector<std::string> ToldAs(const Actor& actor, const std::vector<std::string>& missions,
                                absl::Time now) {
  std::vector<std::string> told;
  for (const std::string& mission : missions) {
    for (const std::string& role : RolesAt(actor, mission, now)) {
      told.push_back(absl::StrCat(role, "@", mission));
    }
  }
  return told;
}

bool IsToldTo(const Actor& actor, absl::string_view recipient, absl::string_view mission,
              absl::string_view assignee, absl::Time now) {
  const bool to_assignee = recipient == kToAssignee;
  if (to_assignee && !assignee.empty()) return actor.name == assignee;
  const std::vector<std::string> roles = RolesAt(actor, mission, now);
  return std::find(roles.begin(), roles.end(), to_assignee ? kInPlaceOfAssignee : recipient) != roles.end();
}

}  // namespace arasha::rules
