#include <memory>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/report_files.h"
#include "clients/commands/report_order.h"
#include "clients/names.h"

namespace arasha::clients {
namespace {

struct CreateOptions {
  ReportScopeOptions scope;
  ReportFileOptions file;
  std::string from;
  std::string to;
  bool no_wait = false;
};

// The first day of the year in a case's number, `IST-2026-000123`; today's if it is none.
absl::CivilDay YearOf(absl::string_view case_name, absl::CivilDay today) {
  const std::vector<absl::string_view> parts = absl::StrSplit(ShortName(case_name), '-');
  int year = 0;
  return absl::CivilDay(parts.size() == 3 && absl::SimpleAtoi(parts[1], &year) ? year : today.year(), 1, 1);
}

// Without a period, the last whole month, which is what most reports are about; of a case, all of its time.
void SetPeriod(Session& session, const CreateOptions& options, v1::CreateReportRequest& request) {
  const absl::CivilDay today = absl::ToCivilDay(session.environment().now(), session.environment().zone);
  const absl::CivilMonth month(today);
  const std::string& of_case = request.order().case_();
  const bool last_month = options.from.empty() && of_case.empty();
  const absl::CivilDay first = last_month ? absl::CivilDay(month - 1) : YearOf(of_case, today);
  const absl::CivilDay last = last_month ? absl::CivilDay(month) - 1 : today;
  request.set_start_date(options.from.empty() ? absl::FormatCivilTime(first) : options.from);
  request.set_end_date(options.to.empty() ? absl::FormatCivilTime(last) : options.to);
}

absl::Status Create(Session& session, const CreateOptions& options) {
  absl::StatusOr<v1::ReportOrder> order = ReportOrderOf(session, options.scope);
  if (!order.ok()) return order.status();
  v1::CreateReportRequest request;
  *request.mutable_order() = *std::move(order);
  SetPeriod(session, options, request);
  request.set_request_id(session.RequestId());
  session.AddFieldFlag("start_date", "--from");
  session.AddFieldFlag("end_date", "--to");
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
      {"arasha report create deadlines --mission IST --from 2026-01-01 --to 2026-12-31 --out deadlines.pdf",
       "arasha report create statistics --lang kk --format html --out statistics.html",
       "arasha report create access-to-case --case IST-2026-000123 --format all --out audit/",
       "arasha report create access-by-person --person a.omarova --from 2026-11-01 --format xlsx",
       "arasha report create workload --mission - --format csv --table by_mission"});
  auto options = std::make_shared<CreateOptions>();
  AddReportScope(command, options->scope);
  AddOption(command, "--from", options->from,
            "First day; if left out, of the last whole month, or of the year of the case")
      .TypeName("DATE");
  AddOption(command, "--to", options->to,
            "Last day; if left out, of the last whole month, or today with --from or --case")
      .TypeName("DATE");
  AddReportFile(command, options->file);
  AddFlag(command, "--no-wait", options->no_wait, "Only order it; `arasha report download` fetches it");
  OnSelect(command, selected, [options](Session& session) { return Create(session, *options); });
}

}  // namespace arasha::clients
