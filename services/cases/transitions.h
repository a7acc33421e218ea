#ifndef ARASHA_SERVICES_CASES_TRANSITIONS_H_
#define ARASHA_SERVICES_CASES_TRANSITIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/calls/call.h"
#include "services/cases/change_case.h"
#include "services/rules/flow/transitions.h"

// What the operations share that move cases along their transitions or propose to.
namespace arasha::cases {

// How long a proposal waits for a second person.
inline constexpr absl::Duration kApprovalHolds = absl::Hours(7 * 24);

// With the label of what metadata has under `key`, in the languages other than English, as `event.ru`: ids
// are English words.
absl::Status WithLabels(absl::Status status, absl::string_view key, const v1::LocalisedText& label);

// Why the state, the caller's roles or missing fields stand in the way of the event; OK if they do not.
absl::Status StatusOf(const rules::TransitionRuling& ruling, const rules::CaseType& type,
                      absl::string_view state, absl::string_view event);

// Why the event cannot happen; OK if it can, or can with a second person. A text is asked for together with
// fields, or last of all, so that nobody writes one in vain: FAILED_PRECONDITION (CASE_HELD) comes before if
// the event orders the case erased while it is on legal hold, CHECKLIST_OPEN if items of the checklist that
// it needs are not ticked, GUARD_NOT_SATISFIED if something that it asks for is not so yet.
absl::Status CheckEvent(const server::Call& call, const Loaded& loaded, const rules::TransitionRuling& ruling,
                        absl::string_view event);

// The change that the event makes.
Decision Transition(const server::Call& call, const Loaded& loaded, const rules::TransitionRuling& ruling,
                    const std::string& event, const std::string& text, absl::Time happened);

// An entry about this event as it would change the state, without a text.
v1::Entry EventEntry(const server::Call& call, v1::EntryKind kind, const Loaded& loaded,
                     const std::string& event, const std::string& to_state);

// What a first person proposes, of which event, text and correction are set: the decision and the proposal's
// entry.
Decision Propose(const server::Call& call, const Loaded& loaded, v1::Approval approval);

// An entry about what was proposed, without a text.
v1::Entry ProposalEntry(const server::Call& call, v1::EntryKind kind, const Loaded& loaded,
                        const v1::Approval& approval);

// Nothing waits for a second person under this name (any more).
absl::Status AlreadyDecided();

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_TRANSITIONS_H_
