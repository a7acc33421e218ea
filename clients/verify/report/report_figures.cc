#include "clients/verify/report/report_figures.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arasha::clients {
namespace {

using nlohmann::json;

constexpr char kHeldBack[] = "suppressed";

std::string TextOf(const Figure& figure) {
  if (figure.kind == Figure::Kind::kNothing) return "-";
  if (figure.least == figure.most) return absl::StrCat(figure.least);
  return absl::StrCat(figure.least, "–", figure.most);
}

bool Agrees(const json& cell, const Figure& figure) {
  if (figure.kind == Figure::Kind::kUnknown) return true;
  if (figure.kind == Figure::Kind::kNothing) return cell.is_null();
  if (cell == kHeldBack) return figure.most > 0;
  if (!cell.is_number()) return false;
  const auto value = cell.get<double>();
  const double tolerance =
      cell.is_number_integer() ? std::max(figure.tolerance, figure.whole_tolerance) : figure.tolerance;
  return value >= figure.least - tolerance && value <= figure.most + tolerance;
}

class Comparison {
 public:
  // `complete`: the report must have a row for whatever was counted, and the other way round.
  void CompareTable(const std::string& id, const json& rows, const json* total, const FigureTable& counted,
                    bool complete);
  void Skip(const std::string& id) { check_.not_recomputed.insert(id); }
  FigureCheck Finish() { return std::move(check_); }

 private:
  void CompareRow(const std::string& table, const std::string& key, const json& row,
                  const FigureTable& counted);
  void Differs(const std::string& table, const std::string& key, const std::string& column,
               std::string claimed, std::string counted) {
    if (!check_.difference) check_.difference = {table, key, column, std::move(claimed), std::move(counted)};
  }

  FigureCheck check_;
};

void Comparison::CompareRow(const std::string& table, const std::string& key, const json& row,
                            const FigureTable& counted) {
  const auto computed = counted.computed.find(key);
  if (const auto texts = counted.texts.find(key); texts != counted.texts.end()) {
    for (const auto& [column, text] : texts->second) {
      const json& cell = row.at(column);
      const std::string claimed = cell.is_string() ? cell.get<std::string>() : "";
      ++check_.compared;
      if (claimed != text) Differs(table, key, column, claimed, text);
    }
  }
  for (const auto& [column, cell] : row.items()) {
    std::optional<Figure> figure;
    if (computed != counted.computed.end()) {
      if (const auto found = computed->second.find(column); found != computed->second.end()) {
        figure = found->second;
      }
    }
    // Texts tell what a row is about, and a blank says nothing.
    if (!figure && !cell.is_number() && cell != kHeldBack) continue;
    if (!figure) figure = Figure::Of(counted.counts.At(key, column));
    ++check_.compared;
    if (!figure->exact()) ++check_.inexact;
    if (!Agrees(cell, *figure)) Differs(table, key, column, cell.dump(), TextOf(*figure));
  }
}

void Comparison::CompareTable(const std::string& id, const json& rows, const json* total,
                              const FigureTable& counted, bool complete) {
  std::set<std::string> present;
  for (const json& row : rows) {
    const auto key = row.at("key").get<std::string>();
    if (!complete && !counted.computed.contains(key)) {
      Skip(key);
      continue;
    }
    if (!present.insert(key).second) Differs(id, key, "key", "2", "1");
    if (counted.lists && !counted.counts.rows().contains(key)) Differs(id, key, "", key, "-");
    CompareRow(id, key, row, counted);
  }
  if (total != nullptr) CompareRow(id, "", *total, counted);
  if (!complete) return;
  for (const auto& [key, columns] : counted.counts.rows()) {
    if (key.empty() || present.contains(key)) continue;
    for (const auto& [column, count] : columns) {
      if (count.least > 0) Differs(id, key, column, "-", TextOf(Figure::Of(count)));
    }
  }
}

}  // namespace

Figure Figure::Of(const Count& count) {
  return {Kind::kNumber, static_cast<double>(count.least), static_cast<double>(count.most), 0};
}

Figure Figure::Share(const Count& part, const Count& whole) {
  if (!part.exact() || !whole.exact()) return Unknown();
  if (whole.least == 0) return Nothing();
  return Exact(static_cast<double>(part.least) / static_cast<double>(whole.least));
}

Figure Figure::Median(std::vector<double> values, double tolerance) {
  if (values.empty()) return Nothing();
  std::sort(values.begin(), values.end());
  return Exact((values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2, tolerance);
}

Count Counts::At(const std::string& key, const std::string& column) const {
  Count count;
  if (const auto row = rows_.find(key); row != rows_.end()) {
    if (const auto cell = row->second.find(column); cell != row->second.end()) count = cell->second;
  }
  if (const auto more = in_any_row_.find(column); more != in_any_row_.end()) count.most += more->second;
  if (const auto more = in_any_column_.find(key); more != in_any_column_.end()) count.most += more->second;
  return count;
}

Count Counts::Sum(const std::string& key, std::initializer_list<const char*> columns) const {
  Count sum;
  for (const char* column : columns) sum += At(key, column);
  return sum;
}

FigureCheck CompareFigures(const json& report, const FigureTables& counted) {
  Comparison comparison;
  if (const auto found = counted.find(kHeadlines); found != counted.end()) {
    comparison.CompareTable(kHeadlines, report.at("headlines"), nullptr, found->second, /*complete=*/false);
  }
  for (const json& table : report.at("tables")) {
    const auto id = table.at("id").get<std::string>();
    const auto found = counted.find(id);
    if (found == counted.end()) {
      comparison.Skip(id);
      continue;
    }
    const json* total = table.contains("total") ? &table.at("total") : nullptr;
    comparison.CompareTable(id, table.at("rows"), total, found->second, /*complete=*/true);
  }
  return comparison.Finish();
}

}  // namespace arasha::clients
