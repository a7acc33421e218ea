#include <algorithm>

#include "services/reports/kinds/kind.h"

namespace arasha::reports {
namespace {

constexpr size_t kMostBars = 20;

BarChart ActionChart(const KindContext& context) {
  const Texts& texts = context.texts;
  std::vector<std::pair<std::string, LeafFigures::Kinds>> actions(context.leaves.by_action().begin(),
                                                                  context.leaves.by_action().end());
  std::stable_sort(actions.begin(), actions.end(),
                   [](const auto& a, const auto& b) { return a.second.all() > b.second.all(); });
  if (actions.size() > kMostBars) actions.resize(kMostBars);
  BarChart chart{texts.Text("activity.by_action_chart"),
                 {},
                 {{texts.Text("heading.reads"), Tone::kMain, {}},
                  {texts.Text("heading.lists"), Tone::kMuted, {}},
                  {texts.Text("heading.writes"), Tone::kOther, {}},
                  {texts.Text("heading.refused"), Tone::kBad, {}}}};
  for (const auto& [action, kinds] : actions) {
    chart.bars.push_back(context.names.Action(action).name);
    chart.series[0].values.push_back(static_cast<double>(kinds.reads));
    chart.series[1].values.push_back(static_cast<double>(kinds.lists));
    chart.series[2].values.push_back(static_cast<double>(kinds.changes));
    chart.series[3].values.push_back(static_cast<double>(kinds.denied));
  }
  return chart;
}

Table ActionTable(const KindContext& context) {
  const Texts& texts = context.texts;
  Table table{.id = "by_action",
              .title = texts.Text("activity.by_action"),
              .note = texts.Text("activity.rpc"),
              .columns = {ColumnOf(texts, "action", ColumnKind::kText),
                          {"rpc", "RPC", ColumnKind::kText},
                          ColumnOf(texts, "all", ColumnKind::kCount),
                          ColumnOf(texts, "refused", ColumnKind::kCount)},
              .rows = {}};
  for (const auto& [action, kinds] : context.leaves.by_action()) {
    AddRow(table, action, {context.names.Action(action), action, kinds.all(), kinds.denied});
  }
  return table;
}

Table MissionTable(const KindContext& context) {
  const Texts& texts = context.texts;
  Table table{.id = "by_mission",
              .title = texts.Text("activity.by_mission"),
              .note = "",
              .columns = {ColumnOf(texts, "mission", ColumnKind::kText),
                          ColumnOf(texts, "operations", ColumnKind::kCount)},
              .rows = {}};
  int64_t elsewhere = 0;
  for (const auto& [mission, count] : context.leaves.by_mission()) {
    if (mission.empty()) {
      elsewhere = count;
    } else {
      AddRow(table, mission, {context.names.Mission(mission), count});
    }
  }
  // The key of the totals is empty, so that this row has another.
  if (elsewhere > 0) AddRow(table, "none", {Named{"", texts.Text("activity.no_mission")}, elsewhere});
  table.total = Row{texts.Text("total"), context.leaves.total().all()};
  return table;
}

}  // namespace

absl::Status AddActivity(const KindContext& context, Document& document) {
  const Texts& texts = context.texts;
  const LeafFigures::Kinds& total = context.leaves.total();
  document.headlines = {
      HeadlineOf(texts, "activity.operations", total.all(), Tone::kMain),
      HeadlineOf(texts, "activity.changes", total.changes, Tone::kOther),
      HeadlineOf(texts, "activity.people", PeopleIn(context), Tone::kMain),
      HeadlineOf(texts, "activity.refused", total.denied, total.denied > 0 ? Tone::kBad : Tone::kMuted)};
  Section section{texts.Text("activity.section"), texts.Text("activity.text"), {}};
  AddTimeSeries(OperationsChart(context, kOperations), section);
  section.blocks.emplace_back(ActionChart(context));
  section.blocks.emplace_back(PeopleTable(context, texts.Text("activity.by_actor")));
  section.blocks.emplace_back(ActionTable(context));
  if (context.order.mission.empty()) section.blocks.emplace_back(MissionTable(context));
  document.sections.push_back(std::move(section));
  Explain(texts, "operations", document);
  Explain(texts, "source", document);
  return absl::OkStatus();
}

}  // namespace arasha::reports
