#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/verify/report/report_recount.h"

namespace arasha::clients {
namespace {

// Numbers of v1.EntryKind up to this are what people write.
constexpr int32_t kLastWritten = 6;
constexpr size_t kLeastForSpread = 3;

class Workload {
 public:
  Workload(const Register& rows, const ReportScope& scope, FigureTables& tables)
      : rows_(rows), scope_(scope), missions_(tables["by_mission"]), officers_(tables["by_officer"]) {}

  void Count() {
    CountCases();
    CountOfficers();
    CountEntries();
  }
  void Finish(FigureTable& headlines);

 private:
  void CountCases();
  void CountOfficers();
  void CountEntries();
  // Adds to the mission's row and to the totals.
  void Add(const std::string& mission, const char* column, bool settled) {
    for (const std::string& key : {mission, std::string()}) missions_.counts.Add(key, column, settled);
  }
  Figure Spread() const;

  const Register& rows_;
  const ReportScope& scope_;
  FigureTable& missions_;
  FigureTable& officers_;
  std::map<std::string, std::vector<double>> ages_;  // in seconds, of cases open at the end, by mission
};

void Workload::CountCases() {
  const absl::Time end = std::min(scope_.end, scope_.as_of);
  for (const auto& [uid, matter] : rows_.cases) {
    if (IsLeftOut(matter)) continue;
    const auto open_at = [&m = matter](absl::Time time) {
      return m.received < time && (!m.closed || *m.closed >= time);
    };
    const std::array<std::pair<const char*, bool>, 4> counted = {
        {{"open_start", open_at(scope_.start)},
         {"received", scope_.Holds(matter.received)},
         {"closed", matter.closed && scope_.Holds(*matter.closed)},
         {"open_end", open_at(scope_.end)}}};
    for (const auto& [column, counts] : counted) {
      if (counts || !matter.settled) Add(matter.mission, column, matter.settled);
    }
    if (open_at(scope_.end)) ages_[matter.mission].push_back(absl::ToDoubleSeconds(end - matter.received));
    if (!matter.settled) {
      officers_.counts.MaybeInAnyRow("open");  // Somebody else may have had it.
    } else if (open_at(scope_.end)) {
      officers_.counts.Add(absl::StrCat(matter.assignee, "/", matter.mission), "open", true);
    }
  }
}

void Workload::CountOfficers() {
  // Whether each of a mission's people surely is an officer, not only perhaps.
  std::map<std::string, std::map<std::string, bool>> people;
  for (const RoleRow& role : rows_.roles) {
    if (role.role != "officer" && role.role != "head") continue;
    // Who holds it at all missions counts at none.
    if (role.mission == "-" || !(scope_.missions.empty() || scope_.missions.contains(role.mission))) continue;
    const clients::Count held = HoldersOf(role, rows_, scope_.as_of);
    if (held.most > 0) people[role.mission][role.principal] |= held.exact();
  }
  for (const auto& [mission, of_mission] : people) {
    for (const auto& [name, settled] : of_mission) Add(mission, "officers", settled);
  }
}

void Workload::CountEntries() {
  for (const EntryRow& entry : rows_.entries) {
    if (entry.kind > kLastWritten || !scope_.Holds(entry.recorded)) continue;
    const auto matter = rows_.cases.find(entry.case_uid);
    if (matter == rows_.cases.end() || IsLeftOut(matter->second)) continue;
    // A case that changed may have been in a compartment, or in none.
    const bool settled = entry.settled && matter->second.settled;
    Add(matter->second.mission, "entries", settled);
    officers_.counts.Add(absl::StrCat(entry.author, "/", matter->second.mission), "entries", settled);
  }
}

// Open cases for each officer; nothing if that cannot be told.
std::optional<double> LoadOf(const Counts& missions, const std::string& mission) {
  const clients::Count open = missions.At(mission, "open_end");
  const clients::Count officers = missions.At(mission, "officers");
  if (!open.exact() || !officers.exact() || officers.least == 0) return std::nullopt;
  return static_cast<double>(open.least) / static_cast<double>(officers.least);
}

Figure Workload::Spread() const {
  const Counts& counts = missions_.counts;
  if (!counts.Sum("", {"open_end", "officers"}).exact()) return Figure::Unknown();
  std::vector<double> loads;
  for (const auto& [mission, columns] : counts.rows()) {
    const std::optional<double> load = LoadOf(counts, mission);
    if (load && !mission.empty()) loads.push_back(*load);
  }
  std::sort(loads.begin(), loads.end());
  const double median = loads.empty() ? 0 : loads[loads.size() / 2];
  if (loads.size() < kLeastForSpread || median == 0) return Figure::Nothing();
  return Figure::Decimal(loads.back() / median);
}

void Workload::Finish(FigureTable& headlines) {
  const Counts& counts = missions_.counts;
  for (const auto& [key, columns] : counts.rows()) {
    const std::optional<double> load = LoadOf(counts, key);
    std::map<std::string, Figure>& computed = missions_.computed[key];
    if (!counts.Sum(key, {"open_end", "officers"}).exact()) {
      computed["per_officer"] = Figure::Unknown();
    } else {
      computed["per_officer"] = load ? Figure::Decimal(*load) : Figure::Nothing();
    }
    if (key.empty()) continue;
    // Printed in whole seconds.
    computed["age"] = counts.At(key, "open_end").exact() ? Figure::Median(ages_[key], 1) : Figure::Unknown();
  }
  headlines.computed["workload.received"]["value"] = Figure::Of(counts.At("", "received"));
  headlines.computed["workload.ended"]["value"] = Figure::Of(counts.At("", "closed"));
  headlines.computed["workload.open"]["value"] = Figure::Of(counts.At("", "open_end"));
  headlines.computed["workload.spread"]["value"] = Spread();
}

}  // namespace

FigureTables RecountWorkload(const Register& rows, const ReportScope& scope) {
  FigureTables tables;
  Workload workload(rows, scope, tables);
  workload.Count();
  workload.Finish(tables[kHeadlines]);
  return tables;
}

}  // namespace arasha::clients
