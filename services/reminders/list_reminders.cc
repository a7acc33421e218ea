#include "absl/strings/match.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/calls/permission.h"
#include "services/calls/resource_names.h"
#include "services/process/operator_log.h"
#include "services/reminders/operations.h"
#include "storage/cases/case_facts.h"
#include "storage/cases/reminders.h"

namespace arasha::reminders {
namespace {

constexpr server::PageSizes kSizes = {.usual = 50, .most = 500};

absl::Status OfCase(server::Call& call, const std::string& name, storage::ReminderQuery& query) {
  const storage::AuditContext& audit = call.context.audit;
  auto number = server::ParseCase(name, "parent");
  if (!number.ok()) return number.status();
  auto mission = server::PermitOn(call, audit, rules::Action::kReadCase, *number, name);
  if (!mission.ok()) return mission.status();
  auto facts = storage::FindCaseFacts(*call.connection, audit, *number);
  if (!facts.ok()) return facts.status();
  if (!*facts) return server::NotFound(name);
  query.case_uid = (*facts)->uid;
  query.missions = {number->mission};
  return absl::OkStatus();
}

absl::Status OfMissions(server::Call& call, const std::string& name, storage::ReminderQuery& query) {
  auto code = server::ParseMission(name, "parent");
  if (!code.ok()) return code.status();
  if (*code != "-") {
    query.missions = {*code};
    return server::Permit(call, rules::Action::kListCases, *code, name).status();
  }
  // One's own may be on cases elsewhere, which a grant opened.
  if (query.mine) return absl::OkStatus();
  query.missions = rules::MissionsWhere(*call.actor, rules::Action::kListCases, call.now);
  if (query.missions.empty()) return server::PermissionDenied(rules::Problem::kNoCasesToList);
  if (query.missions.front() == "-") query.missions = call.directory->MissionCodes();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListRemindersResponse> ListReminders(server::Call& call,
                                                        const v1::ListRemindersRequest& request) {
  storage::ReminderQuery query;
  query.mine = request.mine();
  const bool of_case = absl::StrContains(request.parent(), "/cases/");
  if (absl::Status s = (of_case ? OfCase : OfMissions)(call, request.parent(), query); !s.ok()) return s;
  const auto page = server::Page::Of(call, request, kSizes, {request.parent(), request.mine() ? "mine" : ""});
  if (!page.ok()) return page.status();
  query.limit = page->size();
  query.after = page->after();
  auto listed = storage::ListReminders(*call.connection, call.context.audit, query);
  if (!listed.ok()) return listed.status();
  server::LogDamage(call.method, listed->damaged);
  v1::ListRemindersResponse response;
  for (v1::Reminder& reminder : listed->reminders) *response.add_reminders() = std::move(reminder);
  if (listed->goes_on) response.set_next_page_token(page->TokenAfter(listed->last));
  return response;
}

}  // namespace arasha::reminders
