#include "services/calls/errors.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/rows/new_rows.h"

namespace arasha::cases {

absl::StatusOr<v1::Case> AssignCase(server::Call& call, const v1::AssignCaseRequest& request) {
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    if (!request.assignee().empty()) {
      // Whoever is to work the case must be able to.
      const rules::Actor* assignee = call.directory->FindActor(request.assignee());
      if (assignee == nullptr ||
          !rules::May(*assignee, rules::Action::kUpdateCase, loaded.mission.code, call.now)) {
        return server::InvalidFields(
            {{"assignee", rules::Problem::kNotAnOfficer, {{"mission", loaded.mission.code}}}});
      }
    }
    Decision decision{.message = loaded.row.message, .open = loaded.row.open};
    decision.message.set_assignee(request.assignee());
    decision.entry = ServerEntry(call, v1::ENTRY_KIND_ASSIGNMENT);
    decision.entry.set_text(request.assignee());
    return decision;
  };
  return ChangeAndShow(call, {.etag = request.etag(), .waiting = Overtaking(request.overtake_proposal())},
                       decide);
}

}  // namespace arasha::cases
