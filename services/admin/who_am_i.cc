#include "absl/strings/str_cat.h"
#include "services/access/grants.h"
#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "storage/access_grants.h"

namespace arasha::admin {

absl::StatusOr<v1::WhoAmIResponse> WhoAmI(server::Call& call, const v1::WhoAmIRequest& request) {
  v1::WhoAmIResponse response;
  response.set_name(call.actor->name);
  response.set_display_name(call.actor->display_name);
  response.set_spiffe_id(call.identity->spiffe_id);
  response.set_server_version(ARASHA_VERSION);
  for (const rules::Grant& grant : call.actor->grants) *response.add_grants() = ShownRole(grant);
  for (const std::string& compartment : call.actor->clearances) response.add_clearances(compartment);
  std::vector<std::string> missions =
      rules::MissionsWhere(*call.actor, rules::Action::kGrantAccess, call.now);
  if (!missions.empty() && missions.front() == "-") missions = call.directory->MissionCodes();
  auto unreviewed = storage::CountUnreviewed(*call.connection, call.Audit(request), missions,
                                             call.now - access::kReviewWithin);
  if (!unreviewed.ok()) return unreviewed.status();
  response.set_reviews_due(unreviewed->count);
  response.set_reviews_overdue(unreviewed->overdue);
  return response;
}

}  // namespace arasha::admin
