#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/operations.h"
#include "services/cases/parties/party_change.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/rules/casework/changes.h"

namespace arasha::cases {
absl::StatusOr<v1::Party> RemoveParty(server::Call& call, const v1::RemovePartyRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto decision = PartyDecision(call, loaded, request.name(), v1::ENTRY_KIND_PARTY_REMOVED);
    if (!decision.ok()) return decision.status();
    *decision->party.mutable_remove_time() = ToTimestamp(call.now);
    decision->entry.set_text(absl::StrCat(rules::PartyText(decision->party), "\n", request.reason()));
    return WithSubjectLeft(loaded, *std::move(decision));
  };
  return ChangeParty(call, {}, decide);
}

}  // namespace arasha::cases
