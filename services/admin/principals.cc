#include "services/admin/principals.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/resource_names.h"
#include "services/calls/write_request.h"
#include "services/rules/text.h"

namespace arasha::admin {
namespace {

constexpr size_t kMaxDisplayName = 200;
constexpr int kMaxClearances = 50;

}  // namespace

v1::RoleGrant ShownRole(const rules::Grant& grant) {
  v1::RoleGrant shown;
  shown.set_role(grant.role);
  shown.set_mission(absl::StrCat("missions/", grant.mission));
  if (grant.expires != absl::InfiniteFuture()) {
    *shown.mutable_expire_time() = ToTimestamp(grant.expires);
  }
  return shown;
}

v1::Principal Shown(const storage::PrincipalRecord& record) {
  v1::Principal shown;
  shown.set_name(record.row.name);
  shown.set_display_name(record.row.display_name);
  shown.set_active(record.row.active);
  for (const std::string& compartment : record.row.clearances) shown.add_clearances(compartment);
  for (const storage::GrantRow& grant : record.grants) {
    *shown.add_grants() = ShownRole({.role = grant.role, .mission = grant.mission, .expires = grant.expires});
  }
  return shown;
}

absl::Status PermitToManageAt(const server::Call& call, absl::string_view mission) {
  const absl::string_view code = absl::StripPrefix(mission, "missions/");
  if (rules::May(*call.actor, rules::Action::kManageStaff, code, call.now)) return absl::OkStatus();
  return server::PermissionDenied(rules::Problem::kForAdministrators);
}

absl::Status NotOneself(const server::Call& call, absl::string_view principal) {
  if (principal != call.actor->name) return absl::OkStatus();
  return server::PermissionDenied(rules::Problem::kNotOneself);
}

rules::Violations CheckPrincipal(const server::Call& call, const v1::Principal& principal,
                                 const std::vector<std::string>& held) {
  rules::Violations violations;
  rules::CheckName("principal.display_name", principal.display_name(), kMaxDisplayName, violations);
  if (principal.clearances_size() > kMaxClearances) {
    violations.push_back(
        {"principal.clearances", rules::Problem::kTooMany, {{"most", absl::StrCat(kMaxClearances)}}});
  }
  std::set<std::string> known = call.directory->Compartments();
  known.insert(held.begin(), held.end());
  for (const std::string& compartment : principal.clearances()) {
    if (!rules::IsId(compartment)) {
      violations.push_back({"principal.clearances", rules::Problem::kNotAnId});
    } else if (!known.contains(compartment)) {
      violations.push_back({"principal.clearances",
                            rules::Problem::kUnknownCompartment,
                            {{"given", compartment}, {"values", absl::StrJoin(known, ", ")}}});
    }
  }
  return violations;
}

absl::StatusOr<storage::GrantRow> CheckRole(const server::Call& call, const std::string& principal,
                                            const std::string& role, const std::string& mission) {
  if (absl::Status s = PermitToManageAt(call, mission); !s.ok()) return s;
  if (absl::Status s = NotOneself(call, principal); !s.ok()) return s;
  rules::Violations violations;
  const bool partner = rules::IsPartnerName(principal);
  if (!partner && !rules::IsStaffName(principal)) {
    violations.push_back({"principal", rules::Problem::kMalformedName, {{"form", kPrincipalForm}}});
  }
  if (!rules::IsRole(role)) {
    violations.push_back({"role",
                          rules::Problem::kNotOneOf,
                          {{"values", "officer, head, supervisor, auditor, admin, partner"}}});
  } else if (partner != (role == "partner")) {
    violations.push_back({"role", rules::Problem::kPartnersHoldPartner});
  }
  auto code = server::ParseMission(mission, "mission");
  if (!code.ok() || (*code != "-" && call.directory->FindMission(*code) == nullptr)) {
    violations.push_back({"mission", rules::Problem::kNotAMission});
  }
  if (!violations.empty()) return server::InvalidFields(violations);
  return storage::GrantRow{.principal = principal, .role = role, .mission = *code};
}

absl::StatusOr<v1::Principal> ChangeRole(server::Call& call, const storage::GrantRow& grant,
                                         decltype(storage::GrantRole)& write, RoleChange change) {
  auto repeat = server::FindRepeat<v1::Principal>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto found = storage::FindPrincipal(*call.connection, call.context.audit, grant.principal);
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(grant.principal);
  std::vector<storage::GrantRow>& grants = (*found)->grants;
  const auto held = std::find_if(grants.begin(), grants.end(), [&](const storage::GrantRow& other) {
    return other.role == grant.role && other.mission == grant.mission;
  });
  if (absl::Status s = change(grants, held); !s.ok()) return s;
  v1::Principal response = Shown(**found);
  auto outcome = write(*call.connection, call.context, grant, response.SerializeAsString());
  if (!outcome.ok()) return outcome.status();
  if (*outcome != storage::WriteOutcome::kDone) return Contention();
  Follow(call);
  return response;
}

absl::Status Contention() {
  return RetryAfter(Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_CONTENTION,
                           "somebody else changes this principal at this moment; send the call again"),
                    absl::Milliseconds(100));
}

void Follow(server::Call& call) { call.feed->Refresh().IgnoreError(); }

}  // namespace arasha::admin
