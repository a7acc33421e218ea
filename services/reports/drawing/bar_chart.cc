#include <algorithm>
#include <cmath>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/charts.h"

namespace arasha::reports {
namespace {

constexpr double kThickness = 11;
constexpr double kBetweenParts = 0.8;
constexpr double kBarTextSize = 8;
constexpr double kMostLabelShare = 0.36;  // of the width

RowLabels LabelsOf(const BarChart& chart, const ChartStyle& style, double width) {
  return SetRowLabels(chart.bars, width * kMostLabelShare, kBarTextSize, style.typesetter);
}

double Total(const BarChart& chart, size_t bar) {
  double total = 0;
  for (const Series& series : chart.series) {
    if (bar < series.values.size()) total += series.values[bar];
  }
  return total;
}

// What is told apart by name: the series that have a part in some bar; nothing where there is but one.
std::vector<Series> SeriesToName(const BarChart& chart) {
  std::vector<Series> named;
  if (chart.series.size() < 2) return named;
  std::copy_if(chart.series.begin(), chart.series.end(), std::back_inserter(named), [](const Series& one) {
    return std::any_of(one.values.begin(), one.values.end(), [](double value) { return value > 0; });
  });
  return named;
}

std::string NumberText(const BarChart& chart, double value, Language language) {
  return chart.decimal ? DecimalText(value, language) : CountText(std::llround(value), language);
}

}  // namespace

double HeightOf(const BarChart& chart, const ChartStyle& style, double width) {
  return SeriesHeight(SeriesToName(chart), style, width) +
         LabelsOf(chart, style, width).pitch * static_cast<double>(chart.bars.size()) + 4;
}

void Draw(const BarChart& chart, const ChartStyle& style, Canvas& canvas, const Box& box) {
  const Language language = style.texts.language();
  const std::vector<Series> named = SeriesToName(chart);
  const double names = SeriesHeight(named, style, box.width);
  DrawSeriesNames(named, style, canvas, {box.x, box.y}, box.width, SeriesSign::kSquare);
  const RowLabels labels = LabelsOf(chart, style, box.width);
  double widest_total = 0;
  double most = 1;
  for (size_t bar = 0; bar < chart.bars.size(); ++bar) {
    const double total = Total(chart, bar);
    most = std::max(most, total);
    widest_total = std::max(widest_total,
                            style.typesetter.Width(NumberText(chart, total, language), kBarTextSize, true));
  }
  const double left = box.x + labels.width + 8;
  const double length = box.x + box.width - left - widest_total - 6;
  const double top = box.y + names;
  canvas.Line({left, top}, {left, top + labels.pitch * static_cast<double>(chart.bars.size())}, kRule, 0.6);
  for (size_t bar = 0; bar < chart.bars.size(); ++bar) {
    const double y = top + labels.pitch * static_cast<double>(bar) + (labels.pitch - kThickness) / 2;
    const double baseline = y + kThickness - 2.6;
    DrawRowLabel(labels.lines[bar], kBarTextSize, canvas, {left - 8, y + kThickness / 2});
    double x = left;
    for (const Series& series : chart.series) {
      const double value = bar < series.values.size() ? series.values[bar] : 0;
      if (value <= 0) continue;
      const double width = length * value / most;
      const Color color = ColorOf(series.tone);
      const std::string text = NumberText(chart, value, language);
      // Parts stand apart also where their colours are printed in grey.
      canvas.Rectangle({x, y, width > 3 * kBetweenParts ? width - kBetweenParts : width, kThickness}, color,
                       absl::StrCat(chart.bars[bar], ", ", series.name, ": ", text));
      // A part says its own number where there is room; a bar of one part says it at its end.
      if (chart.series.size() > 1 && style.typesetter.Width(text, kBarTextSize - 1, false) + 6 < width) {
        canvas.Text({x + width / 2, baseline - 0.4}, text,
                    {.size = kBarTextSize - 1, .color = InkOn(color), .anchor = Anchor::kMiddle});
      }
      x += width;
    }
    canvas.Text({x + 4, baseline}, NumberText(chart, Total(chart, bar), language),
                {.size = kBarTextSize, .bold = true});
  }
}

}  // namespace arasha::reports
