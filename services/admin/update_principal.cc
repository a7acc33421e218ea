#include "absl/strings/str_cat.h"
#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"

namespace arasha::admin {
namespace {

// Copies what the mask names. The paths that it does not know come back as violations.
rules::Violations Merge(const v1::UpdatePrincipalRequest& request, v1::Principal& principal) {
  rules::Violations violations;
  const v1::Principal& asked = request.principal();
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "display_name") {
      principal.set_display_name(asked.display_name());
    } else if (path == "active") {
      principal.set_active(asked.active());
    } else if (path == "clearances") {
      *principal.mutable_clearances() = asked.clearances();
    } else {
      violations.push_back({"update_mask",
                            rules::Problem::kUnknownPath,
                            {{"path", path}, {"values", "display_name, active, clearances"}}});
    }
  }
  return violations;
}

}  // namespace

absl::StatusOr<v1::Principal> UpdatePrincipal(server::Call& call, const v1::UpdatePrincipalRequest& request) {
  if (absl::Status s = NotOneself(call, request.principal().name()); !s.ok()) return s;
  if (request.update_mask().paths().empty()) {
    return server::InvalidFields({{"update_mask", rules::Problem::kRequired}});
  }
  auto repeat = server::FindRepeat<v1::Principal>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto found = storage::FindPrincipal(*call.connection, call.context.audit, request.principal().name());
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(request.principal().name());
  v1::Principal response = Shown(**found);
  rules::Violations violations = Merge(request, response);
  for (auto& v : CheckPrincipal(call, response, (*found)->row.clearances)) violations.push_back(std::move(v));
  if (!violations.empty()) return server::InvalidFields(violations);
  if (!response.active()) {
    auto held = storage::CountHeldCases(*call.connection, response.name());
    if (!held.ok()) return held.status();
    for (const storage::HeldCases& here : *held) {
      v1::HeldCases& shown = *response.add_held_cases();
      shown.set_mission(absl::StrCat("missions/", here.mission));
      shown.set_open_cases(here.open_cases);
    }
  }
  const storage::PrincipalRow after = {
      .name = response.name(),
      .display_name = response.display_name(),
      .active = response.active(),
      .clearances = {response.clearances().begin(), response.clearances().end()}};
  auto outcome = storage::UpdatePrincipal(*call.connection, call.context, (*found)->version, after,
                                          response.SerializeAsString());
  if (!outcome.ok()) return outcome.status();
  if (*outcome != storage::WriteOutcome::kDone) return Contention();
  Follow(call);
  return response;
}

}  // namespace arasha::admin
