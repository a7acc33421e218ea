#include "absl/strings/str_cat.h"
#include "clients/grid.h"
#include "clients/names.h"
#include "clients/print_table.h"
#include "clients/times.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

std::string KindText(const v1::ReportOrder& order, const TableStyle& style) {
  return style.messages.Text(v1::ReportKind_Name(order.kind()));
}

std::string ScopeText(const v1::ReportOrder& order, const TableStyle& style) {
  std::string text;
  for (const std::string* name : {&order.mission(), &order.case_(), &order.officer(), &order.person()}) {
    if (!name->empty()) absl::StrAppend(&text, text.empty() ? "" : " · ", ShortName(*name));
  }
  return text.empty() ? style.messages.Text("label.all_missions") : text;
}

Cell StateCell(const v1::Report& report, const TableStyle& style) {
  const std::string text = style.messages.Text(v1::ReportState_Name(report.state()));
  switch (report.state()) {
    case v1::REPORT_STATE_DONE:
      return {text, Tone::kGood};
    case v1::REPORT_STATE_FAILED:
      return {text, Tone::kBad};
    case v1::REPORT_STATE_RUNNING:
      return {absl::StrCat(text, " ", report.progress(), " %"), Tone::kWarning};
    default:
      return {text};
  }
}

// The period's days. They begin and end at midnight of the mission's zone, which is not known here; noon of
// them is on the same day in UTC.
std::string PeriodText(const v1::Report& report) {
  const auto day = [](absl::Time noon) { return absl::FormatTime("%Y-%m-%d", noon, absl::UTCTimeZone()); };
  return absl::StrCat(day(FromProto(report.start_time()) + absl::Hours(12)), " – ",
                      day(FromProto(report.end_time()) - absl::Hours(12)));
}

Column Title(const TableStyle& style, absl::string_view key, bool flexible = false,
             bool dispensable = false) {
  return {style.messages.Text(key), flexible, dispensable};
}

}  // namespace

std::string TableText(const v1::ListReportsResponse& reports, const TableStyle& style) {
  Grid grid;
  grid.columns = {Title(style, "column.report"),
                  Title(style, "column.report_kind", true),
                  Title(style, "column.report_scope", true),
                  Title(style, "column.report_period", true),
                  Title(style, "column.state", true),
                  {style.ZonedTitle("column.report_ordered"), false, true}};
  for (const v1::Report& report : reports.reports()) {
    grid.rows.push_back({{std::string(ShortName(report.name()))},
                         {KindText(report.order(), style)},
                         {ScopeText(report.order(), style)},
                         {PeriodText(report)},
                         StateCell(report, style),
                         {style.TimeText(report.create_time())}});
  }
  return GridText(grid, style.columns, style.colour);
}

std::string TableText(const v1::Report& report, const TableStyle& style) {
  Grid facts;
  facts.columns = {{""}, {"", true}};
  const auto add = [&](absl::string_view key, Cell cell) {
    facts.rows.push_back({{style.messages.Text(key)}, std::move(cell)});
  };
  add("column.report_kind", {KindText(report.order(), style)});
  add("column.report_scope", {ScopeText(report.order(), style)});
  add("column.report_period", {PeriodText(report)});
  add("column.state", StateCell(report, style));
  add("column.report_ordered",
      {absl::StrCat(style.FullTimeText(report.create_time()), " · ", ShortName(report.requested_by()))});
  if (report.has_finish_time()) add("column.report_finished", {style.FullTimeText(report.finish_time())});
  if (report.checkpoint_size() > 0) add("column.report_checkpoint", {absl::StrCat(report.checkpoint_size())});
  Grid files;
  files.columns = {Title(style, "column.file"), Title(style, "column.bytes")};
  for (const v1::ReportFile& file : report.files())
    files.rows.push_back({{file.name()}, {absl::StrCat(file.size())}});
  std::string text =
      absl::StrCat(OneLine(report.name()), "\n", GridText(facts, style.columns, style.colour, 2));
  if (report.files_size() > 0) absl::StrAppend(&text, "\n", GridText(files, style.columns, style.colour, 2));
  return text;
}

std::string TableText(const v1::ListReportSchedulesResponse& schedules, const TableStyle& style) {
  Grid grid;
  grid.columns = {Title(style, "column.report_schedule"),
                  Title(style, "column.report_kind", true),
                  Title(style, "column.report_scope", true),
                  Title(style, "column.report_interval"),
                  Title(style, "column.report_language", false, true),
                  {style.ZonedTitle("column.report_next")}};
  for (const v1::ReportSchedule& schedule : schedules.schedules()) {
    grid.rows.push_back({{std::string(ShortName(schedule.name()))},
                         {KindText(schedule.order(), style)},
                         {ScopeText(schedule.order(), style)},
                         {style.messages.Text(v1::ReportInterval_Name(schedule.interval()))},
                         {schedule.order().language()},
                         {schedule.has_next_time() ? style.TimeText(schedule.next_time()) : ""}});
  }
  return GridText(grid, style.columns, style.colour);
}

std::string TableText(const v1::ReportSchedule& schedule, const TableStyle& style) {
  v1::ListReportSchedulesResponse one;
  *one.add_schedules() = schedule;
  return TableText(one, style);
}

}  // namespace arasha::clients
