#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/charts.h"

namespace arasha::reports {
namespace {

constexpr double kGap = 1.2;
constexpr double kHeader = 14;
constexpr double kScaleRow = 20;
constexpr double kCellTextSize = 7.5;
constexpr double kColumnSize = 6.5;         // of labels side by side
constexpr double kMostRowLabelShare = 0.3;  // of the width
constexpr double kWidestCell = 64;

RowLabels LabelsOf(const HeatMap& chart, const ChartStyle& style, double width) {
  return SetRowLabels(chart.rows, width * kMostRowLabelShare, kCellTextSize, style.typesetter);
}

void DrawScale(const HeatMap& chart, const ChartStyle& style, Canvas& canvas, double x, double y) {
  constexpr int kSteps = 10;
  constexpr double kStep = 12;
  const TextStyle faint = {.size = kCellTextSize, .color = kFaintInk};
  canvas.Text({x, y + 7.5}, chart.low, faint);
  x += style.typesetter.Width(chart.low, kCellTextSize, false) + 6;
  for (int i = 0; i < kSteps; ++i) {
    canvas.Rectangle({x, y, kStep, 9}, HeatColor(static_cast<double>(i) / (kSteps - 1)), "");
    x += kStep;
  }
  canvas.Text({x + 6, y + 7.5}, chart.high, faint);
}

}  // namespace

double HeightOf(const HeatMap& chart, const ChartStyle& style, double width) {
  return kHeader + LabelsOf(chart, style, width).pitch * static_cast<double>(chart.rows.size()) + kScaleRow;
}

void Draw(const HeatMap& chart, const ChartStyle& style, Canvas& canvas, const Box& box) {
  if (chart.columns.empty()) return;
  const RowLabels labels = LabelsOf(chart, style, box.width);
  const double left = box.x + labels.width + 8;
  const double pitch =
      std::min(kWidestCell, (box.x + box.width - left) / static_cast<double>(chart.columns.size()));
  for (size_t column = 0; column < chart.columns.size(); ++column) {
    const double x = left + pitch * static_cast<double>(column);
    canvas.Text({x + pitch / 2, box.y + kHeader - 5},
                style.typesetter.Fitted(chart.columns[column], pitch - 2, kColumnSize, false),
                {.size = kColumnSize, .color = kFaintInk, .anchor = Anchor::kMiddle});
  }
  for (size_t row = 0; row < chart.rows.size(); ++row) {
    const double y = box.y + kHeader + labels.pitch * static_cast<double>(row);
    const double height = labels.pitch - kGap;
    DrawRowLabel(labels.lines[row], kCellTextSize, canvas, {left - 8, y + height / 2});
    for (size_t column = 0; column < chart.columns.size(); ++column) {
      const std::optional<Share>& cell = chart.cells[row][column];
      const double x = left + pitch * static_cast<double>(column);
      const Box place = {x, y, pitch - kGap, height};
      const Color color = cell ? HeatColor(cell->of_one) : kWhite;
      const std::string text = cell ? ShareText(cell->of_one, style.texts.language()) : "–";
      canvas.Rectangle(place, color, absl::StrCat(chart.rows[row], ", ", chart.columns[column], ": ", text));
      canvas.Text(
          {x + (pitch - kGap) / 2, y + height / 2 + 2.7},
          style.typesetter.Fitted(text, pitch - 2, kCellTextSize - 0.5, false),
          {.size = kCellTextSize - 0.5, .color = cell ? InkOn(color) : kFaintInk, .anchor = Anchor::kMiddle});
    }
  }
  DrawScale(chart, style, canvas, left,
            box.y + kHeader + labels.pitch * static_cast<double>(chart.rows.size()) + 7);
}

}  // namespace arasha::reports
