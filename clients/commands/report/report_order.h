#ifndef ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_ORDER_H_
#define ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_ORDER_H_

#include <memory>
#include <string>
#include <type_traits>

#include "absl/status/statusor.h"
#include "arasha/v1/reports.pb.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_reports.h"
#include "clients/session/session.h"

namespace arasha::clients {

// What a report is about, as options of the commands that order one.
struct ReportScopeOptions {
  v1::ReportKind kind = v1::REPORT_KIND_UNSPECIFIED;
  std::string officer;
  std::string case_name;
  std::string person;
  int sample_size = 0;  // 0: as many as the server draws unasked
};

void AddReportScope(CLI::App& command, ReportScopeOptions& options);

// The order, in the language of the session. `--mission` counts where the kind can be about one mission.
absl::StatusOr<v1::ReportOrder> ReportOrderOf(Session& session, const ReportScopeOptions& options);

// `reports/{uuid}` of what was typed, with or without the collection before it; of the beginning or end of a
// uuid, of four characters at least, that of the one report that has it. NOT_FOUND if none has, a usage error
// if several have.
absl::StatusOr<std::string> ReportOf(Session& session, const std::string& typed);

// A command that takes REPORT, asks this of it and prints how it is then.
template <typename Request>
void OnReport(CLI::App& command, Run& selected) {
  auto name = std::make_shared<std::string>();
  AddOption(command, "REPORT", *name,
            "The report: its uuid, or four or more characters of its beginning or end (report list)")
      .Required()
      .Sets("name");
  OnSelect(command, selected, [name](Session& session) -> absl::Status {
    const absl::StatusOr<std::string> full = ReportOf(session, *name);
    if (!full.ok()) return full.status();
    Request request;
    request.set_name(*full);
    const absl::StatusOr<v1::Report> report = session.api().Call(request);
    if (!report.ok()) return report.status();
    session.Print(*report);
    const bool cancels = std::is_same_v<Request, v1::CancelReportRequest>;
    if (cancels && (report->state() == v1::REPORT_STATE_DONE || report->state() == v1::REPORT_STATE_FAILED)) {
      session.Note(session.messages().Text("note.nothing_to_cancel"));
    }
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_ORDER_H_
