#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"
#include "services/reports/kinds/time_axis.h"

namespace arasha::reports {
namespace {

using storage::DeadlineCount;
using storage::FirstContactCount;

DeadlineCount& operator+=(DeadlineCount& sum, const DeadlineCount& one) {
  sum.met += one.met;
  sum.late += one.late;
  sum.missed += one.missed;
  sum.lapsed += one.lapsed;
  sum.running += one.running;
  return sum;
}

int64_t Judged(const DeadlineCount& count) { return count.met + count.late + count.missed; }

bool IsHostStates(const KindContext& context, const DeadlineCount& count) {
  const auto type = context.names.types().find(count.type);
  if (type == context.names.types().end()) return false;
  for (const v1::DeadlineRule& rule : type->second.deadlines()) {
    if (rule.id() == count.rule) return rule.owed_by_host_state();
  }
  return false;
}

using Sums = std::map<std::string, DeadlineCount>;                                 // by mission
using SumsOfRules = std::map<std::pair<std::string, std::string>, DeadlineCount>;  // by type and rule

void AppendCounts(const DeadlineCount& count, Row& row) {
  row.insert(row.end(), {count.met, count.late, count.missed, count.running, count.lapsed,
                         ShareOf(count.met, Judged(count))});
}

void AppendCountColumns(const Texts& texts, Table& table) {
  for (const char* id : {"met", "late", "missed", "running", "lapsed"}) {
    table.columns.push_back(ColumnOf(texts, id, ColumnKind::kCount));
  }
  table.columns.push_back(ColumnOf(texts, "compliance", ColumnKind::kShare));
}

Table MissionTable(const KindContext& context, const Sums& sums, const DeadlineCount& total) {
  Table table{.id = "by_mission",
              .title = context.texts.Text("deadlines.by_mission"),
              .note = "",
              .columns = {ColumnOf(context.texts, "mission", ColumnKind::kText)},
              .rows = {}};
  AppendCountColumns(context.texts, table);
  for (const auto& [mission, count] : sums) {
    Row row = {context.names.Mission(mission)};
    AppendCounts(count, row);
    AddRow(table, mission, std::move(row));
  }
  AppendCounts(total, table.total.emplace(Row{context.texts.Text("total")}));
  return table;
}

Table RuleTable(const KindContext& context, const SumsOfRules& sums, const std::string& id,
                const std::string& title) {
  Table table{.id = id,
              .title = title,
              .note = "",
              .columns = {ColumnOf(context.texts, "type", ColumnKind::kText),
                          ColumnOf(context.texts, "rule", ColumnKind::kText)},
              .rows = {}};
  AppendCountColumns(context.texts, table);
  for (const auto& [key, count] : sums) {
    Row row = {context.names.Type(key.first), context.names.Rule(key.first, key.second)};
    AppendCounts(count, row);
    AddRow(table, absl::StrCat(key.first, "/", key.second), std::move(row));
  }
  return table;
}

BarChart Bars(const KindContext& context, const Sums& sums) {
  const Texts& texts = context.texts;
  BarChart chart{texts.Text("deadlines.chart"),
                 {},
                 {{texts.Text("heading.met"), Tone::kGood, {}},
                  {texts.Text("heading.late"), Tone::kLate, {}},
                  {texts.Text("heading.missed"), Tone::kBad, {}},
                  {texts.Text("deadlines.not_judged"), Tone::kMuted, {}}}};
  for (const auto& [mission, count] : sums) {
    chart.bars.push_back(context.names.Mission(mission).name);
    const int64_t parts[] = {count.met, count.late, count.missed, count.running + count.lapsed};
    for (size_t i = 0; i < chart.series.size(); ++i) {
      chart.series[i].values.push_back(static_cast<double>(parts[i]));
    }
  }
  KeepLargest(texts, chart);
  return chart;
}

// Of missions over months; of one mission, of its deadlines over months.
HeatMap Map(const KindContext& context, const std::vector<DeadlineCount>& counts) {
  const Texts& texts = context.texts;
  const bool one_mission = !context.order.mission.empty();
  const TimeAxis axis = AxisOf(context.order, /*by_day=*/false);
  std::map<std::string, std::map<std::string, DeadlineCount>> sums;
  for (const DeadlineCount& count : counts) {
    const Named row =
        one_mission ? context.names.Rule(count.type, count.rule) : context.names.Mission(count.mission);
    sums[row.name][count.month] += count;
  }
  HeatMap map{texts.Text(one_mission ? "deadlines.map_by_rule" : "deadlines.map"),
              {},
              axis.labels,
              {},
              texts.Text("deadlines.map.low"),
              texts.Text("deadlines.map.high")};
  std::vector<double> weights;  // of each row
  for (auto& [row, months] : sums) {
    map.rows.push_back(row);
    double& weight = weights.emplace_back();
    for (const auto& [month, count] : months) weight += static_cast<double>(Judged(count));
    std::vector<std::optional<Share>>& cells = map.cells.emplace_back();
    for (const std::string& month : axis.keys) {
      const DeadlineCount& count = months[month];
      const Value share = ShareOf(count.late + count.missed, Judged(count));
      cells.push_back(std::holds_alternative<Share>(share) ? std::optional(std::get<Share>(share))
                                                           : std::nullopt);
    }
  }
  KeepLargest(texts, weights, map);
  return map;
}

Row ContactRow(Value name, const FirstContactCount& count) {
  const int64_t judged = count.notified - count.running;
  return {std::move(name),
          count.notified,
          count.within_in_person,
          count.within_remote,
          count.later_in_person,
          count.later_remote,
          count.never,
          count.running,
          count.failed_attempts,
          ShareOf(count.within_in_person + count.within_remote, judged),
          OptionalValue(count.median)};
}

Section FirstContact(const KindContext& context, const std::vector<FirstContactCount>& contacts) {
  const Texts& texts = context.texts;
  BarChart chart{texts.Text("first_contact.chart"),
                 {},
                 {{texts.Text("heading.within_in_person"), Tone::kGood, {}},
                  {texts.Text("heading.within_remote"), Tone::kMain, {}},
                  {texts.Text("heading.later"), Tone::kLate, {}},
                  {texts.Text("heading.never"), Tone::kBad, {}},
                  {texts.Text("heading.running"), Tone::kMuted, {}}}};
  Table table{.id = "first_contact",
              .title = texts.Text("first_contact.table"),
              .note = "",
              .columns = {ColumnOf(texts, "mission", ColumnKind::kText)},
              .rows = {}};
  for (const char* id : {"notified", "within_in_person", "within_remote", "later_in_person", "later_remote",
                         "never", "running", "attempts"}) {
    table.columns.push_back(ColumnOf(texts, id, ColumnKind::kCount));
  }
  table.columns.push_back(ColumnOf(texts, "compliance", ColumnKind::kShare));
  table.columns.push_back(ColumnOf(texts, "median", ColumnKind::kDuration));
  for (const FirstContactCount& count : contacts) {
    if (count.mission.empty()) {
      table.total = ContactRow(texts.Text("total"), count);
      continue;
    }
    const Named mission = context.names.Mission(count.mission);
    AddRow(table, count.mission, ContactRow(mission, count));
    chart.bars.push_back(mission.name);
    const int64_t parts[] = {count.within_in_person, count.within_remote,
                             count.later_in_person + count.later_remote, count.never, count.running};
    for (size_t i = 0; i < chart.series.size(); ++i) {
      chart.series[i].values.push_back(static_cast<double>(parts[i]));
    }
  }
  KeepLargest(texts, chart);
  return {texts.Text("first_contact.section"),
          texts.Text("first_contact.text"),
          {std::move(chart), std::move(table)}};
}

void ContactHeadlines(const Texts& texts, const FirstContactCount& all, Document& document) {
  const int64_t within = all.within_in_person + all.within_remote;
  const int64_t in_person = all.within_in_person + all.later_in_person;
  const int64_t contacts = within + all.later_in_person + all.later_remote;
  document.headlines.push_back(
      HeadlineOf(texts, "first_contact.within", ShareOf(within, all.notified - all.running), Tone::kGood));
  document.headlines.push_back(
      HeadlineOf(texts, "first_contact.in_person", ShareOf(in_person, contacts), Tone::kOther));
  document.headlines.push_back(
      HeadlineOf(texts, "first_contact.never", all.never, all.never > 0 ? Tone::kBad : Tone::kMuted));
  document.headlines.push_back(
      HeadlineOf(texts, "first_contact.median", OptionalValue(all.median), Tone::kMain));
}

}  // namespace

void AddDeadlines(const KindContext& context, const DeadlineFigures& figures, Document& document) {
  const Texts& texts = context.texts;
  Sums missions;
  SumsOfRules rules;
  SumsOfRules host_states;
  DeadlineCount total;
  std::vector<DeadlineCount> own;
  for (const DeadlineCount& count : figures.counts) {
    if (IsHostStates(context, count)) {
      host_states[{count.type, count.rule}] += count;
      continue;
    }
    missions[count.mission] += count;
    rules[{count.type, count.rule}] += count;
    total += count;
    own.push_back(count);
  }
  document.headlines = {
      HeadlineOf(texts, "deadlines.due", Judged(total) + total.running + total.lapsed, Tone::kMain),
      HeadlineOf(texts, "deadlines.kept", ShareOf(total.met, Judged(total)), Tone::kGood),
      HeadlineOf(texts, "deadlines.late", total.late, Tone::kLate),
      HeadlineOf(texts, "deadlines.missed", total.missed, Tone::kBad)};
  document.sections.push_back(
      {texts.Text("deadlines.section"),
       texts.Text("deadlines.text"),
       {Bars(context, missions), Map(context, own), MissionTable(context, missions, total),
        RuleTable(context, rules, "by_rule", texts.Text("deadlines.by_rule"))}});
  Explain(texts, "deadlines", document);
  if (!figures.contacts.empty() && figures.contacts.front().notified > 0) {
    ContactHeadlines(texts, figures.contacts.front(), document);
    document.sections.push_back(FirstContact(context, figures.contacts));
    Explain(texts, "first_contact", document);
    Explain(texts, "median", document);
  }
  if (!host_states.empty()) {
    document.sections.push_back(
        {texts.Text("deadlines.host"),
         texts.Text("deadlines.host.text"),
         {RuleTable(context, host_states, "host_states", texts.Text("deadlines.host_by_rule"))}});
  }
  Explain(texts, "compartments", document);
  Explain(texts, "source.rows", document);
  Explain(texts, "source", document);
}

std::vector<storage::RuleOfType> RulesOfStatistic(const Names& names, const std::string& statistic) {
  std::vector<storage::RuleOfType> rules;
  for (const auto& [id, type] : names.types()) {
    for (const v1::DeadlineRule& rule : type.deadlines()) {
      if (rule.statistic() == statistic) rules.push_back({id, rule.id()});
    }
  }
  return rules;
}

}  // namespace arasha::reports
