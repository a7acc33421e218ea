#include "services/reports/document/document.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"

namespace arasha::reports {
namespace {

bool IsEmpty(const std::vector<Series>& series) {
  return std::all_of(series.begin(), series.end(), [](const Series& one) {
    return std::all_of(one.values.begin(), one.values.end(), [](double value) { return value == 0; });
  });
}

std::vector<std::string> NotesOfChart(bool empty, const std::string& note, const Texts& texts) {
  if (!note.empty()) return {note};
  if (empty) return {texts.Text("table.empty")};
  return {};
}

template <typename Kind>
bool HasCell(const Table& table) {
  const auto has = [&table](const Row& row) {
    // A text that is missing says so by being missing.
    for (size_t i = 0; i < std::min(row.size(), table.columns.size()); ++i) {
      if (table.columns[i].kind != ColumnKind::kText && std::holds_alternative<Kind>(row[i])) return true;
    }
    return false;
  };
  return std::any_of(table.rows.begin(), table.rows.end(), has) || (table.total && has(*table.total));
}

}  // namespace

absl::Status ForEachRow(const Table& table, RowSink sink) {
  if (table.stream) return table.stream(sink);
  for (const Row& row : table.rows) {
    if (absl::Status s = sink(row); !s.ok()) return s;
  }
  return absl::OkStatus();
}

std::vector<const Table*> TablesOf(const Document& document) {
  std::vector<const Table*> tables;
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      if (const auto* table = std::get_if<Table>(&block)) tables.push_back(table);
    }
  }
  return tables;
}

bool IsEmpty(const LineChart& chart) { return chart.points.empty() || IsEmpty(chart.series); }
bool IsEmpty(const BarChart& chart) { return chart.bars.empty() || IsEmpty(chart.series); }
bool IsEmpty(const HeatMap& chart) {
  return std::all_of(chart.cells.begin(), chart.cells.end(), [](const auto& row) {
    return std::none_of(row.begin(), row.end(),
                        [](const std::optional<Share>& cell) { return cell.has_value(); });
  });
}

std::vector<std::string> NotesOf(const LineChart& chart, const Texts& texts) {
  return NotesOfChart(IsEmpty(chart), "", texts);
}
std::vector<std::string> NotesOf(const BarChart& chart, const Texts& texts) {
  return NotesOfChart(IsEmpty(chart), chart.note, texts);
}
std::vector<std::string> NotesOf(const HeatMap& chart, const Texts& texts) {
  return NotesOfChart(IsEmpty(chart), "", texts);
}

std::vector<std::string> NotesOf(const Table& table, const Texts& texts) {
  std::vector<std::string> notes;
  const auto printed = static_cast<int64_t>(table.rows.size());
  if (table.stream && table.row_count > printed) {
    notes.push_back(texts.Text("table.cut", {{"printed", CountText(printed, texts.language())},
                                             {"all", CountText(table.row_count, texts.language())}}));
  }
  if (table.rows.empty()) notes.push_back(texts.Text("table.empty"));
  if (!table.note.empty()) notes.push_back(table.note);
  if (HasCell<Suppressed>(table)) {
    notes.push_back(absl::StrCat(texts.Text("suppressed_sign"), " – ", texts.Text("sign.suppressed")));
  }
  if (!table.rows.empty() && HasCell<std::monostate>(table)) {
    notes.push_back(absl::StrCat("– : ", texts.Text("sign.none")));
  }
  return notes;
}

}  // namespace arasha::reports
