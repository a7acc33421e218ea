#include "absl/strings/match.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/process/operator_log.h"
#include "services/reminders/operations.h"
#include "storage/cases/case_facts.h"
#include "storage/duties/reminders.h"

namespace arasha::reminders {
namespace {

constexpr server::PageSizes kReminderPages = {.usual = 50, .most = 500};

// Of the case or the mission named; of all missions, those where the caller may list cases. One's own may be
// on cases elsewhere, which a grant opened.
absl::StatusOr<storage::ReminderQuery> Which(const server::Call& call, bool mine) {
  // What colleagues tell each other is not for partners, whatever case they were shown.
  if (absl::StartsWith(call.actor->name, "partners/")) {
    return server::PermissionDenied(rules::Problem::kForStaff);
  }
  storage::ReminderQuery query;
  query.mine = mine;
  if (call.about.serial != 0) {
    auto facts = storage::FindCaseFacts(*call.connection, call.context.audit, call.about);
    if (!facts.ok()) return facts.status();
    if (!*facts) return server::NotFound(call.name);
    query.case_uid = (*facts)->uid;
  }
  if (!call.about.mission.empty()) {
    query.missions = {call.about.mission};
    return query;
  }
  if (mine) return query;
  query.missions = rules::MissionsWhere(*call.actor, rules::Action::kListCases, call.now);
  if (query.missions.empty()) return server::PermissionDenied(rules::Problem::kNoCasesToList);
  if (query.missions.front() == "-") query.missions = call.directory->MissionCodes();
  return query;
}

}  // namespace

absl::StatusOr<v1::ListRemindersResponse> ListReminders(server::Call& call,
                                                        const v1::ListRemindersRequest& request) {
  auto query = Which(call, request.mine());
  if (!query.ok()) return query.status();
  const auto page =
      server::Page::Of(call, request, kReminderPages, {request.parent(), request.mine() ? "mine" : ""});
  if (!page.ok()) return page.status();
  query->limit = page->size();
  query->after = page->after();
  auto listed = storage::ListReminders(*call.connection, call.context.audit, *query);
  if (!listed.ok()) return listed.status();
  server::LogDamage(call.method, listed->damaged);
  v1::ListRemindersResponse response;
  for (v1::Reminder& reminder : listed->reminders) *response.add_reminders() = std::move(reminder);
  if (listed->goes_on) response.set_next_page_token(page->TokenAfter(listed->last));
  return response;
}

}  // namespace arasha::reminders
