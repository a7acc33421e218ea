#ifndef ARASHA_SERVICES_RULES_DEADLINES_WARNINGS_H_
#define ARASHA_SERVICES_RULES_DEADLINES_WARNINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/warning.pb.h"
#include "services/rules/access/access.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/work_calendar.h"

// Who is warned that a deadline is near or has passed, and when.
namespace arasha::rules {

// The role that is told what the assignee would be, while a case has none.
inline constexpr absl::string_view kInPlaceOfAssignee = "head";

// What a warning says, by when it is given.
v1::WarningKind KindOf(const v1::WarningRule& rule);

// The warnings of a deadline: its own, or those of the type. Refers to the type.
const google::protobuf::RepeatedPtrField<v1::WarningRule>& WarningsOf(const CaseType& type,
                                                                      const v1::DeadlineRule& deadline);

// A deadline as it runs now.
struct RunningDeadline {
  absl::Time start;
  absl::Time due;
};

// A warning that holds: of each recipient the last one whose time has come, which stands in the place of what
// came before it.
struct HoldingWarning {
  const v1::WarningRule* rule;
  std::string recipient;
};

// How the warnings of a deadline stand at a moment.
struct WarningsDue {
  std::vector<HoldingWarning> now;  // given before or not
  std::optional<absl::Time> next;   // when to look again, if ever
};

WarningsDue WarningsAt(absl::Time now, const google::protobuf::RepeatedPtrField<v1::WarningRule>& rules,
                       const RunningDeadline& deadline, const WorkCalendar& calendar);

// What the actor may be told to at a mission, as `head@IST`: for lists, which ask of many warnings at once.
std::vector<std::string> ToldAs(const Actor& actor, const std::vector<std::string>& missions, absl::Time now);

// Whether a warning for `recipient` on a case is told to the actor.
bool IsToldTo(const Actor& actor, absl::string_view recipient, absl::string_view mission,
              absl::string_view assignee, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_WARNINGS_H_
