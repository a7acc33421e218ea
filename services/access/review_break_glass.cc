#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/access/grants.h"
#include "services/access/operations.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/rules/access/access.h"

namespace arasha::access {
namespace {

absl::Status SamePerson() {
  return server::RefuseBy(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_SAME_PERSON,
                          rules::Problem::kGlassWasYours);
}

absl::Status ReviewedBefore() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_DECIDED,
                "this was reviewed already");
}

}  // namespace

absl::StatusOr<v1::AccessGrant> ReviewBreakGlass(server::Call& call,
                                                 const v1::ReviewBreakGlassRequest& request) {
  rules::Violations violations;
  rules::CheckLength("finding", request.finding(), 1, rules::kMaxReason, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  auto repeat = server::FindRepeat<v1::AccessGrant>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto found = storage::FindGrant(*call.connection, call.context.audit, call.uid);
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(request.name());
  storage::AccessGrantRow& row = **found;
  SetAbout(call, row);
  if (row.message.principal() == call.actor->name && row.message.break_glass()) return SamePerson();
  if (!row.facts || !rules::MayOn(*call.actor, rules::Action::kGrantAccess, *row.facts, call.now)) {
    return server::NotFound(request.name());
  }
  if (!row.message.break_glass()) {
    return server::InvalidFields({{"name", rules::Problem::kNotBrokenGlass}});
  }
  if (row.message.has_review_time()) return ReviewedBefore();
  if (row.facts->erased) return server::CaseErased();
  if (rules::Holds(row.message, call.now)) *row.message.mutable_revoke_time() = ToTimestamp(call.now);
  row.message.set_reviewed_by(call.actor->name);
  *row.message.mutable_review_time() = ToTimestamp(call.now);
  row.message.set_finding(request.finding());
  return SaveAndAnswer(call, row);
}

}  // namespace arasha::access
