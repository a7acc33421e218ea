#ifndef ARASHA_SERVICES_RULES_CASEWORK_RAISES_H_
#define ARASHA_SERVICES_RULES_CASEWORK_RAISES_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "arasha/v1/case.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/happenings.h"

// What makes a case more sensitive or more urgent by itself.
namespace arasha::rules {

// The rules of the type that hold of the case on this day, in the mission's zone, in the type's order; those
// that raise it when something is written down aside.
std::vector<const v1::RaiseRule*> RaisesThatHold(const CaseType& type, const v1::Case& message,
                                                 absl::CivilDay today);

// Those that raise the case for what is written down; `entry`: with all its keys, see OfEntry.
std::vector<const v1::RaiseRule*> RaisedBy(const CaseType& type, const Happening& entry,
                                           const v1::Case& message, absl::CivilDay today);

// The least that a rule lets a case have; UNSPECIFIED if it says nothing of it.
v1::Sensitivity SensitivityOf(const v1::RaiseRule& rule);
v1::Priority PriorityOf(const v1::RaiseRule& rule);

// Raises the case to what the rules ask for; what is higher already stays. Whether anything was raised.
bool Raise(const std::vector<const v1::RaiseRule*>& rules, v1::Case& message);

// What the timeline is told beside ChangesText: a line for each rule, `raises.minor: — → HIGH, HEADQUARTERS`.
std::string RaisesText(const std::vector<const v1::RaiseRule*>& rules);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_RAISES_H_
