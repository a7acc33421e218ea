#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"

namespace arasha::reports {
namespace {

using storage::CaseQuality;
using storage::EntryQuality;

// One mission, one officer of a mission, or all together.
struct Quality {
  CaseQuality cases;
  EntryQuality entries;
  int64_t unassigned = 0;
};

// By the row's key: "IST", or "staff/a.omarova/IST".
using QualityBy = std::map<std::string, Quality>;

// What was found wanting, out of how many that were looked at.
struct Shortfall {
  const char* id;  // of its heading and of its text
  int64_t found = 0;
  int64_t looked_at = 0;
};

std::vector<Shortfall> ShortfallsOf(const Quality& quality) {
  const CaseQuality& cases = quality.cases;
  const EntryQuality& entries = quality.entries;
  return {{"unassigned", quality.unassigned, cases.open},
          {"silent", cases.silent, cases.open},
          {"without_subject", cases.without_subject, cases.open},
          {"without_identifier", cases.without_identifier, cases.open - cases.without_subject},
          {"never_contacted", cases.never_contacted, cases.to_contact},
          {"never_seen", cases.never_seen, cases.to_see},
          {"with_items_owed", cases.with_items_owed, cases.open},
          {"missed_untold", cases.missed_untold, cases.missed},
          {"written_late", entries.late, entries.entries},
          {"before_received", entries.before_received, entries.entries},
          {"corrected", entries.corrected, entries.entries},
          {"late_changes", entries.late_changes, entries.changes}};
}

// Nothing where nothing was looked at.
std::optional<Share> PartOf(const Shortfall& one) {
  if (one.looked_at == 0) return std::nullopt;
  return Share{static_cast<double>(one.found) / static_cast<double>(one.looked_at)};
}

Table ShortfallTable(const Texts& texts, const std::vector<Shortfall>& shortfalls) {
  Table table{.id = "shortfalls",
              .title = texts.Text("quality.table"),
              .note = "",
              .columns = {ColumnOf(texts, "shortfall", ColumnKind::kText),
                          ColumnOf(texts, "found", ColumnKind::kCount),
                          ColumnOf(texts, "looked_at", ColumnKind::kCount),
                          ColumnOf(texts, "share", ColumnKind::kShare)},
              .rows = {}};
  // Where nothing was looked at, zeros would read as if all were well.
  if (std::all_of(shortfalls.begin(), shortfalls.end(), [](const auto& one) { return one.looked_at == 0; })) {
    return table;
  }
  for (const Shortfall& one : shortfalls) {
    AddRow(table, one.id,
           {Named{one.id, texts.Text(absl::StrCat("quality.", one.id))}, one.found, one.looked_at,
            ShareOf(one.found, one.looked_at)});
  }
  return table;
}

// As many missions as stand side by side with their shares on paper.
constexpr size_t kMostMissions = 12;

// Shortfalls by mission, of the missions where most is lacking; by their codes, for names have no room.
HeatMap MissionMap(const KindContext& context, const QualityBy& missions) {
  const Texts& texts = context.texts;
  HeatMap map{texts.Text("quality.map"), {}, {}, {}, texts.Text("quality.low"), texts.Text("quality.high")};
  std::vector<std::pair<double, std::string>> worst;  // the sum of a mission's shares
  for (const auto& [mission, quality] : missions) {
    double& weight = worst.emplace_back(0, mission).first;
    for (const Shortfall& one : ShortfallsOf(quality)) weight += PartOf(one).value_or(Share()).of_one;
  }
  std::stable_sort(worst.begin(), worst.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  if (worst.size() > kMostMissions) {
    worst.resize(kMostMissions);
    map.note = texts.Text("quality.cut",
                          {{"shown", absl::StrCat(kMostMissions)}, {"all", absl::StrCat(missions.size())}});
  }
  for (const auto& [weight, mission] : worst) map.columns.push_back(mission);
  std::sort(map.columns.begin(), map.columns.end());
  for (const Shortfall& one : ShortfallsOf({})) {
    map.rows.push_back(texts.Text(absl::StrCat("heading.", one.id)));
  }
  map.cells.resize(map.rows.size());
  for (const std::string& mission : map.columns) {
    const std::vector<Shortfall> shortfalls = ShortfallsOf(missions.at(mission));
    for (size_t row = 0; row < shortfalls.size(); ++row) map.cells[row].push_back(PartOf(shortfalls[row]));
  }
  return map;
}

// The table's columns beside those that say whom a row is about.
void AddCounts(const Texts& texts, std::initializer_list<const char*> ids, Table& table) {
  for (const char* id : ids) table.columns.push_back(ColumnOf(texts, id, ColumnKind::kCount));
}

// A row tells whom it is about, and then this.
Row WithCases(Row row, const Quality& quality) {
  const CaseQuality& cases = quality.cases;
  for (const int64_t count :
       {cases.open, cases.silent, cases.without_subject, cases.without_identifier, cases.never_contacted,
        cases.never_seen, cases.items_owed, cases.missed, cases.missed_untold}) {
    row.emplace_back(count);
  }
  return row;
}
constexpr std::initializer_list<const char*> kCaseColumns = {
    "open",       "silent",     "without_subject", "without_identifier", "never_contacted",
    "never_seen", "items_owed", "missed",          "missed_untold"};

Row WithEntries(Row row, const Quality& quality) {
  const EntryQuality& entries = quality.entries;
  for (const int64_t count : {entries.entries, entries.late, entries.before_received, entries.corrected,
                              entries.changes, entries.late_changes}) {
    row.emplace_back(count);
  }
  row.push_back(ShareOf(entries.corrected, entries.entries));
  return row;
}
constexpr std::initializer_list<const char*> kEntryColumns = {"entries",   "written_late",  "before_received",
                                                              "corrected", "state_changes", "late_changes"};

// One of cases, and one of entries.
struct Half {
  const char* id;  // of the table by mission, and of its title after "quality."
  const char* by_officer;
  std::initializer_list<const char*> columns;
  Row (*with)(Row row, const Quality& quality);
  // Whether the row has anything to tell.
  bool (*counts)(const Quality& quality);
};

bool HasCases(const Quality& quality) { return quality.cases.open > 0 || quality.cases.missed > 0; }
bool HasEntries(const Quality& quality) { return quality.entries.entries > 0 || quality.entries.changes > 0; }

constexpr Half kCases = {"cases_by_mission", "cases_by_officer", kCaseColumns, &WithCases, &HasCases};
constexpr Half kEntries = {"entries_by_mission", "entries_by_officer", kEntryColumns, &WithEntries,
                           &HasEntries};

Table StartTable(const Texts& texts, const char* id, std::initializer_list<const char*> about,
                 const Half& half) {
  Table table{
      .id = id, .title = texts.Text(absl::StrCat("quality.", id)), .note = "", .columns = {}, .rows = {}};
  for (const char* column : about) table.columns.push_back(ColumnOf(texts, column, ColumnKind::kText));
  AddCounts(texts, half.columns, table);
  if (half.with == &WithEntries) {
    table.columns.push_back(ColumnOf(texts, "corrected_share", ColumnKind::kShare));
  }
  return table;
}

Table MissionTable(const KindContext& context, const QualityBy& missions, const Quality& total,
                   const Half& half) {
  Table table = StartTable(context.texts, half.id, {"mission"}, half);
  for (const auto& [mission, quality] : missions) {
    if (half.counts(quality)) AddRow(table, mission, half.with({context.names.Mission(mission)}, quality));
  }
  if (table.rows.size() > 1) table.total = half.with({context.texts.Text("total")}, total);
  return table;
}

Table OfficerTable(const KindContext& context, const QualityBy& officers, const Half& half) {
  Table table = StartTable(context.texts, half.by_officer, {"officer", "mission"}, half);
  for (const auto& [key, quality] : officers) {
    if (!half.counts(quality)) continue;
    const size_t mission = key.rfind('/');
    Named officer = context.names.Person(key.substr(0, mission));
    if (mission == 0) officer.name = context.texts.Text("nobody");
    AddRow(table, key,
           half.with({std::move(officer), context.names.Mission(key.substr(mission + 1))}, quality));
  }
  for (Column& column : table.columns) {
    column.on_cover = column.id == "mission" && !context.order.mission.empty();
  }
  return table;
}

Section SectionOf(const KindContext& context, const QualityBy& missions, const QualityBy& officers,
                  const Quality& total, const Half& half) {
  return {context.texts.Text(absl::StrCat("quality.section.", half.id)),
          context.texts.Text(absl::StrCat("quality.section.", half.id, ".text")),
          {MissionTable(context, missions, total, half), OfficerTable(context, officers, half)}};
}

// Whether people are reached, or seen, by what meets the deadline.
bool IsMetByContact(const v1::Trigger& trigger) {
  return trigger.has_entry() && (trigger.entry().kind() == "CONTACT" || trigger.entry().kind() == "VISIT");
}
bool IsMetInPerson(const v1::Trigger& trigger) {
  return trigger.has_entry() && (trigger.entry().kind() == "VISIT" || trigger.entry().in_person());
}

void AddOwedItems(const v1::CaseType& type, std::vector<storage::OwedItem>& owed) {
  for (const v1::CheckItem& item : type.checklist()) {
    // Whether it is of concern hangs on what is sealed.
    if (item.when_size() > 0) continue;
    for (const v1::StateRule& state : type.states()) {
      const bool named =
          std::find(item.in_states().begin(), item.in_states().end(), state.id()) != item.in_states().end();
      if (item.in_states_size() == 0 ? !state.final() : named) {
        owed.push_back({type.id(), state.id(), item.id()});
      }
    }
  }
}

}  // namespace

storage::QualityRules QualityRulesOf(const Names& names) {
  storage::QualityRules rules;
  for (const auto& [id, type] : names.types()) {
    AddOwedItems(type, rules.owed);
    bool contact = false;
    bool in_person = false;
    for (const v1::DeadlineRule& rule : type.deadlines()) {
      if (rule.owed_by_host_state()) {
        rules.host_states.push_back({id, rule.id()});
        continue;
      }
      contact |= std::any_of(rule.met_by().begin(), rule.met_by().end(), &IsMetByContact);
      in_person |= std::any_of(rule.met_by().begin(), rule.met_by().end(), &IsMetInPerson);
    }
    if (contact) rules.contacts.push_back({id, in_person});
  }
  return rules;
}

void AddDataQuality(const KindContext& context, const DataQualityFigures& figures, Document& document) {
  const Texts& texts = context.texts;
  Quality total;
  QualityBy missions;
  QualityBy officers;
  for (const CaseQuality& one : figures.cases) {
    const std::string key = absl::StrCat(one.officer, "/", one.mission);
    for (Quality* quality : {&total, &missions[one.mission], &officers[key]}) {
      quality->cases += one;
      if (one.officer.empty()) quality->unassigned += one.open;
    }
  }
  for (const EntryQuality& one : figures.entries) {
    const std::string key = absl::StrCat(one.officer, "/", one.mission);
    for (Quality* quality : {&total, &missions[one.mission], &officers[key]}) quality->entries += one;
  }
  const auto bad = [](int64_t count) { return count > 0 ? Tone::kBad : Tone::kGood; };
  document.headlines = {HeadlineOf(texts, "quality.silent", total.cases.silent, bad(total.cases.silent)),
                        HeadlineOf(texts, "quality.never_contacted", total.cases.never_contacted,
                                   bad(total.cases.never_contacted)),
                        HeadlineOf(texts, "quality.written_late",
                                   ShareOf(total.entries.late, total.entries.entries), Tone::kLate),
                        HeadlineOf(texts, "quality.corrected",
                                   ShareOf(total.entries.corrected, total.entries.entries), Tone::kOther)};
  Section section{texts.Text("quality.section"), texts.Text("quality.text"), {}};
  section.blocks.emplace_back(ShortfallTable(texts, ShortfallsOf(total)));
  if (missions.size() > 1) section.blocks.emplace_back(MissionMap(context, missions));
  document.sections.push_back(std::move(section));
  document.sections.push_back(SectionOf(context, missions, officers, total, kCases));
  document.sections.push_back(SectionOf(context, missions, officers, total, kEntries));
  for (const char* key :
       {"quality", "quality.entries", "compartments", "sealed", "rows_not_recounted", "source"}) {
    Explain(texts, key, document);
  }
}

}  // namespace arasha::reports
