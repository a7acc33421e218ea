#include <utility>

#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/rows/new_rows.h"

namespace arasha::cases {
namespace {

rules::Violations CheckHoldRequest(const server::Call& call, const v1::HoldCaseRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  if (request.has_until() && ToTime(request.until()) <= call.now) {
    violations.push_back({"until", rules::Problem::kNotFuture});
  }
  return violations;
}

}  // namespace

absl::StatusOr<v1::Entry> HoldCase(server::Call& call, const v1::HoldCaseRequest& request) {
  if (auto violations = CheckHoldRequest(call, request); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    Decision decision{.message = loaded.row.message, .open = loaded.row.open};
    v1::Hold& hold = *decision.message.mutable_hold();
    hold.Clear();
    hold.set_reason(request.reason());
    hold.set_author(call.actor->name);
    *hold.mutable_start_time() = ToTimestamp(call.now);
    if (request.has_until()) *hold.mutable_until() = request.until();
    decision.entry = ServerEntry(call, v1::ENTRY_KIND_HOLD);
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
