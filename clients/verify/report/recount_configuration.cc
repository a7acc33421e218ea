#include "absl/strings/str_cat.h"
#include "clients/verify/report/report_recount.h"

namespace arasha::clients {
namespace {

// The versions of case types that were applied in the period.
Count CountCaseTypes(const Register& rows, const ReportScope& scope, FigureTable& table) {
  table.lists = true;
  Count versions;
  for (const CaseTypeRow& type : rows.applied) {
    if (!scope.Holds(type.applied)) continue;
    const std::string key = absl::StrCat(type.id, "@", type.version);
    table.counts.Add(key, "version", type.settled, type.version);
    table.texts[key] = {{"id", type.id},
                        {"applied", absl::FormatTime(absl::RFC3339_sec, type.applied, scope.zone)}};
    versions += {type.settled ? 1 : 0, 1};
  }
  return versions;
}

// How many hold each role at each mission.
void CountRoles(const Register& rows, const ReportScope& scope, FigureTable& table) {
  for (const RoleRow& role : rows.roles) {
    const Count held = HoldersOf(role, rows, scope.as_of);
    if (held.most > 0) table.counts.Add(absl::StrCat(role.role, "/", role.mission), "holders", held);
  }
}

}  // namespace

FigureTables RecountConfiguration(const Register& rows, const ReportScope& scope) {
  FigureTables tables;
  tables[kHeadlines].computed["configuration.versions"]["value"] =
      Figure::Of(CountCaseTypes(rows, scope, tables["case_types"]));
  CountRoles(rows, scope, tables["roles"]);
  return tables;
}

}  // namespace arasha::clients
