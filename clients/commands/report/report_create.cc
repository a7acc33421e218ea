#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/report/report_files.h"
#include "clients/commands/report/report_order.h"
#include "clients/print/tables/print_reports.h"

namespace arasha::clients {
namespace {

struct CreateOptions {
  ReportScopeOptions scope;
  ReportFileOptions file;
  std::string from;
  std::string to;
  bool no_wait = false;
};

absl::Status Create(Session& session, const CreateOptions& options) {
  if (absl::Status s = CheckReportFile(options.file, !options.no_wait); !s.ok()) return s;
  absl::StatusOr<v1::ReportOrder> order = ReportOrderOf(session, options.scope);
  if (!order.ok()) return order.status();
  v1::CreateReportRequest request;
  *request.mutable_order() = *std::move(order);
  // After the order, which says whose days they are.
  if (!options.from.empty()) {
    const absl::StatusOr<std::string> day = session.DayOf(options.from, DayUse::kPast);
    if (!day.ok()) return day.status();
    request.set_start_date(*day);
  }
  if (!options.to.empty()) {
    const absl::StatusOr<std::string> day = session.DayOf(options.to, DayUse::kPast);
    if (!day.ok()) return day.status();
    request.set_end_date(*day);
    const absl::StatusOr<std::string> today = session.DayOf("today", DayUse::kPast);
    if (today.ok() && *today < *day) {
      session.Note(session.messages().Text("note.period_ahead", {{"day", *day}}));
    }
  }
  request.set_request_id(session.RequestId());
  absl::StatusOr<v1::Report> report = session.api().Call(request);
  if (!report.ok()) return report.status();
  if (!options.no_wait) {
    report = AwaitReport(session, *std::move(report));
    if (!report.ok()) return report.status();
    if (absl::Status s = FetchReport(session, *report, options.file); !s.ok()) return s;
  }
  session.Print(*report);
  return absl::OkStatus();
}

}  // namespace

void AddReportCreate(CLI::App& reports, Run& selected) {
  CLI::App& command = AddCommand(
      reports, "create", "Have a report made, wait for it and fetch it",
      {"arasha report create deadlines --mission IST --from 1.1.2026 --to 31.12.2026 --out deadlines.pdf",
       "arasha report create statistics --lang kk --format html --out statistics.html",
       "arasha report create access-to-case --case IST-2026-000123 --format all --out audit/",
       "arasha report create access-by-person --person a.omarova --from 2026-11-01 --format xlsx",
       "arasha report create workload --mission - --format csv --table by_mission",
       "arasha report create review-sample --mission IST --from 1.1.2026 --to 31.12.2026 --format all --out "
       "review/"});
  auto options = std::make_shared<CreateOptions>();
  AddReportScope(command, options->scope);
  AddOption(command, "--from", options->from,
            "First day (arasha help times); if left out, of the year of the case, of the month of --to, or "
            "of the last whole month")
      .TypeName("DATE")
      .Sets("start_date");
  AddOption(
      command, "--to", options->to,
      "Last day (arasha help times); if left out, today with --from or --case, else of the last whole month")
      .TypeName("DATE")
      .Sets("end_date");
  AddReportFile(command, options->file);
  AddFlag(command, "--no-wait", options->no_wait, "Only order it; `arasha report download` fetches it");
  OnSelect(command, selected, [options](Session& session) { return Create(session, *options); });
}

}  // namespace arasha::clients
