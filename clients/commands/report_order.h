#ifndef ARASHA_CLIENTS_COMMANDS_REPORT_ORDER_H_
#define ARASHA_CLIENTS_COMMANDS_REPORT_ORDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/reports.pb.h"
#include "clients/commands/options.h"
#include "clients/session.h"

namespace arasha::clients {

// What a report is about, as options of the commands that order one.
struct ReportScopeOptions {
  v1::ReportKind kind = v1::REPORT_KIND_UNSPECIFIED;
  std::string officer;
  std::string case_name;
  std::string person;
};

void AddReportScope(CLI::App& command, ReportScopeOptions& options);

// The order, in the language of the session. `--mission` counts where the kind can be about one mission.
absl::StatusOr<v1::ReportOrder> ReportOrderOf(Session& session, const ReportScopeOptions& options);

// `reports/{uuid}` of what was typed, with or without the collection before it.
std::string ReportName(const std::string& typed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_REPORT_ORDER_H_
