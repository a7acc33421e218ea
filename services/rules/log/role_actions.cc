#include "services/rules/log/role_actions.h"

#include <algorithm>
#include <array>

namespace arasha::rules::log {
namespace {

constexpr std::array<absl::string_view, 2> kWork = {"officer", "head"};
constexpr std::array<absl::string_view, 1> kHead = {"head"};
constexpr std::array<absl::string_view, 3> kAssign = {"officer", "head", "supervisor"};
constexpr std::array<absl::string_view, 2> kManageAccess = {"head", "supervisor"};
constexpr std::array<absl::string_view, 4> kSeeCases = {"officer", "head", "supervisor", "partner"};
constexpr std::array<absl::string_view, 1> kAdmin = {"admin"};
constexpr std::array<absl::string_view, 1> kAuditor = {"auditor"};
constexpr std::array<absl::string_view, 2> kReadLog = {"auditor", "head"};
constexpr std::array<absl::string_view, 4> kReport = {"officer", "head", "supervisor", "auditor"};

struct Row {
  absl::string_view action;
  absl::Span<const absl::string_view> roles;
  // Not at the mission of the case alone, which is not theirs yet.
  bool anywhere = false;
};
// Grants on cases let partners and others read, and add entries.
constexpr std::array<Row, 58> kRows = {{
    {"CreateCase", kWork},
    {"GetCase", kSeeCases},
    {"ExplainDeadline", kSeeCases},
    {"ListCases", kSeeCases},
    {"UpdateCase", kWork},
    {"TransitionCase", kWork},
    {"ApproveTransition", kWork},
    {"RefuseTransition", kWork},
    {"ListApprovals", kWork},
    {"AssignCase", kAssign},
    {"AddEntry", kSeeCases},
    {"CorrectEntry", kWork},
    {"ExtendDeadline", kWork},
    {"WaiveDeadline", kHead},
    {"MigrateCaseType", kHead},
    {"HoldCase", kHead},
    {"ReleaseHold", kHead},
    {"DrawErasureList", kHead},
    {"GetErasureList", kManageAccess},
    {"ListErasureLists", kManageAccess},
    {"KeepCase", kHead},
    {"SignErasureList", kHead},
    {"ApproveErasureList", kManageAccess},
    {"ListEntries", kSeeCases},
    {"AddParty", kWork},
    {"UpdateParty", kWork},
    {"RemoveParty", kWork},
    {"AddRow", kWork},
    {"UpdateRow", kWork},
    {"RemoveRow", kWork},
    {"CreateReminder", kSeeCases},
    {"ListReminders", kSeeCases},
    {"ResolveReminder", kSeeCases},
    {"ListWarnings", kAssign},
    {"AcknowledgeWarning", kAssign},
    {"GrantAccess", kManageAccess},
    {"ReviewBreakGlass", kManageAccess},
    {"BreakGlass", kSeeCases, true},
    {"ExplainAccess", kSeeCases, true},
    {"RegisterPrincipal", kAdmin},
    {"UpdatePrincipal", kAdmin},
    {"ListPrincipals", kAdmin},
    {"GrantRole", kAdmin},
    {"RevokeRole", kAdmin},
    {"RevokeCertificate", kAdmin},
    {"ListAuditEntries", kReadLog},
    {"ReadLeaves", kAuditor},
    {"ReadRows", kAuditor},
    {"GetCheckpoint", kAuditor},
    {"ListCheckpoints", kAuditor},
    {"GetInclusionProof", kAuditor},
    {"GetConsistencyProof", kAuditor},
    {"CreateReport", kReport},
    {"GetReport", kReport},
    {"ReadReport", kReport},
    {"CancelReport", kReport},
    {"CreateReportSchedule", kReport},
    {"EndReportSchedule", kReport},
}};

}  // namespace

Allowance AllowanceOf(absl::string_view action) {
  const auto found =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.action == action; });
  return found == kRows.end() ? Allowance() : Allowance{found->roles, found->anywhere};
}

}  // namespace arasha::rules::log
