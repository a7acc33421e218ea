#include "services/rules/casework/misses.h"

#include <string>

namespace arasha::rules {
namespace {

bool Has(const Happening& happening, const v1::Trigger& trigger) {
  return Overlap(happening.keys, {TriggerKey(trigger)});
}

// What of the entry is not as the trigger wants it: the first that makes the difference.
v1::DeadlineMiss MissOfEntry(const v1::EntryTrigger& wanted, const Happening& happening) {
  v1::Trigger trigger;
  v1::EntryTrigger& so_far = *trigger.mutable_entry();
  so_far.set_kind(wanted.kind());
  if (!Has(happening, trigger)) return v1::DEADLINE_MISS_UNSPECIFIED;
  so_far.set_in_person(wanted.in_person());
  if (!Has(happening, trigger)) return v1::DEADLINE_MISS_NOT_IN_PERSON;
  so_far.set_direction(wanted.direction());
  if (!Has(happening, trigger)) return v1::DEADLINE_MISS_OTHER_DIRECTION;
  return v1::DEADLINE_MISS_OTHER_PARTY;
}

}  // namespace

v1::DeadlineMiss MissOf(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                        const Happening& happening) {
  v1::DeadlineMiss miss = v1::DEADLINE_MISS_UNSPECIFIED;
  for (const v1::Trigger& trigger : triggers) {
    if (Has(happening, trigger)) return v1::DEADLINE_MISS_UNSPECIFIED;
    if (miss != v1::DEADLINE_MISS_UNSPECIFIED) continue;
    if (trigger.has_entry()) {
      miss = MissOfEntry(trigger.entry(), happening);
    } else if (trigger.has_field() && trigger.field() == FieldOf(happening)) {
      miss = v1::DEADLINE_MISS_OTHER_VALUE;
    }
  }
  return miss;
}

}  // namespace arasha::rules
