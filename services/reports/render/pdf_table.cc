#include "services/reports/render/pdf_table.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "services/reports/document/value_text.h"
#include "services/reports/drawing/cairo_canvas.h"
#include "services/reports/render/column_layout.h"

namespace arasha::reports {
namespace {

constexpr double kPadding = 3.4;                           // above and below
constexpr size_t kLeastLines = 3;                          // of a table on either side of a break
constexpr double kTallest = (kBodyBottom - kBodyTop) / 4;  // a line

}  // namespace

PdfTable::PdfTable(const Table& table, const Texts& texts, absl::TimeZone zone, const Typesetter& typesetter)
    : typesetter_(typesetter) {
  const ColumnLayout layout = LayOutColumns(table, texts, zone, typesetter, kBodyWidth);
  gutter_ = layout.gutter;
  heading_.rule = kFaintInk;
  heading_.rule_width = 0.8;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    Add(heading_, table.columns[i], layout.widths[i],
        {.text = table.columns[i].title, .size = layout.heading_size, .bold = true, .color = kFaintInk});
  }
  const auto line_of = [&](const Row& values, bool bold) {
    Line line;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      Add(line, table.columns[i], layout.widths[i],
          {.text = i < values.size() ? ValueText(values[i], texts, zone) : "",
           .size = layout.size,
           .bold = bold});
    }
    return line;
  };
  bool band = false;
  for (const Row& values : table.rows) {
    Line line = line_of(values, false);
    line.rule = kGrid;
    line.rule_width = 0.5;
    line.band = std::exchange(band, !band);
    AddRow(std::move(line));
  }
  if (PrintsTotal(table)) {
    Line total = line_of(*table.total, true);
    total.rule = kFaintInk;
    total.rule_width = 0.8;
    lines_.push_back(std::move(total));
  }
}

void PdfTable::AddRow(Line row) {
  const auto height_of = [&](const Line& line) {
    double height = 0;
    for (const Typesetter::Paragraph& cell : line.cells) {
      if (!cell.text.empty()) height = std::max(height, typesetter_.Height(cell));
    }
    return height;
  };
  row.part = row.height > kTallest;
  while (row.height > kTallest) {
    Line& line = lines_.emplace_back(row);
    line.rule_width = 0;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      line.cells[i] = typesetter_.Take(row.cells[i], kTallest - kPadding);
    }
    line.height = height_of(line) + (line.continues ? 0 : kPadding);
    row.height = height_of(row) + kPadding;
    row.continues = true;
  }
  lines_.push_back(std::move(row));
}

void PdfTable::Add(Line& line, const Column& column, double width, Typesetter::Paragraph cell) const {
  cell.width = width;
  if (!IsText(column)) cell.anchor = Anchor::kEnd;
  cell.leading = 1.0;
  line.height = std::max(line.height, typesetter_.Height(cell) + 2 * kPadding);
  line.cells.push_back(std::move(cell));
}

PdfPages::DrawAt PdfTable::Drawing(const Line& line) const {
  return [line, gutter = gutter_, &typesetter = typesetter_](cairo_t* cairo, double y) {
    CairoCanvas canvas(cairo, typesetter);
    if (line.band) canvas.Rectangle({kMargin, y, kBodyWidth, line.height}, kBand, "");
    double x = kMargin;
    for (const Typesetter::Paragraph& cell : line.cells) {
      typesetter.Draw(cairo, cell, x, y + (line.continues ? 0 : kPadding));
      x += cell.width + gutter;
    }
    if (line.rule_width == 0) return;
    canvas.Line({kMargin, y + line.height}, {kMargin + kBodyWidth, y + line.height}, line.rule,
                line.rule_width);
  };
}

bool PdfTable::MayBreakBefore(size_t line) const {
  if (line == 0 || line >= lines_.size()) return false;
  if (lines_[line].part || lines_[line - 1].part) return true;
  return line >= kLeastLines && line + kLeastLines <= lines_.size();
}

double PdfTable::GroupHeight(size_t first) const {
  double height = 0;
  for (size_t i = first; i < lines_.size() && (i == first || !MayBreakBefore(i)); ++i) {
    height += lines_[i].height;
  }
  return height;
}

double PdfTable::RoomFor(size_t first, double following) const {
  size_t end = first + 1;
  while (end < lines_.size() && !MayBreakBefore(end)) ++end;
  return GroupHeight(first) + (end >= lines_.size() ? following : 0);
}

double PdfTable::BeginningHeight(double following) const { return heading_.height + RoomFor(0, following); }

void PdfTable::Place(PdfPages& pages, double following) const {
  const auto repeated =
      std::make_shared<const PdfPages::Repeated>(PdfPages::Repeated{heading_.height, Drawing(heading_)});
  pages.Keep(BeginningHeight(following));
  pages.Place(heading_.height, repeated->draw);
  for (size_t i = 0; i < lines_.size(); ++i) {
    if (MayBreakBefore(i)) pages.BreakUnder(repeated, RoomFor(i, following));
    pages.Place(lines_[i].height, Drawing(lines_[i]));
  }
}

}  // namespace arasha::reports
