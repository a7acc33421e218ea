#include "clients/verify/role_check.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/rules/log/role_actions.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kEverywhere = "-";
constexpr absl::string_view kOperator = "operator";

}  // namespace

void RoleCheck::TakeLeaf(int64_t index, const rules::log::Leaf& leaf) {
  // A log that never told of a role, as of before there was a directory, tells nothing of who held one.
  if (!leaf.denied && !held_.empty() && !May(leaf)) {
    findings_.Tampered("DONE_WITHOUT_ROLE", {{"leaf", absl::StrCat(index)},
                                             {"actor", std::string(leaf.actor)},
                                             {"action", std::string(leaf.action)}});
  }
  for (const rules::log::LeafObject& object : leaf.objects) {
    if (object.kind != "role") continue;
    // staff/a.omarova/officer/IST
    std::vector<std::string> parts = absl::StrSplit(object.key, '/');
    if (parts.size() < 4) continue;
    std::pair<std::string, std::string> role = {parts[parts.size() - 2], parts.back()};
    parts.resize(parts.size() - 2);
    held_[absl::StrJoin(parts, "/")][std::move(role)] =
        leaf.action == "RevokeRole" ? leaf.occurred_time : absl::InfiniteFuture();
  }
}

bool RoleCheck::May(const rules::log::Leaf& leaf) const {
  const auto [roles, anywhere] = rules::log::AllowanceOf(leaf.action);
  // Who operates the server is no principal, and holds no role.
  if (roles.empty() || leaf.actor == kOperator) return true;
  const auto actor = held_.find(leaf.actor);
  return actor != held_.end() &&
         std::any_of(actor->second.begin(), actor->second.end(), [&](const auto& held) {
           const auto& [role, mission] = held.first;
           if (leaf.occurred_time > held.second + kTakenIsFelt) return false;
           // By a grant on the case any role does; AccessCheck asks for the grant.
           if (!leaf.grant_uid.empty()) return true;
           return std::find(roles.begin(), roles.end(), role) != roles.end() &&
                  (anywhere || mission == kEverywhere || leaf.mission.empty() || mission == leaf.mission);
         });
}

}  // namespace arasha::clients
