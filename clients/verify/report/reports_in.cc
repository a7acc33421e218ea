#include "clients/verify/report/reports_in.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "absl/status/statusor.h"
#include "clients/text/file.h"
#include "clients/verify/report/report_proof.h"

namespace arasha::clients {
namespace {

using std::filesystem::path;

bool IsReport(const path& file) {
  const absl::StatusOr<std::string> text = ReadFile(file.string());
  if (!text.ok()) return false;
  const auto read = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return read.is_object() && ReadReportProof(read).ok();
}

}  // namespace

std::vector<std::string> ReportsIn(const std::string& given) {
  std::error_code error;
  if (!std::filesystem::is_directory(given, error)) return {given};
  std::vector<path> entries;
  for (std::filesystem::directory_iterator at(given, error), end; !error && at != end; at.increment(error)) {
    entries.push_back(at->path());
  }
  std::sort(entries.begin(), entries.end());
  std::vector<std::string> reports;
  const path manifest = path(given) / "manifest.json";
  // Where but its signature is left, it is missed, not passed over.
  if (std::filesystem::exists(manifest, error) ||
      std::filesystem::exists(path(given) / "manifest.sig", error)) {
    reports.push_back(manifest.string());
  }
  const bool has_manifest = !reports.empty();
  for (const path& entry : entries) {
    // A link may lead back here.
    if (std::filesystem::is_directory(std::filesystem::symlink_status(entry, error))) {
      const std::vector<std::string> below = ReportsIn(entry.string());
      reports.insert(reports.end(), below.begin(), below.end());
    } else if (!has_manifest && entry.extension() == ".json" && IsReport(entry)) {
      reports.push_back(entry.string());
    }
  }
  return reports;
}

}  // namespace arasha::clients
