#include "storage/reports/report_rows.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/keys/kept_fields.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

v1::ReportOrder ReadOrder(const json& row) {
  v1::ReportOrder order;
  ReadClearColumns(row, "", order);
  const json& parameters = row.at("parameters");
  order.set_officer(parameters.value("officer", ""));
  order.set_case_(parameters.value("case", ""));
  order.set_person(parameters.value("person", ""));
  order.set_sample_size(parameters.value("sample_size", 0));
  return order;
}

}  // namespace

std::string ReportKindId(v1::ReportKind kind) { return KeptWord(*v1::ReportKind_descriptor(), kind); }

json OrderParameters(const v1::ReportOrder& order, absl::string_view time_zone) {
  json parameters = {{"time_zone", std::string(time_zone)}};
  if (!order.officer().empty()) parameters["officer"] = order.officer();
  if (!order.case_().empty()) parameters["case"] = order.case_();
  if (!order.person().empty()) parameters["person"] = order.person();
  if (order.sample_size() != 0) parameters["sample_size"] = order.sample_size();
  return parameters;
}

std::string MissionOf(const v1::ReportOrder& order) {
  return std::string(absl::StripPrefix(order.mission(), "missions/"));
}

v1::Report ReadReport(const json& row) {
  v1::Report report;
  ReadClearColumns(row, "", report);
  report.set_name(absl::StrCat("reports/", row.at("uid").get_ref<const std::string&>()));
  *report.mutable_order() = ReadOrder(row);
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
  ReadClearColumns(row, "", schedule);
  schedule.set_name(absl::StrCat("reportSchedules/", row.at("uid").get_ref<const std::string&>()));
  *schedule.mutable_order() = ReadOrder(row);
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

std::string ReportPartPlace(absl::string_view uid, absl::string_view file, int64_t part) {
  return absl::StrCat("report_file/", uid, "/", file, "/", part);
}

}  // namespace arasha::storage
