#ifndef ARASHA_STORAGE_REPORTS_REPORT_ROWS_H_
#define ARASHA_STORAGE_REPORTS_REPORT_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "arasha/v1/reports.pb.h"
#include "nlohmann/json.hpp"

// The mapping between reports and rows. Readers throw on a row that breaks the schema's promises.
namespace arasha::storage {

// "deadlines" of REPORT_KIND_DEADLINES.
std::string ReportKindId(v1::ReportKind kind);

// What of an order is neither kind, mission nor language, with the time zone in which its days are counted.
nlohmann::json OrderParameters(const v1::ReportOrder& order, absl::string_view time_zone);
// The code of the order's mission; empty for all.
std::string MissionOf(const v1::ReportOrder& order);

// Rows as row_to_json gives them.
v1::Report ReadReport(const nlohmann::json& row);
v1::ReportSchedule ReadReportSchedule(const nlohmann::json& row);

// The column `files`, and back.
nlohmann::json FilesJson(const std::vector<v1::ReportFile>& files);

// What a sealed part of a file belongs to (vault.h): "report_file/<uid>/deadlines.pdf/0".
std::string ReportPartPlace(absl::string_view uid, absl::string_view file, int64_t part);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_ROWS_H_
