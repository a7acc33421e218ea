#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"
#include "services/reports/kinds/time_axis.h"

namespace arasha::reports {
namespace {

// Places of the rows that weigh most, in order.
std::vector<size_t> LargestOf(const std::vector<double>& weights) {
  std::vector<size_t> places(weights.size());
  std::iota(places.begin(), places.end(), size_t{0});
  if (places.size() <= kMostChartRows) return places;
  std::stable_sort(places.begin(), places.end(), [&](size_t a, size_t b) { return weights[a] > weights[b]; });
  places.resize(kMostChartRows);
  std::sort(places.begin(), places.end());
  return places;
}

template <typename T>
void KeepOnly(const std::vector<size_t>& places, std::vector<T>& values) {
  std::vector<T> kept;
  for (const size_t place : places) kept.push_back(std::move(values[place]));
  values = std::move(kept);
}

std::string WithCut(const Texts& texts, size_t all, const std::string& note) {
  const std::string cut =
      texts.Text("chart.cut", {{"shown", absl::StrCat(kMostChartRows)}, {"all", absl::StrCat(all)}});
  return note.empty() ? cut : absl::StrCat(cut, " ", note);
}

}  // namespace

void KeepLargest(const Texts& texts, BarChart& chart) {
  if (chart.bars.size() <= kMostChartRows) return;
  std::vector<double> weights(chart.bars.size());
  for (const Series& series : chart.series) {
    for (size_t i = 0; i < weights.size(); ++i) weights[i] += series.values[i];
  }
  chart.note = WithCut(texts, chart.bars.size(), chart.note);
  const std::vector<size_t> places = LargestOf(weights);
  KeepOnly(places, chart.bars);
  for (Series& series : chart.series) KeepOnly(places, series.values);
}

void KeepLargest(const Texts& texts, const std::vector<double>& weights, HeatMap& chart) {
  if (chart.rows.size() <= kMostChartRows) return;
  chart.note = WithCut(texts, chart.rows.size(), chart.note);
  const std::vector<size_t> places = LargestOf(weights);
  KeepOnly(places, chart.rows);
  KeepOnly(places, chart.cells);
}

Column ColumnOf(const Texts& texts, const std::string& id, ColumnKind kind) {
  return {id, texts.Text(absl::StrCat("heading.", id)), kind};
}

void Explain(const Texts& texts, const std::string& key, Document& document) {
  document.method.push_back(
      {texts.Text(absl::StrCat("method.", key)), texts.Text(absl::StrCat("method.", key, ".text"))});
}

Headline HeadlineOf(const Texts& texts, const std::string& id, Value value, Tone tone) {
  return {id, texts.Text(id), std::move(value), tone};
}

void AddRow(Table& table, std::string key, Row row) {
  table.keys.push_back(std::move(key));
  table.rows.push_back(std::move(row));
}

Value ShareOf(int64_t part, int64_t whole) {
  if (whole == 0) return std::monostate{};
  return Share{static_cast<double>(part) / static_cast<double>(whole)};
}

Value OptionalValue(const std::optional<absl::Duration>& duration) {
  if (!duration) return std::monostate{};
  return *duration;
}

int64_t PeopleIn(const KindContext& context) {
  return static_cast<int64_t>(context.leaves.by_actor().size());
}

absl::StatusOr<Table> LeafTable(const KindContext& context, const std::string& title, LeafAbout about) {
  const Texts& texts = context.texts;
  Table table{
      .id = "leaves",
      .title = title,
      .note = "",
      .columns = {ColumnOf(texts, "place", ColumnKind::kCount), ColumnOf(texts, "time", ColumnKind::kTime),
                  ColumnOf(texts, "actor", ColumnKind::kText), ColumnOf(texts, "action", ColumnKind::kText)},
      .rows = {}};
  if (about == LeafAbout::kCase) table.columns.push_back(ColumnOf(texts, "case", ColumnKind::kText));
  if (about == LeafAbout::kMission) table.columns.push_back(ColumnOf(texts, "mission", ColumnKind::kText));
  table.columns.push_back(ColumnOf(texts, "outcome", ColumnKind::kText));
  const auto row_of = [&names = context.names, &texts, about](const storage::ReportedLeaf& leaf) -> Row {
    Row row = {leaf.index, leaf.occurred, names.Person(leaf.actor), names.Action(leaf.action)};
    if (about == LeafAbout::kCase) row.emplace_back(leaf.case_number);
    if (about == LeafAbout::kMission) {
      row.push_back(leaf.mission.empty() ? Value() : Value(names.Mission(leaf.mission)));
    }
    const char* outcome = leaf.denied ? "AUDIT_DECISION_DENIED" : "AUDIT_DECISION_DONE";
    row.emplace_back(Named{outcome, texts.Text(outcome)});
    return row;
  };
  const absl::Status printed = context.spool->List(kPrintedRows, [&](const storage::ReportedLeaf& leaf) {
    table.rows.push_back(row_of(leaf));
    return absl::OkStatus();
  });
  if (!printed.ok()) return printed;
  table.row_count = context.leaves.total().all();
  table.stream = [spool = context.spool, row_of, count = table.row_count](RowSink sink) {
    return spool->List(count, [&](const storage::ReportedLeaf& leaf) { return sink(row_of(leaf)); });
  };
  return table;
}

Table PeopleTable(const KindContext& context, const std::string& title) {
  const Texts& texts = context.texts;
  Table table{
      .id = "by_person",
      .title = title,
      .note = "",
      .columns = {ColumnOf(texts, "actor", ColumnKind::kText), ColumnOf(texts, "reads", ColumnKind::kCount),
                  ColumnOf(texts, "lists", ColumnKind::kCount), ColumnOf(texts, "writes", ColumnKind::kCount),
                  ColumnOf(texts, "refused", ColumnKind::kCount), ColumnOf(texts, "all", ColumnKind::kCount)},
      .rows = {}};
  std::vector<std::pair<std::string, LeafFigures::Kinds>> people(context.leaves.by_actor().begin(),
                                                                 context.leaves.by_actor().end());
  std::stable_sort(people.begin(), people.end(),
                   [](const auto& a, const auto& b) { return a.second.all() > b.second.all(); });
  for (const auto& [actor, kinds] : people) {
    AddRow(table, actor,
           {context.names.Person(actor), kinds.reads, kinds.lists, kinds.changes, kinds.denied, kinds.all()});
  }
  const LeafFigures::Kinds& total = context.leaves.total();
  table.total = Row{texts.Text("total"), total.reads, total.lists, total.changes, total.denied, total.all()};
  return table;
}

LineChart OperationsChart(const KindContext& context, const SeriesTitles& titles) {
  const bool by_day = ByDay(context.order);
  const TimeAxis axis = AxisSoFar(context.order, by_day);
  return {context.texts.Text(by_day ? titles.by_day : titles.by_month),
          axis.labels,
          {{context.texts.Text("heading.operations"), Tone::kMain, ValuesAt(axis, context.leaves.by_day())}}};
}

void AddTimeSeries(LineChart chart, Section& section) {
  if (chart.points.size() != 1) section.blocks.emplace_back(std::move(chart));
}

}  // namespace arasha::reports
