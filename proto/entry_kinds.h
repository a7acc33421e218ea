#ifndef ARASHA_PROTO_ENTRY_KINDS_H_
#define ARASHA_PROTO_ENTRY_KINDS_H_

#include <algorithm>
#include <array>

#include "arasha/v1/entry.pb.h"

namespace arasha {

// The kinds of entries that people write. All others the server writes: they tell of a change of the case
// itself.
inline constexpr std::array<v1::EntryKind, 7> kKindsPeopleWrite = {
    v1::ENTRY_KIND_NOTE,         v1::ENTRY_KIND_CONTACT_ATTEMPT, v1::ENTRY_KIND_CONTACT, v1::ENTRY_KIND_VISIT,
    v1::ENTRY_KIND_NOTE_VERBALE, v1::ENTRY_KIND_DECISION,        v1::ENTRY_KIND_CHECK};

inline bool PeopleWrite(v1::EntryKind kind) {
  return std::find(kKindsPeopleWrite.begin(), kKindsPeopleWrite.end(), kind) != kKindsPeopleWrite.end();
}

// Whether the entry tells of a change of state, which its correction takes back: not of the opening.
inline bool IsTakenBack(const v1::Entry& entry) {
  return entry.kind() == v1::ENTRY_KIND_TRANSITION && !entry.from_state().empty();
}

// Whether the entry tells of a decision on a deadline, which its correction takes back, too.
inline bool IsDeadlineDecision(const v1::Entry& entry) {
  return entry.kind() == v1::ENTRY_KIND_EXTENSION || entry.kind() == v1::ENTRY_KIND_WAIVER;
}

}  // namespace arasha

#endif  // ARASHA_PROTO_ENTRY_KINDS_H_
