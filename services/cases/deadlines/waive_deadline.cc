#include <utility>

#include "services/calls/errors.h"
#include "services/cases/deadlines/deadline_decision.h"
#include "services/cases/operations.h"
#include "services/rules/deadlines/extensions.h"

namespace arasha::cases {

absl::StatusOr<v1::Entry> WaiveDeadline(server::Call& call, const v1::WaiveDeadlineRequest& request) {
  if (absl::Status s = CheckReason(request.reason()); !s.ok()) return s;
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    absl::StatusOr<RunningDeadline> deadline = FindRunning(call, loaded, request.rule(), request.run());
    if (!deadline.ok()) return deadline.status();
    if (deadline->rule->not_waivable()) {
      return server::InvalidFields({{"rule", rules::Problem::kNotWaivable}});
    }
    rules::Waive(deadline->course(), call.now);
    return Decided(call, loaded, v1::ENTRY_KIND_WAIVER, *std::move(deadline), request.reason(), {});
  };
  return ChangeAndTell(call, {.etag = request.etag(), .waiting = Overtaking(request.overtake_proposal())},
                       decide);
}

}  // namespace arasha::cases
