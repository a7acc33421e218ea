#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/rules/access/access.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

// About how many hours a period has: a week has five working days, and a month thirty days.
double HoursOf(const v1::Period& period) {
  return period.hours() + 24.0 * (period.days() + period.working_days() * 7.0 / 5.0 + period.months() * 30.0 +
                                  period.years() * 365.0);
}

// The longest that the deadline runs anywhere; 0 where a field says when it is due.
double LongestHours(const v1::DeadlineRule& deadline) {
  if (deadline.has_due_on()) return 0;
  double longest = HoursOf(deadline.period());
  for (const auto& there : deadline.host_states()) longest = std::max(longest, HoursOf(there.period()));
  return longest;
}

}  // namespace

void Examination::Warnings(const google::protobuf::RepeatedPtrField<v1::WarningRule>& warnings,
                           const v1::DeadlineRule* deadline, const std::string& where) {
  Ids(warnings, absl::StrCat(where, "warnings"));
  const std::vector<std::string> readers = RolesThatMay(Action::kReadCase);
  for (const v1::WarningRule& warning : warnings) {
    const std::string place = absl::StrCat(where, "warnings ", warning.id());
    for (const auto& [given, period] : {std::pair(warning.has_before(), &warning.before()),
                                        std::pair(warning.has_after(), &warning.after())}) {
      if (!given) continue;
      Period(*period, place);
      Expect(!period->less_than(), place, "less_than is not for warnings");
    }
    const double longest = deadline == nullptr ? 0 : LongestHours(*deadline);
    Expect(!warning.has_before() || longest == 0 || HoursOf(warning.before()) < longest, place,
           "it lies as long before the deadline as that runs, or longer: it would never be given");
    Expect(warning.to_size() > 0, place, "to is needed: assignee, or roles");
    std::set<std::string> seen;
    for (const std::string& to : warning.to()) {
      Expect(to == kToAssignee || IsRole(to), place, absl::StrCat("there is no role ", to));
      Expect(
          to == kToAssignee || !IsRole(to) || std::find(readers.begin(), readers.end(), to) != readers.end(),
          place, absl::StrCat("nobody would see it: ", to, " reads no cases"));
      Expect(seen.insert(to).second, place, absl::StrCat(to, " is given twice"));
    }
  }
}

}  // namespace arasha::rules
