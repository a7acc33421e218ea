#include "services/reports/charts.h"

#include <cmath>

namespace arasha::reports {

Scale ScaleFor(double most) {
  constexpr int kSteps = 4;  // about as many as the eye wants
  // Only whole things are counted.
  const double rough = std::max(most / kSteps, 1.0);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough) {
      step = factor * power;
      break;
    }
  }
  return {step, step * std::max(1.0, std::ceil(most / step))};
}

void DrawSeriesRow(const std::vector<Series>& series, const ChartStyle& style, Canvas& canvas,
                   const Point& at) {
  if (series.size() < 2) return;
  constexpr double kSize = 8;
  double x = at.x;
  for (const Series& one : series) {
    canvas.Rectangle({x, at.y + 2, 8, 8}, ColorOf(one.tone), "");
    canvas.Text({x + 12, at.y + 9}, one.name, {.size = kSize});
    x += 12 + style.typesetter.Width(one.name, kSize, false) + 16;
  }
}

}  // namespace arasha::reports
