#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/rules/text.h"

namespace arasha::admin {

absl::StatusOr<v1::Principal> RegisterPrincipal(server::Call& call,
                                                const v1::RegisterPrincipalRequest& request) {
  const v1::Principal& asked = request.principal();
  rules::Violations violations = CheckPrincipal(call, asked, {});
  if (!rules::IsStaffName(asked.name()) && !rules::IsPartnerName(asked.name())) {
    violations.push_back({"principal.name", rules::Problem::kMalformedName, {{"form", kPrincipalForm}}});
  }
  if (!violations.empty()) return server::InvalidFields(violations);
  const storage::PrincipalRecord record = {
      .row = {.name = asked.name(),
              .display_name = asked.display_name(),
              .active = true,
              .clearances = {asked.clearances().begin(), asked.clearances().end()}},
      .grants = {}};
  v1::Principal response = Shown(record);
  auto outcome =
      storage::RegisterPrincipal(*call.connection, call.context, record.row, response.SerializeAsString());
  if (!outcome.ok()) return outcome.status();
  if (*outcome == storage::WriteOutcome::kDone) {
    Follow(call);
    return response;
  }
  return server::Repeat<v1::Principal>(
      call, Refuse(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_REGISTERED,
                   "somebody is registered under this name; update them instead"));
}

}  // namespace arasha::admin
