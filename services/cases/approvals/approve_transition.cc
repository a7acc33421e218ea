#include <string>
#include <utility>
#include <vector>

#include "services/calls/errors.h"
#include "services/cases/change_case.h"
#include "services/cases/corrections/corrections.h"
#include "services/cases/operations.h"
#include "services/cases/second_person.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/entries.h"

namespace arasha::cases {

absl::StatusOr<v1::Case> ApproveTransition(server::Call& call, const v1::ApproveTransitionRequest& request) {
  rules::Violations violations;
  rules::CheckLength("text", request.text(), 0, rules::kMaxEntryText, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto proposed = FindToDecide(call, loaded, /*may_take_back=*/false);
    if (!proposed.ok()) return proposed.status();
    const v1::Case& before = loaded.row.message;
    const v1::Approval& approval = *proposed;
    if (approval.has_correction()) {
      auto found = FindToCorrect(call, loaded, approval.correction());
      if (!found.ok()) return found.status();
      Decision corrected = Corrected(call, loaded, approval.correction(), *std::move(found));
      corrected.entry.set_proposed_by(approval.proposed_by());
      corrected.approval = approval;
      return corrected;
    }
    const std::string& event = approval.event();
    // Who decides was asked above: other roles may, also where it would take one person by now.
    const auto& made_by = loaded.type.FindTransition(event)->roles();
    const std::vector<std::string> roles(made_by.begin(), made_by.end());
    const rules::TransitionRuling ruling = rules::RuleTransition(loaded.type, before.state(), event, roles,
                                                                 !approval.text().empty(), before.details());
    if (absl::Status s = CheckEvent(call, loaded, ruling, event); !s.ok()) return s;
    Decision decision =
        Transition(call, loaded, ruling, event, request.text().empty() ? approval.text() : request.text(),
                   rules::UntoldChangeTime(loaded.times, call.now));
    decision.approval = approval;
    return decision;
  };
  return ChangeAndShow(call, {.although_closed = true}, decide);
}

}  // namespace arasha::cases
