#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/verify/report/report_recount.h"

namespace arasha::clients {
namespace {

// Numbers of v1.EntryKind.
constexpr int32_t kAttempt = 2;
constexpr int32_t kContact = 3;
constexpr int32_t kVisit = 4;

const v1::DeadlineRule* FindRule(const Register& rows, const std::string& type, const std::string& rule) {
  const auto found = rows.types.find(type);
  if (found == rows.types.end()) return nullptr;
  for (const v1::DeadlineRule& one : found->second.deadlines()) {
    if (one.id() == rule) return &one;
  }
  return nullptr;
}

// What is met while it is paused is met in time.
bool InTime(const DeadlineRow& deadline) {
  return *deadline.met <= deadline.due || (deadline.paused && *deadline.met >= *deadline.paused);
}

bool IsMissed(const DeadlineRow& deadline, absl::Time as_of) {
  return !deadline.waived && deadline.due <= deadline.stopped.value_or(deadline.paused.value_or(as_of));
}

// How a deadline stands; the names are those of the columns.
absl::string_view Standing(const DeadlineRow& deadline, absl::Time as_of) {
  if (deadline.met) return InTime(deadline) ? "met" : "late";
  if (IsMissed(deadline, as_of)) return "missed";
  return deadline.stopped ? "lapsed" : "running";
}

Count Judged(const Counts& counts, const std::string& key) {
  return counts.Sum(key, {"met", "late", "missed"});
}

// Deadlines due in the period, come or not, by whatever the rows of the table are about.
class Standings {
 public:
  Standings(const ReportScope& scope, FigureTable& table) : scope_(scope), table_(table) {}

  void Take(const DeadlineRow& deadline, const std::string& key) {
    for (const char* standing : {"met", "late", "missed", "running", "lapsed"}) {
      if (deadline.settled && standing != Standing(deadline, scope_.as_of)) continue;
      table_.counts.Add(key, standing, deadline.settled);
    }
  }
  void Finish() {
    for (const auto& [key, columns] : table_.counts.rows()) {
      table_.computed[key]["compliance"] =
          Figure::Share(table_.counts.At(key, "met"), Judged(table_.counts, key));
    }
  }

 private:
  const ReportScope& scope_;
  FigureTable& table_;
};

// What the timeline of a case says of its first contact.
struct Timeline {
  std::vector<const EntryRow*> entries;
  int64_t attempts = 0;
  bool settled = true;
};
using Timelines = std::unordered_map<std::string, Timeline>;  // by case

Timelines TimelinesOf(const Register& rows) {
  Timelines timelines;
  for (const EntryRow& entry : rows.entries) {
    if (entry.kind != kAttempt && entry.kind != kContact && entry.kind != kVisit) continue;
    Timeline& timeline = timelines[entry.case_uid];
    timeline.entries.push_back(&entry);
    timeline.attempts += entry.kind == kAttempt ? 1 : 0;
    timeline.settled &= entry.settled;
  }
  return timelines;
}

// In person or not, within the time or later.
constexpr const char* kContacts[2][2] = {{"within_in_person", "within_remote"},
                                         {"later_in_person", "later_remote"}};

class FirstContacts {
 public:
  FirstContacts(const ReportScope& scope, FigureTable& table) : scope_(scope), table_(table) {}

  void Take(const DeadlineRow& deadline, const std::string& mission, const Timeline& timeline);
  void Finish(FigureTable& headlines);

 private:
  // Adds to the mission's row and to the totals.
  void Add(const std::string& mission, const char* column, bool settled, int64_t times = 1) {
    for (const std::string& key : {mission, std::string()}) table_.counts.Add(key, column, settled, times);
  }
  void TakeSettled(const DeadlineRow& deadline, const std::string& mission, const Timeline& timeline);
  Figure MedianOf(const std::string& key) const;

