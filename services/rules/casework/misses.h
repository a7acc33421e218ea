#ifndef ARASHA_SERVICES_RULES_CASEWORK_MISSES_H_
#define ARASHA_SERVICES_RULES_CASEWORK_MISSES_H_

#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline_explanation.pb.h"
#include "services/rules/casework/happenings.h"

namespace arasha::rules {

// Why a happening that a trigger does not wait for could be taken for one: of an entry of its kind, or of its
// field, what is otherwise. UNSPECIFIED of what has nothing to do with any of the triggers, and of what one
// of them waits for.
v1::DeadlineMiss MissOf(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                        const Happening& happening);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_MISSES_H_
