#include "absl/strings/str_cat.h"
#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/rules/access/grants.h"
#include "services/rules/deadlines/warnings.h"
#include "storage/directory/access_grants.h"

namespace arasha::admin {
namespace {

// How long a refusal or a lapse is told at the caller's every visit.
constexpr absl::Duration kAnswersAreNew = absl::Hours(7 * 24);

}  // namespace

absl::StatusOr<v1::WhoAmIResponse> WhoAmI(server::Call& call, const v1::WhoAmIRequest& /*request*/) {
  v1::WhoAmIResponse response;
  response.set_name(call.actor->name);
  response.set_display_name(call.actor->display_name);
  response.set_spiffe_id(call.identity->spiffe_id);
  response.set_server_version(ARASHA_VERSION);
  for (const rules::Grant& grant : call.actor->grants) *response.add_grants() = ShownRole(grant);
  for (const std::string& compartment : call.actor->clearances) response.add_clearances(compartment);
  const auto where = [&](rules::Action action) {
    std::vector<std::string> missions = rules::MissionsWhere(*call.actor, action, call.now);
    return !missions.empty() && missions.front() == "-" ? call.directory->MissionCodes() : missions;
  };
  const std::vector<std::string> reads_at = where(rules::Action::kListCases);
  auto notices = storage::CountNotices(
      *call.connection, call.context.audit,
      {.reviews_at = where(rules::Action::kGrantAccess),
       // Whoever is the second person for corrections is so for most of what else takes two.
       .decides_at = where(rules::Action::kCorrectEntries),
       .warned_at = reads_at,
       .told_as = rules::ToldAs(*call.actor, reads_at, call.now),
       .in_place_of_assignee = std::string(rules::kInPlaceOfAssignee),
       .overdue_before = call.now - rules::kReviewWithin,
       .answered_since = call.now - kAnswersAreNew});
  if (!notices.ok()) return notices.status();
  response.set_reviews_due(notices->reviews_due);
  response.set_reviews_overdue(notices->reviews_overdue);
  response.set_proposals_returned(notices->proposals_returned);
  response.set_reminders_due(notices->reminders_due);
  response.set_proposals_waiting(notices->proposals_waiting);
  response.set_warnings_waiting(notices->warnings_waiting);
  return response;
}

}  // namespace arasha::admin
