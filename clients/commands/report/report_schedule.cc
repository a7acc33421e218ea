#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/commands/options.h"
#include "clients/commands/report/report_order.h"
#include "clients/print/tables/print_reports.h"

namespace arasha::clients {
namespace {

struct ScheduleOptions {
  ReportScopeOptions scope;
  v1::ReportInterval every = v1::REPORT_INTERVAL_MONTH;
};

absl::Status Create(Session& session, const ScheduleOptions& options) {
  absl::StatusOr<v1::ReportOrder> order = ReportOrderOf(session, options.scope);
  if (!order.ok()) return order.status();
  v1::CreateReportScheduleRequest request;
  *request.mutable_order() = *std::move(order);
  request.set_interval(options.every);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::ReportSchedule> schedule = session.api().Call(request);
  if (!schedule.ok()) return schedule.status();
  session.Print(*schedule);
  return absl::OkStatus();
}

}  // namespace

void AddReportScheduleCreate(CLI::App& schedules, Run& selected) {
  CLI::App& command = AddCommand(schedules, "create",
                                 "Schedule a recurring report, made after the end of every week or month",
                                 {"arasha report schedule create statistics --every month --lang kk",
                                  "arasha report schedule create deadlines --mission IST --every week"});
  auto options = std::make_shared<ScheduleOptions>();
  AddReportScope(command, options->scope);
  AddEnum(command, "--every", options->every, "How often; month if left out").Sets("interval");
  OnSelect(command, selected, [options](Session& session) { return Create(session, *options); });
}

void AddReportScheduleList(CLI::App& schedules, Run& selected) {
  CLI::App& command = AddCommand(schedules, "list", "List the scheduled reports that you may read",
                                 {"arasha report schedule list"});
  OnSelectList<v1::ReportSchedule>(command, selected, [](Session& session) -> absl::Status {
    const auto listed = session.api().Call(v1::ListReportSchedulesRequest());
    if (!listed.ok()) return listed.status();
    session.Print(*listed);
    return absl::OkStatus();
  });
}

void AddReportScheduleEnd(CLI::App& schedules, Run& selected) {
  CLI::App& command = AddCommand(schedules, "end", "End a schedule; the reports that it ordered stay",
                                 {"arasha report schedule end 01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de"});
  auto name = std::make_shared<std::string>();
  AddOption(command, "SCHEDULE", *name, "The schedule: its uuid, or reportSchedules/{uuid}")
      .Required()
      .Sets("name");
  OnSelect(command, selected, [name](Session& session) -> absl::Status {
    v1::EndReportScheduleRequest request;
    request.set_name(absl::StartsWith(*name, "reportSchedules/") ? *name
                                                                 : absl::StrCat("reportSchedules/", *name));
    absl::StatusOr<v1::ReportSchedule> ended = session.api().Call(request);
    if (!ended.ok()) return ended.status();
    // The server tells when it would have been.
    ended->clear_next_time();
    session.Print(*ended);
    session.Note(session.messages().Text("note.schedule_ended"));
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
