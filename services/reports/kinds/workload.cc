#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"
#include "services/reports/kinds/time_axis.h"

namespace arasha::reports {
namespace {

using storage::CaseFlow;
using storage::MissionLoad;
using storage::OfficerLoad;

double PerOfficer(const MissionLoad& load) {
  return load.officers == 0 ? 0 : static_cast<double>(load.open_after) / static_cast<double>(load.officers);
}

LineChart FlowChart(const KindContext& context, const std::vector<CaseFlow>& flow) {
  const Texts& texts = context.texts;
  const TimeAxis axis = AxisSoFar(context.order, ByDay(context.order));
  std::map<std::string, int64_t> received;
  std::map<std::string, int64_t> ended;
  for (const CaseFlow& one : flow) {
    received[one.when] = one.received;
    ended[one.when] = one.ended;
  }
  return {texts.Text("workload.flow"),
          axis.labels,
          {{texts.Text("heading.received"), Tone::kMain, ValuesAt(axis, received)},
           {texts.Text("heading.closed"), Tone::kOther, ValuesAt(axis, ended)}}};
}

BarChart LoadChart(const KindContext& context, std::vector<MissionLoad> missions) {
  std::stable_sort(missions.begin(), missions.end(),
                   [](const auto& a, const auto& b) { return PerOfficer(a) > PerOfficer(b); });
  BarChart chart{context.texts.Text("workload.chart"),
                 {},
                 {{context.texts.Text("heading.per_officer"), Tone::kMain, {}}}};
  chart.decimal = true;
  for (const MissionLoad& load : missions) {
    if (load.officers == 0) {
      if (load.open_after > 0) chart.note = context.texts.Text("workload.no_officers");
      continue;
    }
    chart.bars.push_back(context.names.Mission(load.mission).name);
    chart.series[0].values.push_back(PerOfficer(load));
  }
  KeepLargest(context.texts, chart);
  return chart;
}

Table MissionTable(const KindContext& context, const std::vector<MissionLoad>& missions,
                   const MissionLoad& total) {
  const Texts& texts = context.texts;
  Table table{.id = "by_mission",
              .title = texts.Text("workload.table"),
              .note = "",
              .columns = {ColumnOf(texts, "mission", ColumnKind::kText)},
              .rows = {}};
  for (const char* id :
       {"open_start", "received", "closed", "open_end", "officers", "per_officer", "entries"}) {
    table.columns.push_back(ColumnOf(texts, id, ColumnKind::kCount));
  }
  table.columns.push_back(ColumnOf(texts, "age", ColumnKind::kDuration));
  const auto row_of = [](Value about, const MissionLoad& load) -> Row {
    return {std::move(about),
            load.open_before,
            load.received,
            load.ended,
            load.open_after,
            load.officers,
            load.officers == 0 ? Value() : Value(Decimal{PerOfficer(load)}),
            load.entries,
            OptionalValue(load.median_age)};
  };
  for (const MissionLoad& load : missions) {
    AddRow(table, load.mission, row_of(context.names.Mission(load.mission), load));
  }
  if (missions.size() > 1) {
    table.total = row_of(texts.Text("total"), total);
    table.total->pop_back();  // Nobody counts the median of all; the ages of missions have no sum.
  }
  return table;
}

Table OfficerTable(const KindContext& context, const std::vector<OfficerLoad>& officers) {
  const Texts& texts = context.texts;
  Table table{
      .id = "by_officer",
      .title = texts.Text("workload.officers"),
      .note = "",
      .columns = {ColumnOf(texts, "officer", ColumnKind::kText),
                  ColumnOf(texts, "mission", ColumnKind::kText), ColumnOf(texts, "open", ColumnKind::kCount),
                  ColumnOf(texts, "entries", ColumnKind::kCount)},
      .rows = {}};
  for (const OfficerLoad& load : officers) {
    Named officer = context.names.Person(load.officer);
    if (load.officer.empty()) officer.name = texts.Text("nobody");
    if (!load.may_act) officer.name = texts.Text("workload.left", {{"officer", officer.name}});
    AddRow(table, absl::StrCat(load.officer, "/", load.mission),
           {std::move(officer), context.names.Mission(load.mission), load.open, load.entries});
  }
  return table;
}

// How uneven: the busiest mission's load over the median one's; nothing for fewer than three missions.
Value Spread(const std::vector<MissionLoad>& missions) {
  std::vector<double> loads;
  for (const MissionLoad& load : missions) {
    if (load.officers > 0) loads.push_back(PerOfficer(load));
  }
  if (loads.size() < 3) return std::monostate{};
  std::sort(loads.begin(), loads.end());
  const double median = loads[loads.size() / 2];
  if (median == 0) return std::monostate{};
  return Decimal{loads.back() / median};
}

}  // namespace

void AddWorkload(const KindContext& context, const WorkloadFigures& figures, Document& document) {
  const Texts& texts = context.texts;
  MissionLoad total;
  for (const MissionLoad& load : figures.missions) {
    total.open_before += load.open_before;
    total.received += load.received;
    total.ended += load.ended;
    total.open_after += load.open_after;
    total.officers += load.officers;
    total.entries += load.entries;
  }
  document.headlines = {HeadlineOf(texts, "workload.received", total.received, Tone::kMain),
                        HeadlineOf(texts, "workload.ended", total.ended, Tone::kOther),
                        HeadlineOf(texts, "workload.open", total.open_after, Tone::kMain)};
  if (const Value spread = Spread(figures.missions); !std::holds_alternative<std::monostate>(spread)) {
    document.headlines.push_back(HeadlineOf(texts, "workload.spread", spread, Tone::kLate));
  }
  const bool of_one = !context.order.mission.empty();
  Section section{texts.Text(of_one ? "workload.section_of_one" : "workload.section"),
                  texts.Text(of_one ? "workload.text_of_one" : "workload.text"),
                  {}};
  AddTimeSeries(FlowChart(context, figures.flow), section);
  if (figures.missions.size() > 1) section.blocks.emplace_back(LoadChart(context, figures.missions));
  std::vector<Table> tables = {MissionTable(context, figures.missions, total)};
  // Of one mission only: with all of them it would be a list of the whole service.
  if (of_one) tables.push_back(OfficerTable(context, figures.officers));
  for (Table& table : tables) {
    for (Column& column : table.columns) column.on_cover = of_one && column.id == "mission";
    section.blocks.emplace_back(std::move(table));
  }
  document.sections.push_back(std::move(section));
  for (const char* key : {"workload", "median", "compartments", "source.rows", "source"})
    Explain(texts, key, document);
}

}  // namespace arasha::reports
