#include "clients/verify/report/recount_leaves.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace arasha::clients {
namespace {

using nlohmann::json;

constexpr char kByMission[] = "by_mission";

std::string FieldOf(const json& line, const char* column) {
  const auto found = line.find(column);
  if (found == line.end()) return "-";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace

LeafRecount::LeafRecount(const json& report, const ReportScope& scope) : scope_(scope) {
  for (const json& table : report.at("tables")) {
    if (table.at("id") == kLeafList) list_ = &table.at("rows");
    if (table.at("id") == kByMission) missions_add_up_ = table.contains("total");
  }
}

void LeafRecount::Take(int64_t index, const rules::log::Leaf& leaf) {
  const std::string actor(leaf.actor);
  const char* column = leaf.denied                       ? "refused"
                       : rules::log::IsList(leaf.action) ? "lists"
                       : rules::log::IsRead(leaf.action) ? "reads"
                                                         : "writes";
  for (const char* counted : {column, "all"}) {
    people_.Add(actor, counted, true);
    people_.Add("", counted, true);
    actions_.Add(std::string(leaf.action), counted, true);
  }
  TakeMission(leaf);
  if (!leaf.object_uid.empty() && !leaf.denied) cases_.emplace(leaf.object_uid);
  TakeRoles(index, leaf);
  if (list_ != nullptr) CompareLine(index, leaf);
}

void LeafRecount::TakeMission(const rules::log::Leaf& leaf) {
  if (!leaf.mission.empty()) {
    missions_.Add(std::string(leaf.mission), "operations", true);
  } else if (missions_add_up_) {
    missions_.Add("none", "operations", true);
  }
  missions_.Add("", "operations", true);
}

// Each role that it gave or took: `staff/t.bekova/head/IST`.
void LeafRecount::TakeRoles(int64_t index, const rules::log::Leaf& leaf) {
  for (const rules::log::LeafObject& object : leaf.objects) {
    if (object.kind != "role") continue;
    std::vector<absl::string_view> parts = absl::StrSplit(object.key, '/');
    if (parts.size() < 4) continue;
    const std::string mission(parts.back());
    parts.pop_back();
    const std::string role(parts.back());
    parts.pop_back();
    const std::string joined = absl::StrJoin(parts, "/");
    const std::string key = absl::StrCat(index, "/", object.key);
    role_changes_.counts.Add(key, "", true);
    role_changes_.counts.Add(key, "place", true, index);
    role_changes_.texts[key] = {
        {"time", absl::FormatTime(absl::RFC3339_sec, leaf.occurred_time, scope_.zone)},
        {"actor", std::string(absl::StripPrefix(leaf.actor, "staff/"))},
        {"action", std::string(leaf.action)},
        {"holder", std::string(absl::StripPrefix(joined, "staff/"))},
        {"role", role},
        {"mission", mission}};
  }
}

void LeafRecount::CompareLine(int64_t index, const rules::log::Leaf& leaf) {
  if (line_ >= list_->size()) return Differs(index, "place", "-", absl::StrCat(index));
  const json& line = list_->at(line_++);
  std::vector<std::pair<const char*, std::string>> expected = {
      {"place", absl::StrCat(index)},
      {"time", absl::FormatTime(absl::RFC3339_sec, leaf.occurred_time, scope_.zone)},
      {"actor", std::string(absl::StripPrefix(leaf.actor, "staff/"))}};
  // Not every list tells of missions.
  if (line.contains("mission")) {
    expected.emplace_back("mission", leaf.mission.empty() ? "null" : std::string(leaf.mission));
  }
  for (const auto& [column, counted] : expected) {
    if (FieldOf(line, column) != counted) Differs(index, column, FieldOf(line, column), counted);
  }
}

void LeafRecount::Differs(int64_t index, const char* column, std::string claimed, std::string counted) {
  if (list_difference_) return;
  list_difference_ = {kLeafList, absl::StrCat(index), column, std::move(claimed), std::move(counted)};
}

FigureTables LeafRecount::Finish() {
  if (list_ != nullptr && line_ < list_->size()) {
    list_difference_ = {kLeafList, FieldOf(list_->at(line_), "place"), "place",
                        FieldOf(list_->at(line_), "place"), "-"};
  }
  FigureTables tables;
  const auto headline = [&](const char* key, const Count& count) {
    tables[kHeadlines].computed[key]["value"] = Figure::Of(count);
  };
  const auto number = [](size_t size) {
    return Count{static_cast<int64_t>(size), static_cast<int64_t>(size)};
  };
  const Count done = people_.Sum("", {"reads", "writes"});
  headline("activity.operations", people_.At("", "all"));
  headline("activity.changes", people_.At("", "writes"));
  headline("activity.refused", people_.At("", "refused"));
  // Without the row of the totals.
  headline("activity.people", number(people_.rows().empty() ? 0 : people_.rows().size() - 1));
  headline("access.accesses", people_.Sum("", {"reads", "writes", "refused"}));
  headline("access.lists", people_.At("", "lists"));
  headline("access.cases", number(cases_.size()));
  headline("exports.count", done);
  headline("configuration.changes", done);
  tables["by_person"].counts = std::move(people_);
  tables["by_action"].counts = std::move(actions_);
  tables[kByMission].counts = std::move(missions_);
  role_changes_.lists = true;
  tables["role_changes"] = std::move(role_changes_);
  return tables;
}

}  // namespace arasha::clients
