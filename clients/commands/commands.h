#ifndef ARASHA_CLIENTS_COMMANDS_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_COMMANDS_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "clients/connection/settings.h"
#include "clients/session/session.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace arasha::clients {

// What a command does: its one request out of its options, the call, the printer.
using Run = std::function<absl::Status(Session&)>;

// The whole tree of commands. A parse fills `flags` and sets `selected` to the command that was named;
// both must outlive the tree.
std::unique_ptr<CLI::App> BuildCli(GlobalFlags& flags, Run& selected);

// Each adds one command, of the file of its name, to `arasha` or to the noun above it; the command sets
// `selected`.
void AddCompletion(CLI::App& root, Run& selected);
void AddHelp(CLI::App& root, Run& selected);
void AddVersion(CLI::App& root, Run& selected);
void AddWhoAmI(CLI::App& root, Run& selected);

void AddCaseOpen(CLI::App& cases, Run& selected);
void AddCaseShow(CLI::App& cases, Run& selected);
void AddCaseList(CLI::App& cases, Run& selected);
void AddCaseUpdate(CLI::App& cases, Run& selected);
void AddCaseAssign(CLI::App& cases, Run& selected);
void AddCaseClose(CLI::App& cases, Run& selected);
void AddCaseReopen(CLI::App& cases, Run& selected);
void AddCaseDo(CLI::App& cases, Run& selected);
// `note`, `contact`, `visit`, `note-verbale` and `decision`.
void AddCaseEntries(CLI::App& cases, Run& selected);
void AddCaseCheck(CLI::App& cases, Run& selected);
void AddCaseChecklist(CLI::App& cases, Run& selected);
void AddCaseTimeline(CLI::App& cases, Run& selected);
void AddCaseCorrect(CLI::App& cases, Run& selected);
void AddCaseMigrateType(CLI::App& cases, Run& selected);
void AddCaseHold(CLI::App& cases, Run& selected);
void AddCaseRelease(CLI::App& cases, Run& selected);
void AddCaseFollow(CLI::App& cases, Run& selected);
void AddCasePartyAdd(CLI::App& parties, Run& selected);
void AddCasePartyUpdate(CLI::App& parties, Run& selected);
void AddCasePartyRemove(CLI::App& parties, Run& selected);
void AddCaseRowAdd(CLI::App& rows, Run& selected);
void AddCaseRowUpdate(CLI::App& rows, Run& selected);
void AddCaseRowRemove(CLI::App& rows, Run& selected);

void AddDeadlineExplain(CLI::App& deadlines, Run& selected);
void AddDeadlineExtend(CLI::App& deadlines, Run& selected);
void AddDeadlineWaive(CLI::App& deadlines, Run& selected);

void AddTypeList(CLI::App& types, Run& selected);
void AddTypeShow(CLI::App& types, Run& selected);
void AddTypeDraw(CLI::App& types, Run& selected);
void AddTypePrint(CLI::App& types, Run& selected);

void AddApprovalList(CLI::App& approvals, Run& selected);
void AddApprovalApprove(CLI::App& approvals, Run& selected);
void AddApprovalRefuse(CLI::App& approvals, Run& selected);

void AddAccessExplain(CLI::App& access, Run& selected);
void AddAccessGrant(CLI::App& access, Run& selected);
void AddAccessRevoke(CLI::App& access, Run& selected);
void AddAccessBreakGlass(CLI::App& access, Run& selected);
void AddAccessReview(CLI::App& access, Run& selected);
void AddAccessList(CLI::App& access, Run& selected);

void AddStaffColleagues(CLI::App& staff, Run& selected);
void AddStaffAdd(CLI::App& staff, Run& selected);
void AddStaffUpdate(CLI::App& staff, Run& selected);
void AddStaffList(CLI::App& staff, Run& selected);
void AddStaffShow(CLI::App& staff, Run& selected);
void AddStaffGrant(CLI::App& staff, Run& selected);
void AddStaffRevoke(CLI::App& staff, Run& selected);
void AddStaffRevokeCertificate(CLI::App& staff, Run& selected);

void AddReportCreate(CLI::App& reports, Run& selected);
void AddReportList(CLI::App& reports, Run& selected);
void AddReportShow(CLI::App& reports, Run& selected);
void AddReportCancel(CLI::App& reports, Run& selected);
void AddReportDownload(CLI::App& reports, Run& selected);
void AddReportVerify(CLI::App& reports, Run& selected);
void AddReportScheduleCreate(CLI::App& schedules, Run& selected);
void AddReportScheduleList(CLI::App& schedules, Run& selected);
void AddReportScheduleEnd(CLI::App& schedules, Run& selected);

void AddAuditList(CLI::App& audit, Run& selected);
void AddAuditCheckpoint(CLI::App& audit, Run& selected);
void AddAuditCheckpoints(CLI::App& audit, Run& selected);
void AddAuditProve(CLI::App& audit, Run& selected);
void AddAuditExport(CLI::App& audit, Run& selected);
void AddAuditVerify(CLI::App& audit, Run& selected);
void AddAuditWitness(CLI::App& audit, Run& selected);

void AddContextList(CLI::App& contexts, Run& selected);
void AddContextUse(CLI::App& contexts, Run& selected);
void AddContextSet(CLI::App& contexts, Run& selected);
void AddContextRename(CLI::App& contexts, Run& selected);
void AddContextDelete(CLI::App& contexts, Run& selected);
void AddContextShow(CLI::App& contexts, Run& selected);

// `erasure` and its commands.
void AddErasureCommands(CLI::App& root, Run& selected);

// `reminder` and its commands.
void AddReminderCommands(CLI::App& root, Run& selected);

// `warning` and its commands.
void AddWarningCommands(CLI::App& root, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_COMMANDS_H_
