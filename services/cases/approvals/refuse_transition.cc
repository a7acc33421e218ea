#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/second_person.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/entries.h"

namespace arasha::cases {

absl::StatusOr<v1::Case> RefuseTransition(server::Call& call, const v1::RefuseTransitionRequest& request) {
  rules::Violations violations;
  rules::CheckLength("text", request.text(), 1, rules::kMaxEntryText, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto proposed = FindToDecide(call, loaded, /*may_take_back=*/true);
    if (!proposed.ok()) return proposed.status();
    Decision decision{
        .message = loaded.row.message, .open = loaded.row.open, .kind = Decision::Kind::kRefusal};
    decision.message.clear_pending_approval();
    decision.approval = *proposed;
    const bool own = proposed->proposed_by() == call.actor->name;
    decision.entry =
        ProposalEntry(call, own ? v1::ENTRY_KIND_TAKEN_BACK : v1::ENTRY_KIND_REFUSAL, loaded, *proposed);
    decision.entry.set_text(request.text());
    return decision;
  };
  return ChangeAndShow(call, {.although_closed = true}, decide);
}

}  // namespace arasha::cases