  const ReportScope& scope_;
  FigureTable& table_;
  std::map<std::string, std::vector<double>> seconds_;  // to the first contact, by mission
};

void FirstContacts::Take(const DeadlineRow& deadline, const std::string& mission, const Timeline& timeline) {
  if (deadline.settled && timeline.settled) {
    if (scope_.Holds(deadline.started)) TakeSettled(deadline, mission, timeline);
    return;
  }
  for (const char* column : {"notified", "within_in_person", "within_remote", "later_in_person",
                             "later_remote", "never", "running"}) {
    Add(mission, column, false);
  }
  Add(mission, "attempts", false, timeline.attempts);
}

void FirstContacts::TakeSettled(const DeadlineRow& deadline, const std::string& mission,
                                const Timeline& timeline) {
  bool in_person = false;
  int64_t attempts = 0;
  for (const EntryRow* entry : timeline.entries) {
    if (entry->kind == kAttempt) {
      const bool before = !deadline.met || entry->happened < *deadline.met;
      attempts += before && entry->happened >= deadline.started ? 1 : 0;
    } else if (deadline.met && entry->happened == *deadline.met) {
      in_person |= entry->in_person;
    }
  }
  Add(mission, "notified", true);
  Add(mission, "attempts", true, attempts);
  if (!deadline.met) {
    Add(mission, IsMissed(deadline, scope_.as_of) ? "never" : "running", true);
    return;
  }
  Add(mission, kContacts[InTime(deadline) ? 0 : 1][in_person ? 0 : 1], true);
  for (const std::string& key : {mission, std::string()}) {
    // What met it before it started took no time.
    seconds_[key].push_back(std::max(0.0, absl::ToDoubleSeconds(*deadline.met - deadline.started)));
  }
}

Figure FirstContacts::MedianOf(const std::string& key) const {
  if (!table_.counts.At(key, "notified").exact()) return Figure::Unknown();
  const auto found = seconds_.find(key);
  // Printed in whole seconds.
  return found == seconds_.end() ? Figure::Nothing() : Figure::Median(found->second, 1);
}

void FirstContacts::Finish(FigureTable& headlines) {
  const Counts& counts = table_.counts;
  const auto share_within = [&](const std::string& key) {
    const Count judged =
        counts.Sum(key, {"within_in_person", "within_remote", "later_in_person", "later_remote", "never"});
    return Figure::Share(counts.Sum(key, {"within_in_person", "within_remote"}), judged);
  };
  for (const auto& [key, columns] : counts.rows()) {
    table_.computed[key] = {{"compliance", share_within(key)}, {"median", MedianOf(key)}};
  }
  const Count contacts =
      counts.Sum("", {"within_in_person", "within_remote", "later_in_person", "later_remote"});
  headlines.computed["first_contact.within"]["value"] = share_within("");
  headlines.computed["first_contact.in_person"]["value"] =
      Figure::Share(counts.Sum("", {"within_in_person", "later_in_person"}), contacts);
  headlines.computed["first_contact.never"]["value"] = Figure::Of(counts.At("", "never"));
  headlines.computed["first_contact.median"]["value"] = MedianOf("");
}

}  // namespace

FigureTables RecountDeadlines(const Register& rows, const ReportScope& scope) {
  const Timelines timelines = TimelinesOf(rows);
  FigureTables tables;
  Standings by_mission(scope, tables["by_mission"]);
  Standings by_rule(scope, tables["by_rule"]);
  Standings host_states(scope, tables["host_states"]);
  FirstContacts contacts(scope, tables["first_contact"]);
  for (DeadlineRow deadline : rows.deadlines) {
    const auto matter = rows.cases.find(deadline.case_uid);
    if (matter == rows.cases.end() || IsLeftOut(matter->second)) continue;
    // A case that changed may have been in a compartment, or in none.
    deadline.settled &= matter->second.settled;
    const std::string& mission = matter->second.mission;
    const v1::DeadlineRule* rule = FindRule(rows, matter->second.type, deadline.rule);
    if (rule != nullptr && rule->statistic() == "first_contact") {
      const auto timeline = timelines.find(deadline.case_uid);
      contacts.Take(deadline, mission, timeline == timelines.end() ? Timeline() : timeline->second);
    }
    if (deadline.settled && !scope.Holds(deadline.due)) continue;
    const std::string key = absl::StrCat(matter->second.type, "/", deadline.rule);
    if (rule != nullptr && rule->owed_by_host_state()) {
      host_states.Take(deadline, key);
      continue;
    }
    by_rule.Take(deadline, key);
    by_mission.Take(deadline, mission);
    by_mission.Take(deadline, "");
  }
  for (Standings* standings : {&by_mission, &by_rule, &host_states}) standings->Finish();
  FigureTable& headlines = tables[kHeadlines];
  contacts.Finish(headlines);
  const Counts& all = tables["by_mission"].counts;
  headlines.computed["deadlines.due"]["value"] =
      Figure::Of(all.Sum("", {"met", "late", "missed", "running", "lapsed"}));
  headlines.computed["deadlines.kept"]["value"] = Figure::Share(all.At("", "met"), Judged(all, ""));
  headlines.computed["deadlines.late"]["value"] = Figure::Of(all.At("", "late"));
  headlines.computed["deadlines.missed"]["value"] = Figure::Of(all.At("", "missed"));
  return tables;
}

}  // namespace arasha::clients
