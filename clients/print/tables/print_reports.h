#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_REPORTS_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_REPORTS_H_

#include <string>

#include "arasha/v1/reports.pb.h"
#include "clients/print/print_table.h"

// Tables of reports and of the schedules that order them.
namespace arasha::clients {

std::string TableText(const v1::ListReportsResponse& reports, const TableStyle& style);
std::string TableText(const v1::Report& report, const TableStyle& style);
std::string TableText(const v1::ListReportSchedulesResponse& schedules, const TableStyle& style);
std::string TableText(const v1::ReportSchedule& schedule, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_REPORTS_H_
