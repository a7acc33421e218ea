#include "services/reports/document/document.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"

namespace arasha::reports {
namespace {

bool IsEmpty(const std::vector<Series>& series) {
  return std::all_of(series.begin(), series.end(), [](const Series& one) {
    return std::all_of(one.values.begin(), one.values.end(), [](double value) { return value == 0; });
  });
}

std::string SignNote(const std::string& sign, const char* meaning, const Texts& texts) {
  return texts.Text("sign.line", {{"sign", sign}, {"meaning", texts.Text(meaning)}});
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

Table Printed(const Table& table) {
  Table printed = table;
  for (size_t i = table.columns.size(); i-- > 0;) {
    if (!table.columns[i].on_cover) continue;
    const auto place = static_cast<std::ptrdiff_t>(i);
    const auto drop = [&](Row& row) {
      if (i < row.size()) row.erase(row.begin() + place);
    };
    printed.columns.erase(printed.columns.begin() + place);
    std::for_each(printed.rows.begin(), printed.rows.end(), drop);
    if (printed.total) drop(*printed.total);
  }
  return printed;
}

bool PrintsTotal(const Table& table) { return table.total.has_value() && table.rows.size() > 1; }

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
  std::vector<std::string> notes = NotesOfChart(IsEmpty(chart), chart.note, texts);
  const bool has_gap = std::any_of(chart.cells.begin(), chart.cells.end(), [](const auto& row) {
    return std::any_of(row.begin(), row.end(),
                       [](const std::optional<Share>& cell) { return !cell.has_value(); });
  });
  if (has_gap && !IsEmpty(chart)) notes.push_back(SignNote("–", "sign.none", texts));
  return notes;
}

std::vector<std::string> NotesOf(const Table& table, const Texts& texts) {
  std::vector<std::string> notes;
  const auto printed = static_cast<int64_t>(table.rows.size());
  if (table.stream && table.row_count > printed) {
    notes.push_back(texts.Text("table.cut", {{"printed", CountText(printed, texts.language())},
                                             {"all", CountText(table.row_count, texts.language())}}));
  }
  if (table.rows.empty()) return {texts.Text("table.empty")};
  if (!table.note.empty()) notes.push_back(table.note);
  if (HasCell<Suppressed>(table)) {
    notes.push_back(SignNote(texts.Text("suppressed_sign"), "sign.suppressed", texts));
  }
  if (HasCell<std::monostate>(table)) {
    notes.push_back(SignNote("–", "sign.none", texts));
  }
  return notes;
}

std::vector<Fact> ProofOf(const Document& document, const Texts& texts) {
  const Language language = document.language;
  const Checkpoint& checkpoint = document.checkpoint;
  const SourceSet& source = document.source;
  std::string counted = CountText(source.leaves, language);
  if (source.leaves > 0) {
    absl::StrAppend(&counted, ", ",
                    texts.Text("proof.places", {{"first", CountText(source.first_index, language)},
                                                {"last", CountText(source.last_index, language)}}));
  }
  return {{texts.Text("proof.origin"), checkpoint.origin},
          {texts.Text("proof.size"), CountText(checkpoint.size, language)},
          {texts.Text("proof.root"), absl::BytesToHexString(checkpoint.root)},
          {texts.Text("proof.source"), std::move(counted)},
          {texts.Text("proof.digest"), absl::BytesToHexString(source.digest)}};
}

}  // namespace arasha::reports
