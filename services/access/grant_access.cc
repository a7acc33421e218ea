#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/access/grants.h"
#include "services/access/operations.h"
#include "services/calls/errors.h"
#include "storage/cases/case_facts.h"
#include "storage/postgres/encoding.h"

namespace arasha::access {
namespace {

rules::Violations Check(const server::Call& call, const v1::GrantAccessRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  const absl::Time expires = ToTime(request.expire_time());
  if (!request.has_expire_time()) {
    violations.push_back({"expire_time", rules::Problem::kRequired});
  } else if (expires <= call.now || expires > call.now + rules::kLongestGrant) {
    violations.push_back({"expire_time", rules::Problem::kTooFarAhead});
  }
  if (request.principal() == call.actor->name) {
    violations.push_back({"principal", rules::Problem::kNotSomebodyElse});
  } else {
    const rules::Actor* principal = call.directory->FindActor(request.principal());
    if (principal == nullptr || !rules::MayHoldGrants(*principal, call.now)) {
      // Said alike of whom there is not and of whom the caller may not know.
      violations.push_back(
          server::NobodyFits(call, "principal", rules::Problem::kNotAGrantee, request.principal()));
    }
  }
  return violations;
}

}  // namespace

absl::StatusOr<v1::AccessGrant> GrantAccess(server::Call& call, const v1::GrantAccessRequest& request) {
  auto facts = storage::FindCaseFacts(*call.connection, call.context.audit, call.about);
  if (!facts.ok()) return facts.status();
  if (!*facts) return server::NotFound(request.case_());
  if ((*facts)->erased) return server::CaseErased();
  if (auto violations = Check(call, request); !violations.empty()) return server::InvalidFields(violations);

  v1::AccessGrant grant;
  grant.set_name(absl::StrCat("accessGrants/", storage::NewUid(call.now)));
  grant.set_case_(request.case_());
  grant.set_case_uid((*facts)->uid);
  grant.set_mission(absl::StrCat("missions/", call.about.mission));
  grant.set_principal(request.principal());
  grant.set_reason(request.reason());
  grant.set_granted_by(call.actor->name);
  *grant.mutable_grant_time() = ToTimestamp(call.now);
  *grant.mutable_expire_time() = ToTimestamp(ToTime(request.expire_time()));
  return AddAndAnswer(call, grant);
}

}  // namespace arasha::access
