#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/retention.h"

namespace arasha::cases {
namespace {

absl::Status CaseNotHeld() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_NOT_HELD,
                "this case is not on legal hold");
}

}  // namespace

absl::StatusOr<v1::Entry> ReleaseHold(server::Call& call, const v1::ReleaseHoldRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    if (!rules::IsHeld(loaded.row.message, call.now)) return CaseNotHeld();
    Decision decision{.message = loaded.row.message, .open = loaded.row.open};
    decision.message.clear_hold();
    decision.entry = ServerEntry(call, v1::ENTRY_KIND_HOLD_RELEASED);
    server::NameAfter(loaded.row.number, decision.entry);
    decision.entry.set_text(request.reason());
    return decision;
  };
  return ChangeAndTell(
      call,
      {.etag = request.etag(), .although_closed = true, .waiting = Overtaking(request.overtake_proposal())},
      decide);
}

}  // namespace arasha::cases
