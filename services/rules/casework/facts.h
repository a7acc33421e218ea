#ifndef ARASHA_SERVICES_RULES_CASEWORK_FACTS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_FACTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"

// What is known of a case without anybody having typed it, by the derived facts of its type.
namespace arasha::rules {

// The facts of the type that are known at `now`, in its order. `told`: what the case and its timeline tell,
// struck out or not; `courses`: its deadlines as they are stored; `zone`: the mission's, by whose dates days
// are counted.
std::vector<v1::Fact> DeriveFacts(const CaseType& type, absl::Span<const ToldHappening> told,
                                  absl::Span<const DeadlineCourse> courses, absl::TimeZone zone,
                                  absl::Time now);

// What the triggers of a fact wait for, as keys of happenings: of `days_between` what begins it. None of
// `next_due`.
std::vector<std::string> FactKeys(const v1::FactRule& rule);

// What ends `days_between`; none of any other.
std::vector<std::string> FactEndKeys(const v1::FactRule& rule);

// The times of the fields that facts of the type ask for, by the keys of happenings: what is known of them
// without the details.
std::vector<Happening> FactTimes(const CaseType& type, const google::protobuf::Struct& details,
                                 absl::TimeZone zone);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_FACTS_H_
