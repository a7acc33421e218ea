#include <algorithm>

#include "absl/strings/str_cat.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "clients/verify/report/report_recount.h"
#include "proto/trigger_keys.h"

namespace arasha::clients {
namespace {

// How many subjects a case has; one without any was still about somebody.
using Subjects = std::unordered_map<std::string, Count>;          // by case
using RolesOfParties = std::unordered_map<std::string, int32_t>;  // by party

Count SubjectsOf(const Subjects& subjects, const std::string& case_uid) {
  const auto found = subjects.find(case_uid);
  const Count count = found == subjects.end() ? Count() : found->second;
  return {std::max<int64_t>(1, count.least), std::max<int64_t>(1, count.most)};
}

bool IsEntry(const v1::StatisticsRule& rule, const EntryRow& entry, const RolesOfParties& roles) {
  if (!rule.on().transition().empty()) {
    return entry.kind == v1::ENTRY_KIND_TRANSITION && entry.event == rule.on().transition();
  }
  if (!rule.on().has_entry()) return false;
  const v1::EntryTrigger& wanted = rule.on().entry();
  v1::EntryKind kind;
  if (!v1::EntryKind_Parse(absl::StrCat("ENTRY_KIND_", wanted.kind()), &kind) || entry.kind != kind)
    return false;
  if (wanted.in_person() && !entry.in_person) return false;
  v1::Direction direction;
  if (v1::Direction_Parse(absl::StrCat("DIRECTION_", wanted.direction()), &direction) &&
      entry.direction != direction) {
    return false;
  }
  const auto says = [&](const std::string& key) {
    return std::find(entry.triggers.begin(), entry.triggers.end(), key) != entry.triggers.end();
  };
  if (const std::string key = CountedKey(rule); !key.empty() && !says(key)) return false;
  if (std::any_of(rule.unless().begin(), rule.unless().end(),
                  [&](const v1::FieldValue& value) { return says(EntryValueKey(wanted.kind(), value)); })) {
    return false;
  }
  v1::PartyRole role;
  if (!v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", rule.party_role()), &role)) return true;
  const auto party = roles.find(entry.party_uid);
  return party != roles.end() && party->second == role;
}

class Categories {
 public:
  Categories(const Register& rows, const ReportScope& scope, Counts& counts)
      : rows_(rows), scope_(scope), counts_(counts) {
    for (const PartyRow& party : rows.parties) {
      roles_[party.uid] = party.role;
      if (party.role != v1::PARTY_ROLE_SUBJECT) continue;
      Count& count = subjects_[party.case_uid];
      if (party.settled && !party.removed) ++count.least;
      if (!party.settled || !party.removed) ++count.most;
    }
  }

  void CountCases();
  void CountEntries();

 private:
  const google::protobuf::RepeatedPtrField<v1::StatisticsRule>& RulesOf(const CaseRow& matter) const {
    const auto type = rows_.types.find(matter.type);
    const v1::CaseType& found = type == rows_.types.end() ? v1::CaseType::default_instance() : type->second;
    return found.statistics();
  }
  void Add(const v1::StatisticsRule& rule, absl::Time time, const std::string& case_uid, bool settled);

  const Register& rows_;
  const ReportScope& scope_;
  Subjects subjects_;
  RolesOfParties roles_;
  Counts& counts_;
};

// By month and by year: whichever the report has for columns.
void Categories::Add(const v1::StatisticsRule& rule, absl::Time time, const std::string& case_uid,
                     bool settled) {
  Count count = rule.persons() ? SubjectsOf(subjects_, case_uid) : Count{1, 1};
  if (!settled) count.least = 0;
  for (const char* column : {"%Y-%m", "%Y", "total"}) {
    counts_.Add(rule.category(), absl::FormatTime(column, time, scope_.zone), count);
  }
}

void Categories::CountCases() {
  for (const auto& [uid, matter] : rows_.cases) {
    for (const v1::StatisticsRule& rule : RulesOf(matter)) {
      if (!rule.on().opened()) continue;
      if (!matter.settled) {
        // It may have been received at another time than it is now said to.
        counts_.MaybeInAnyColumn(rule.category(), rule.persons() ? SubjectsOf(subjects_, uid).most : 1);
      } else if (scope_.Holds(matter.received)) {
        Add(rule, matter.received, uid, true);
      }
    }
  }
}

void Categories::CountEntries() {
  for (const EntryRow& entry : rows_.entries) {
    const auto matter = rows_.cases.find(entry.case_uid);
    if (matter == rows_.cases.end() || !scope_.Holds(entry.happened)) continue;
    for (const v1::StatisticsRule& rule : RulesOf(matter->second)) {
      if (IsEntry(rule, entry, roles_)) Add(rule, entry.happened, entry.case_uid, entry.settled);
    }
  }
}

}  // namespace

FigureTables RecountStatistics(const Register& rows, const ReportScope& scope) {
  FigureTables tables;
  Categories categories(rows, scope, tables["statistics"].counts);
  categories.CountCases();
  categories.CountEntries();
  Counts& states = tables["by_host_state"].counts;
  for (const auto& [uid, matter] : rows.cases) {
    if (!matter.settled) {
      states.MaybeInAnyRow("received");
    } else if (scope.Holds(matter.received)) {
      states.Add(matter.host_state, "received", true);
      states.Add("", "received", true);
    }
  }
  tables[kHeadlines].computed["statistics.cases"]["value"] = Figure::Of(states.At("", "received"));
  return tables;
}

}  // namespace arasha::clients
