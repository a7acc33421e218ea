#ifndef ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddReportCreate(CLI::App& reports, Run& selected);
void AddReportList(CLI::App& reports, Run& selected);
void AddReportShow(CLI::App& reports, Run& selected);
void AddReportCancel(CLI::App& reports, Run& selected);
void AddReportDownload(CLI::App& reports, Run& selected);
void AddReportVerify(CLI::App& reports, Run& selected);
void AddReportScheduleCreate(CLI::App& schedules, Run& selected);
void AddReportScheduleList(CLI::App& schedules, Run& selected);
void AddReportScheduleEnd(CLI::App& schedules, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_COMMANDS_H_
