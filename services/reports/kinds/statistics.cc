#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "proto/trigger_keys.h"
#include "services/reports/kinds/kind.h"
#include "services/reports/kinds/suppression.h"
#include "services/reports/kinds/time_axis.h"

namespace arasha::reports {
namespace {

using storage::CategoryCount;
using storage::CountingRule;

constexpr size_t kMostMonths = 13;  // side by side on paper

// The columns: months until now, or years where the months are too many; a zero in a month to come would be
// read as a count.
TimeAxis ColumnsOf(const Order& order) {
  TimeAxis axis = AxisSoFar(order, /*by_day=*/false);
  if (axis.keys.empty()) axis = AxisOf(order, /*by_day=*/false);
  if (axis.keys.size() <= kMostMonths) return axis;
  TimeAxis years;
  for (const std::string& key : axis.keys) {
    const std::string year = key.substr(0, 4);
    if (years.keys.empty() || years.keys.back() != year) years.keys.push_back(year);
  }
  years.labels = years.keys;
  return years;
}

// Every category that the catalogue counts, also where nothing happened. By their ids, in every language: CSV
// is the same bytes in each.
std::vector<std::string> CategoriesOf(const Names& names) {
  std::set<std::string> categories;
  for (const CountingRule& rule : CountingRules(names)) categories.insert(rule.category);
  return {categories.begin(), categories.end()};
}

// With the word that it counts persons, where the catalogue says so.
Named CategoryOf(const KindContext& context, const std::string& category) {
  bool persons = false;
  bool events = false;
  for (const CountingRule& rule : CountingRules(context.names)) {
    if (rule.category == category) (rule.persons ? persons : events) = true;
  }
  Named named = context.names.Category(category);
  if (persons) {
    named.name = context.texts.Text(events ? "statistics.persons_and_events" : "statistics.persons",
                                    {{"category", named.name}});
  }
  return named;
}

// `published`: by category, over the months.
Table CategoryTable(const KindContext& context, const std::vector<std::string>& categories,
                    const std::vector<PublishedCounts>& published, const TimeAxis& months) {
  const Texts& texts = context.texts;
  Table table{
      .id = "statistics",
      .title = texts.Text(months.keys.front().size() == 4 ? "statistics.table_of_years" : "statistics.table"),
      .note = "",
      .columns = {ColumnOf(texts, "category", ColumnKind::kText)},
      .rows = {}};
  for (size_t i = 0; i < months.keys.size(); ++i) {
    table.columns.push_back({months.keys[i], months.labels[i], ColumnKind::kCount});
  }
  if (months.keys.size() > 1) table.columns.push_back({"total", texts.Text("total"), ColumnKind::kCount});
  for (size_t row = 0; row < categories.size(); ++row) {
    Row cells = {CategoryOf(context, categories[row])};
    cells.insert(cells.end(), published[row].cells.begin(), published[row].cells.end());
    if (months.keys.size() > 1) cells.push_back(published[row].total);
    AddRow(table, categories[row], std::move(cells));
  }
  return table;
}

BarChart CategoryChart(const KindContext& context, const std::vector<std::string>& categories,
                       const std::vector<PublishedCounts>& published) {
  BarChart chart{
      context.texts.Text("statistics.chart"), {}, {{context.texts.Text("total"), Tone::kMain, {}}}};
  for (size_t row = 0; row < categories.size(); ++row) {
    const auto* total = std::get_if<int64_t>(&published[row].total);
    if (total == nullptr) chart.note = context.texts.Text("statistics.no_bar");
    if (total == nullptr || *total == 0) continue;
    chart.bars.push_back(CategoryOf(context, categories[row]).name);
    chart.series[0].values.push_back(static_cast<double>(*total));
  }
  return chart;
}

// Of a catalogue's rules, those that count cases as they are received; what they count adds up to all of
// them.
std::set<std::string> ReceiptCategories(const Names& names) {
  std::set<std::string> categories;
  for (const CountingRule& rule : CountingRules(names)) {
    if (rule.event.empty() && rule.entry_kind == v1::ENTRY_KIND_UNSPECIFIED) categories.insert(rule.category);
  }
  return categories;
}

// What is published: by category, and by host state.
PublishedReceipts PublishFigures(const Names& names, const std::vector<std::string>& categories,
                                 const std::vector<std::vector<int64_t>>& counts,
                                 const std::vector<storage::HostStateCount>& host_states) {
  const std::set<std::string> of_receipts = ReceiptCategories(names);
  std::vector<std::vector<int64_t>> receipts;
  for (size_t i = 0; i < categories.size(); ++i) {
    if (of_receipts.contains(categories[i])) receipts.push_back(counts[i]);
  }
  std::vector<int64_t> received;
  for (const storage::HostStateCount& count : host_states) received.push_back(count.received);
  PublishedReceipts published = PublishReceipts(receipts, received);
  // No total over the others is printed, for one event may count in several.
  for (size_t i = 0; i < categories.size(); ++i) {
    if (of_receipts.contains(categories[i])) continue;
    published.categories.insert(published.categories.begin() + static_cast<std::ptrdiff_t>(i),
                                Publish(counts[i]));
  }
  return published;
}

// Each state is a row of its own; their total is the figure of the cover.
Table HostStateTable(const KindContext& context, const std::vector<storage::HostStateCount>& counts,
                     const PublishedCounts& published) {
  const Texts& texts = context.texts;
  Table table{.id = "by_host_state",
              .title = texts.Text("statistics.by_state"),
              .note = "",
              .columns = {ColumnOf(texts, "host_state", ColumnKind::kText),
                          ColumnOf(texts, "received", ColumnKind::kCount)},
              .rows = {}};
  for (size_t i = 0; i < counts.size(); ++i) {
    AddRow(table, counts[i].host_state, {context.names.Country(counts[i].host_state), published.cells[i]});
  }
  if (!counts.empty()) table.total = Row{texts.Text("total"), published.total};
  return table;
}

}  // namespace

void AddStatistics(const KindContext& context, const StatisticsFigures& figures, Document& document) {
  const Texts& texts = context.texts;
  const TimeAxis months = ColumnsOf(context.order);
  const std::vector<std::string> categories = CategoriesOf(context.names);
  std::vector<std::vector<int64_t>> counts(categories.size(), std::vector<int64_t>(months.keys.size()));
  for (const CategoryCount& count : figures.categories) {
    const auto row = std::find(categories.begin(), categories.end(), count.category);
    const auto column =
        std::find(months.keys.begin(), months.keys.end(), count.month.substr(0, months.keys.front().size()));
    if (row == categories.end() || column == months.keys.end()) continue;
    counts[static_cast<size_t>(row - categories.begin())]
          [static_cast<size_t>(column - months.keys.begin())] += count.count;
  }
  const auto [published, states] = PublishFigures(context.names, categories, counts, figures.host_states);
  document.headlines = {HeadlineOf(texts, "statistics.cases", states.total, Tone::kMain)};
  if (std::holds_alternative<Suppressed>(states.total)) {
    document.facts.push_back({texts.Text("suppressed_sign"), texts.Text("sign.suppressed")});
  }
  Section section{texts.Text("statistics.section"), texts.Text("statistics.text"), {}};
  // Zeros are in the table, which tells more of them than an empty chart would.
  BarChart chart = CategoryChart(context, categories, published);
  if (!chart.bars.empty() || !chart.note.empty()) section.blocks.emplace_back(std::move(chart));
  section.blocks.emplace_back(CategoryTable(context, categories, published, months));
  section.blocks.emplace_back(HostStateTable(context, figures.host_states, states));
  document.sections.push_back(std::move(section));
  for (const char* key : {"statistics", "suppression", "public", "source.rows", "source"})
    Explain(texts, key, document);
}

std::vector<CountingRule> CountingRules(const Names& names) {
  std::vector<CountingRule> rules;
  for (const auto& [id, type] : names.types()) {
    for (const v1::StatisticsRule& rule : type.statistics()) {
      CountingRule counting;
      counting.type = id;
      counting.category = rule.category();
      counting.persons = rule.persons();
      counting.event = rule.on().transition();
      if (rule.on().has_entry()) {
        const v1::EntryTrigger& entry = rule.on().entry();
        v1::EntryKind kind = v1::ENTRY_KIND_UNSPECIFIED;
        v1::Direction direction = v1::DIRECTION_UNSPECIFIED;
        v1::EntryKind_Parse(absl::StrCat("ENTRY_KIND_", entry.kind()), &kind);
        v1::Direction_Parse(absl::StrCat("DIRECTION_", entry.direction()), &direction);
        counting.entry_kind = kind;
        counting.in_person = entry.in_person();
        counting.direction = direction;
        counting.key = CountedKey(rule);
        for (const v1::FieldValue& value : rule.unless()) {
          counting.unless.push_back(EntryValueKey(entry.kind(), value));
        }
      }
      v1::PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;
      v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", rule.party_role()), &role);
      counting.party_role = role;
      rules.push_back(std::move(counting));
    }
  }
  return rules;
}

}  // namespace arasha::reports
