#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/access/grants.h"
#include "services/access/operations.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/process/operator_log.h"
#include "storage/cases/case_facts.h"
#include "storage/postgres/encoding.h"

namespace arasha::access {
namespace {

// Short enough to type at night: "hospital".
constexpr size_t kLeastReason = 10;

// Looks for the case with the labels of whoever may see ordinary and sensitive cases there, for this one
// statement; compartments stay closed.
absl::StatusOr<std::optional<storage::FoundCase>> FindBehindGlass(const server::Call& call,
                                                                  storage::AuditContext audit,
                                                                  const storage::CaseNumber& number) {
  audit.access.labels.push_back(number.mission);
  audit.access.labels.push_back(absl::StrCat(number.mission, "!"));
  return storage::FindCaseFacts(*call.connection, audit, number);
}

absl::Status AccessHeld() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACCESS_HELD,
                "you see this case already; there is no glass to break");
}

}  // namespace

absl::StatusOr<v1::AccessGrant> BreakGlass(server::Call& call, const v1::BreakGlassRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), kLeastReason, rules::kMaxReason, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  if (rules::MissionsWhere(*call.actor, rules::Action::kBreakGlass, call.now).empty()) {
    return server::PermissionDenied(rules::Problem::kMayNotBreakGlass);
  }
  // First, because a repeat finds the case open.
  auto repeat = server::FindRepeat<v1::AccessGrant>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto facts = FindBehindGlass(call, call.context.audit, call.about);
  if (!facts.ok()) return facts.status();
  if (!*facts) return server::NotFound(request.case_());
  if (rules::MayOn(*call.actor, rules::Action::kReadCase, **facts, call.now)) return AccessHeld();
  if ((*facts)->erased) return server::CaseErased();

  v1::AccessGrant grant;
  const std::string uid = storage::NewUid(call.now);
  grant.set_name(absl::StrCat("accessGrants/", uid));
  grant.set_case_(request.case_());
  grant.set_case_uid((*facts)->uid);
  grant.set_mission(absl::StrCat("missions/", call.about.mission));
  grant.set_principal(call.actor->name);
  grant.set_break_glass(true);
  grant.set_reason(request.reason());
  grant.set_granted_by(call.actor->name);
  *grant.mutable_grant_time() = ToTimestamp(call.now);
  *grant.mutable_expire_time() = ToTimestamp(call.now + rules::kBrokenGlassHolds);
  auto answer = AddAndAnswer(call, grant);
  if (answer.ok() && answer->name() == grant.name()) {
    server::Log(server::LogLevel::kWarning, "glass_broken",
                {{"mission", call.about.mission}, {"grant", uid}});
    call.metrics->GlassBroken();
  }
  return answer;
}

}  // namespace arasha::access
