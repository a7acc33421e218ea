#include "clients/verify/report/report_recount.h"

#include <array>
#include <utility>

namespace arasha::clients {

Count HoldersOf(const RoleRow& role, const Register& rows, absl::Time as_of) {
  const auto principal = rows.principals.find(role.principal);
  if (principal == rows.principals.end()) return {};
  if (!role.settled || !principal->second.has_value()) return {0, 1};
  const bool holds = !role.revoked && role.expires > as_of && *principal->second;
  return {holds ? 1 : 0, holds ? 1 : 0};
}

bool IsLeftOut(const CaseRow& matter) { return matter.settled && matter.compartmented; }

RecountRows RecountOf(absl::string_view kind) {
  static constexpr std::array<std::pair<absl::string_view, RecountRows>, 5> kKinds = {
      {{"configuration", &RecountConfiguration},
       {"deadlines", &RecountDeadlines},
       {"exceptions", &RecountExceptions},
       {"workload", &RecountWorkload},
       {"statistics", &RecountStatistics}}};
  for (const auto& [name, recount] : kKinds) {
    if (name == kind) return recount;
  }
  return nullptr;
}

}  // namespace arasha::clients
