#include <algorithm>
#include <functional>
#include <memory>

#include "absl/algorithm/container.h"
#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/tables/print_staff.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

using Principals = google::protobuf::RepeatedPtrField<v1::Principal>;

void Keep(Principals& principals, const std::function<bool(const v1::Principal&)>& wanted) {
  principals.erase(std::remove_if(principals.begin(), principals.end(), std::not_fn(wanted)),
                   principals.end());
}

// Whether the principal has a role there, or at all missions.
bool WorksAt(const std::string& mission, const v1::Principal& principal) {
  return absl::c_any_of(principal.grants(), [&](const v1::RoleGrant& grant) {
    return grant.mission() == mission || grant.mission() == kAllMissions;
  });
}

absl::Status List(Session& session, bool active) {
  auto listed = ReadPages(session.api(), v1::ListPrincipalsRequest(), {});
  if (!listed.ok()) return listed.status();
  Principals& principals = *listed->rows.mutable_principals();
  if (active) Keep(principals, [](const v1::Principal& one) { return one.active(); });
  // Of the mission that was asked for; that of the context is where one works oneself.
  if (!session.flags().mission.empty()) {
    const absl::StatusOr<std::string> mission = session.MissionOrAll();
    if (!mission.ok()) return mission.status();
    if (*mission != kAllMissions) {
      Keep(principals, [&](const v1::Principal& one) { return WorksAt(*mission, one); });
    }
  }
  session.Print(listed->rows);
  return absl::OkStatus();
}

}  // namespace

void AddStaffList(CLI::App& staff, Run& selected) {
  CLI::App& command = AddCommand(
      staff, "list", "List staff and partners with their roles",
      {"arasha staff list", "arasha staff list --mission IST --active", "arasha staff list --output csv"});
  auto active = std::make_shared<bool>(false);
  AddFlag(command, "--active", *active, "Only those who may sign in");
  OnSelectList<v1::Principal>(command, selected,
                              [active](Session& session) { return List(session, *active); });
}

}  // namespace arasha::clients
