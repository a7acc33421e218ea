#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/access/operations.h"
#include "services/calls/errors.h"
#include "services/calls/permission.h"
#include "services/rules/access/access_explanation.h"
#include "storage/cases/case_facts.h"

namespace arasha::access {
namespace {

v1::CaseAction ToProto(rules::Action action) {
  switch (action) {
    case rules::Action::kReadCase:
      return v1::CASE_ACTION_READ;
    case rules::Action::kUpdateCase:
      return v1::CASE_ACTION_UPDATE;
    case rules::Action::kTransitionCase:
      return v1::CASE_ACTION_TRANSITION;
    case rules::Action::kAssignCase:
      return v1::CASE_ACTION_ASSIGN;
    case rules::Action::kAddEntry:
      return v1::CASE_ACTION_ADD_ENTRY;
    case rules::Action::kChangeParties:
      return v1::CASE_ACTION_CHANGE_PARTIES;
    case rules::Action::kGrantAccess:
      return v1::CASE_ACTION_GRANT_ACCESS;
    default:
      return v1::CASE_ACTION_UNSPECIFIED;
  }
}

v1::AccessStep ToProto(const rules::AccessStep& step) {
  v1::AccessStep shown;
  shown.set_source(step.source);
  shown.set_verdict(step.verdict);
  shown.set_label(step.label);
  absl::Time expires = absl::InfiniteFuture();
  if (step.source == v1::ACCESS_SOURCE_ROLE) {
    shown.set_role(step.role.role);
    shown.set_mission(absl::StrCat("missions/", step.role.mission));
    expires = step.role.expires;
  } else if (!step.grant.uid.empty()) {
    shown.set_access_grant(absl::StrCat("accessGrants/", step.grant.uid));
    expires = step.grant.expires;
  }
  if (expires != absl::InfiniteFuture()) *shown.mutable_expire_time() = ToTimestamp(expires);
  return shown;
}

}  // namespace

absl::StatusOr<v1::ExplainAccessResponse> ExplainAccess(server::Call& call,
                                                        const v1::ExplainAccessRequest& request) {
  const std::string& name = request.principal().empty() ? call.actor->name : request.principal();
  const rules::Action needed =
      name == call.actor->name ? rules::Action::kReadCase : rules::Action::kGrantAccess;
  if (absl::Status s = server::Permit(call, needed); !s.ok()) {
    const bool of_another = needed != rules::Action::kReadCase && absl::IsPermissionDenied(s);
    return of_another ? server::PermissionDenied(rules::Problem::kExplainedToHeads) : s;
  }
  const rules::Actor* actor = call.directory->FindActor(name);
  if (actor == nullptr) return server::NotFound(name);
  auto facts = storage::ReadCaseFacts(*call.connection, call.context.audit, call.about);
  if (!facts.ok()) return facts.status();
  if (!*facts) return server::NotFound(request.case_());

  const rules::AccessExplanation explanation = rules::Explain(*actor, **facts, call.now);
  v1::ExplainAccessResponse response;
  response.set_case_(request.case_());
  response.set_principal(name);
  response.set_sees(explanation.sees);
  response.set_erased((*facts)->erased);
  for (const rules::Action action : explanation.actions) {
    // What the labels open is decided as ever; of an erased case there is nothing to change, as CaseErased()
    // tells whoever tries.
    if (!(*facts)->erased || action == rules::Action::kReadCase) response.add_actions(ToProto(action));
  }
  for (const rules::AccessStep& step : explanation.steps) *response.add_steps() = ToProto(step);
  return response;
}

}  // namespace arasha::access
