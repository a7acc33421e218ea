#include "storage/reports/report_rows.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/timestamps.h"
#include "storage/postgres/encoding.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

void SetTime(const json& value, google::protobuf::Timestamp* into) {
  *into = ToTimestamp(ParseTimeText(value.get_ref<const std::string&>()));
}

v1::ReportOrder ReadOrder(const json& row) {
  v1::ReportOrder order;
  order.set_kind(ReportKindOf(row.at("kind").get_ref<const std::string&>()));
  if (!row.at("mission").is_null()) {
    order.set_mission(absl::StrCat("missions/", row.at("mission").get_ref<const std::string&>()));
  }
  const json& parameters = row.at("parameters");
  order.set_officer(parameters.value("officer", ""));
  order.set_case_(parameters.value("case", ""));
  order.set_person(parameters.value("person", ""));
  order.set_language(row.at("language").get<std::string>());
  return order;
}

v1::ReportState StateOf(const std::string& state) {
  v1::ReportState found = v1::REPORT_STATE_UNSPECIFIED;
  v1::ReportState_Parse(absl::StrCat("REPORT_STATE_", absl::AsciiStrToUpper(state)), &found);
  return found;
}

}  // namespace

std::string ReportKindId(v1::ReportKind kind) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::ReportKind_Name(kind), "REPORT_KIND_"));
}

v1::ReportKind ReportKindOf(absl::string_view id) {
  v1::ReportKind kind = v1::REPORT_KIND_UNSPECIFIED;
  v1::ReportKind_Parse(absl::StrCat("REPORT_KIND_", absl::AsciiStrToUpper(id)), &kind);
  return kind;
}

json OrderParameters(const v1::ReportOrder& order, absl::string_view time_zone) {
  json parameters = {{"time_zone", std::string(time_zone)}};
  if (!order.officer().empty()) parameters["officer"] = order.officer();
  if (!order.case_().empty()) parameters["case"] = order.case_();
  if (!order.person().empty()) parameters["person"] = order.person();
  return parameters;
}

std::string MissionOf(const v1::ReportOrder& order) {
  return std::string(absl::StripPrefix(order.mission(), "missions/"));
}

v1::Report ReadReport(const json& row) {
  v1::Report report;
  report.set_name(absl::StrCat("reports/", row.at("uid").get_ref<const std::string&>()));
  *report.mutable_order() = ReadOrder(row);
  SetTime(row.at("start_time"), report.mutable_start_time());
  SetTime(row.at("end_time"), report.mutable_end_time());
  report.set_state(StateOf(row.at("state").get_ref<const std::string&>()));
  report.set_progress(row.at("progress").get<int>());
  report.set_requested_by(row.at("requested_by").get<std::string>());
  SetTime(row.at("create_time"), report.mutable_create_time());
  if (!row.at("finish_time").is_null()) SetTime(row.at("finish_time"), report.mutable_finish_time());
  if (!row.at("tree_size").is_null()) report.set_checkpoint_size(row.at("tree_size").get<int64_t>());
  if (!row.at("schedule").is_null()) {
    report.set_schedule(absl::StrCat("reportSchedules/", row.at("schedule").get_ref<const std::string&>()));
  }
  if (row.at("files").is_null()) return report;
  for (const json& file : row.at("files")) {
    v1::ReportFile* added = report.add_files();
    added->set_name(file.at("name").get<std::string>());
    added->set_format(static_cast<v1::ReportFormat>(file.at("format").get<int>()));
    added->set_size(file.at("size").get<int64_t>());
    added->set_sha256(absl::HexStringToBytes(file.at("sha256").get_ref<const std::string&>()));
  }
  return report;
}

v1::ReportSchedule ReadReportSchedule(const json& row) {
  v1::ReportSchedule schedule;
  schedule.set_name(absl::StrCat("reportSchedules/", row.at("uid").get_ref<const std::string&>()));
  *schedule.mutable_order() = ReadOrder(row);
  schedule.set_interval(row.at("every") == "week" ? v1::REPORT_INTERVAL_WEEK : v1::REPORT_INTERVAL_MONTH);
  schedule.set_requested_by(row.at("requested_by").get<std::string>());
  SetTime(row.at("create_time"), schedule.mutable_create_time());
  SetTime(row.at("next_time"), schedule.mutable_next_time());
  return schedule;
}

json FilesJson(const std::vector<v1::ReportFile>& files) {
  json list = json::array();
  for (const v1::ReportFile& file : files) {
    list.push_back({{"name", file.name()},
                    {"format", static_cast<int>(file.format())},
                    {"size", file.size()},
                    {"sha256", absl::BytesToHexString(file.sha256())}});
  }
  return list;
}

}  // namespace arasha::storage
