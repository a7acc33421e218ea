#ifndef ARASHA_CLIENTS_VERIFY_REPORT_REPORT_RECOUNT_H_
#define ARASHA_CLIENTS_VERIFY_REPORT_REPORT_RECOUNT_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/verify/exported_rows.h"
#include "clients/verify/report/report_figures.h"

// The figures of each kind of report, counted by this program from rows of the register. On purpose no code
// of the server's: it is what is checked.
namespace arasha::clients {

// What a report says that it counted, and as seen when.
struct ReportScope {
  std::string kind;                // "deadlines"
  std::set<std::string> missions;  // all, if empty
  absl::Time start;
  absl::Time end;
  absl::Time as_of;
  absl::TimeZone zone;

  bool Holds(absl::Time time) const { return time >= start && time < end; }
};

// Whether somebody held this role as the report saw it: once, perhaps once, or not.
Count HoldersOf(const RoleRow& role, const Register& rows, absl::Time as_of);

// Whether deadlines and workload leave the case out: it was in a compartment when the report was made.
bool IsLeftOut(const CaseRow& matter);

// How the figures of a kind are counted from rows; null for kinds whose figures all stand on leaves.
using RecountRows = FigureTables (*)(const Register& rows, const ReportScope& scope);
RecountRows RecountOf(absl::string_view kind);

FigureTables RecountConfiguration(const Register& rows, const ReportScope& scope);
FigureTables RecountDeadlines(const Register& rows, const ReportScope& scope);
FigureTables RecountExceptions(const Register& rows, const ReportScope& scope);
FigureTables RecountWorkload(const Register& rows, const ReportScope& scope);
FigureTables RecountStatistics(const Register& rows, const ReportScope& scope);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_REPORT_REPORT_RECOUNT_H_
