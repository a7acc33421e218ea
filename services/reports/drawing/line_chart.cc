#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/charts.h"

namespace arasha::reports {
namespace {

constexpr double kPlotHeight = 120;
constexpr double kBelow = 18;  // labels of points
constexpr double kAbove = 12;  // the label of the peak
constexpr double kLineTextSize = 7.5;

std::string Hint(const std::string& point, const Series& series, double value, Language language) {
  return absl::StrCat(series.name, ", ", point, ": ", CountText(std::llround(value), language));
}

// A single line needs no name.
std::vector<Series> SeriesToName(const LineChart& chart) {
  return chart.series.size() < 2 ? std::vector<Series>() : chart.series;
}

// Every n-th label, so that they do not touch.
size_t LabelStride(const LineChart& chart, const ChartStyle& style, double step) {
  double widest = 0;
  for (const std::string& label : chart.points) {
    widest = std::max(widest, style.typesetter.Width(label, kLineTextSize, false));
  }
  return std::max<size_t>(1, static_cast<size_t>(std::ceil((widest + 8) / std::max(step, 0.01))));
}

}  // namespace

double HeightOf(const LineChart& chart, const ChartStyle& style, double width) {
  return SeriesHeight(SeriesToName(chart), style, width) + kAbove + kPlotHeight + kBelow;
}

void Draw(const LineChart& chart, const ChartStyle& style, Canvas& canvas, const Box& box) {
  const Language language = style.texts.language();
  const std::vector<Series> named = SeriesToName(chart);
  const double names = SeriesHeight(named, style, box.width);
  DrawSeriesNames(named, style, canvas, {box.x, box.y}, box.width, SeriesSign::kLine);
  double most = 0;
  for (const Series& series : chart.series) {
    for (const double value : series.values) most = std::max(most, value);
  }
  const Scale scale = ScaleFor(most);
  // Labels of the first and the last point stand under them, and within the page.
  const auto half_label = [&](size_t i) {
    return i < chart.points.size() ? style.typesetter.Width(chart.points[i], kLineTextSize, false) / 2 : 0.0;
  };
  const double left =
      box.x +
      std::max(style.typesetter.Width(CountText(std::llround(scale.top), language), kLineTextSize, false) + 6,
               half_label(0));
  const double right = box.x + box.width - std::max(6.0, half_label(chart.points.size() - 1));
  const double top = box.y + names + kAbove;
  const double bottom = top + kPlotHeight;
  const auto y_of = [&](double value) { return bottom - kPlotHeight * value / scale.top; };

  for (double at = 0; at <= scale.top + scale.step / 2; at += scale.step) {
    canvas.Line({left, y_of(at)}, {right, y_of(at)}, at == 0 ? kRule : kGrid, 0.6);
    canvas.Text({left - 4, y_of(at) + 2.6}, CountText(std::llround(at), language),
                {.size = kLineTextSize, .color = kFaintInk, .anchor = Anchor::kEnd});
  }
  const size_t count = chart.points.size();
  if (count == 0) return;
  const double step = count > 1 ? (right - left) / static_cast<double>(count - 1) : 0;
  const auto x_of = [&](size_t i) {
    return count > 1 ? left + step * static_cast<double>(i) : (left + right) / 2;
  };
  const size_t stride = LabelStride(chart, style, step);
  for (size_t i = 0; i < count; i += stride) {
    canvas.Text({x_of(i), bottom + 11}, chart.points[i],
                {.size = kLineTextSize, .color = kFaintInk, .anchor = Anchor::kMiddle});
  }
  for (size_t number = 0; number < chart.series.size(); ++number) {
    const Series& series = chart.series[number];
    const Color color = ColorOf(series.tone);
    std::vector<Point> line;
    for (size_t i = 0; i < std::min(count, series.values.size()); ++i) {
      line.push_back({x_of(i), y_of(series.values[i])});
    }
    if (chart.series.size() == 1 && line.size() > 1) {
      std::vector<Point> area = line;
      area.push_back({line.back().x, bottom});
      area.push_back({line.front().x, bottom});
      canvas.Polygon(area, color, 0.12);
    }
    if (line.size() > 1) canvas.Polyline(line, color, 1.4, IsDashed(number));
    for (size_t i = 0; i < line.size(); ++i) {
      canvas.Dot(line[i], count > 45 ? 0.9 : 1.7, color,
                 Hint(chart.points[i], series, series.values[i], language));
    }
    const auto peak = std::max_element(series.values.begin(), series.values.end());
    if (peak == series.values.end() || *peak == 0) continue;
    const size_t i = static_cast<size_t>(peak - series.values.begin());
    if (i >= line.size()) continue;
    const Anchor anchor = i == 0 && count > 1           ? Anchor::kStart
                          : i + 1 == count && count > 1 ? Anchor::kEnd
                                                        : Anchor::kMiddle;
    canvas.Text({line[i].x, line[i].y - 5}, CountText(std::llround(*peak), language),
                {.size = kLineTextSize, .bold = true, .color = color, .anchor = anchor});
  }
}

}  // namespace arasha::reports
