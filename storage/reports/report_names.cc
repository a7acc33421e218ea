#include "storage/reports/report_names.h"

#include <pqxx/pqxx>

namespace arasha::storage {
namespace {

constexpr absl::string_view kMissions = "SELECT code, name_kk, name_ru, name_en FROM mission";
constexpr absl::string_view kDefinitions =
    "SELECT DISTINCT ON (id) definition FROM case_type ORDER BY id, version DESC";

}  // namespace

absl::StatusOr<std::map<std::string, v1::LocalisedText>> ReadMissionNames(Connection& reporter) {
  auto result = reporter.Execute(kMissions, {});
  if (!result.ok()) return result.status();
  std::map<std::string, v1::LocalisedText> names;
  for (const auto& row : *result) {
    v1::LocalisedText& name = names[row[0].c_str()];
    name.set_kk(row[1].c_str());
    name.set_ru(row[2].c_str());
    name.set_en(row[3].c_str());
  }
  return names;
}

absl::StatusOr<std::vector<std::string>> ReadCaseTypes(Connection& reporter) {
  auto result = reporter.Execute(kDefinitions, {});
  if (!result.ok()) return result.status();
  std::vector<std::string> definitions;
  for (const auto& row : *result) definitions.emplace_back(row[0].c_str());
  return definitions;
}

}  // namespace arasha::storage
