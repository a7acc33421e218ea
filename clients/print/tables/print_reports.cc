#include "clients/print/tables/print_reports.h"

#include "absl/strings/str_cat.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

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
  return absl::StrCat(day(ToTime(report.start_time()) + absl::Hours(12)), " – ",
                      day(ToTime(report.end_time()) - absl::Hours(12)));
}

Cell OrderedCell(const v1::Report& report, const TableStyle& style) {
  return {absl::StrCat(style.FullTimeText(report.create_time()), " · ", ShortName(report.requested_by()))};
}

Cell CheckpointCell(const v1::Report& report, const TableStyle& /*style*/) {
  return {report.checkpoint_size() > 0 ? absl::StrCat(report.checkpoint_size()) : ""};
}

Cell ScopeCell(const v1::Report& report, const TableStyle& style) {
  return {ScopeText(report.order(), style)};
}

Cell PeriodCell(const v1::Report& report, const TableStyle& /*style*/) { return {PeriodText(report)}; }

}  // namespace

template <>
absl::Span<const ListColumn<v1::Report>> ColumnsOf<v1::Report>() {
  static constexpr ListColumn<v1::Report> kColumns[] = {
      {"name", "column.report", kShortName},
      {"order.kind", "column.report_kind", kFlexible},
      {"order.mission", "column.report_scope", kFlexible, ScopeCell},
      {"startTime", "column.report_period", kFlexible, PeriodCell},
      {"state", "column.state", kFlexible, StateCell},
      {"createTime", "column.report_ordered", kDispensable | kZoned}};
  return kColumns;
}

std::string TableText(const v1::ListReportsResponse& reports, const TableStyle& style) {
  return ListText(reports.reports(), style);
}

std::string TableText(const v1::Report& report, const TableStyle& style) {
  static constexpr ListColumn<v1::Report> kSheet[] = {
      {"order.kind", "column.report_kind"},
      {"order.mission", "column.report_scope", 0, ScopeCell},
      {"startTime", "column.report_period", 0, PeriodCell},
      {"state", "column.state", 0, StateCell},
      {"createTime", "column.report_ordered", 0, OrderedCell},
      {"finishTime", "column.finish_time"},
      {"checkpointSize", "column.checkpoint_size", 0, CheckpointCell}};
  std::string text = absl::StrCat(OneLine(report.name()), "\n", SheetText(kSheet, report, style, 2));
  if (report.files().empty()) return text;
  Grid files{{{style.messages.Text("column.file")}, {style.messages.Text("column.bytes")}}, {}};
  for (const v1::ReportFile& file : report.files()) {
    files.rows.push_back({{file.name()}, {absl::StrCat(file.size())}});
  }
  return absl::StrCat(text, "\n", GridText(files, style.columns, style.colour, 2));
}

template <>
absl::Span<const ListColumn<v1::ReportSchedule>> ColumnsOf<v1::ReportSchedule>() {
  static constexpr ListColumn<v1::ReportSchedule> kColumns[] = {
      {"name", "column.schedule", kShortName},
      {"order.kind", "column.report_kind", kFlexible},
      {"order.mission", "column.report_scope", kFlexible,
       [](const v1::ReportSchedule& schedule, const TableStyle& style) -> Cell {
         return {ScopeText(schedule.order(), style)};
       }},
      {"interval", "column.report_interval"},
      {"order.language", "column.report_language", kDispensable},
      {"nextTime", "column.report_next", kZoned}};
  return kColumns;
}

std::string TableText(const v1::ListReportSchedulesResponse& schedules, const TableStyle& style) {
  return ListText(schedules.schedules(), style);
}

std::string TableText(const v1::ReportSchedule& schedule, const TableStyle& style) {
  v1::ListReportSchedulesResponse one;
  *one.add_schedules() = schedule;
  return TableText(one, style);
}

}  // namespace arasha::clients
