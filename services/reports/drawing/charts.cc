#include "services/reports/drawing/charts.h"

#include <algorithm>
#include <array>
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

namespace {

constexpr double kNameSize = 8;
constexpr double kNameRow = 14;
constexpr double kBelowNames = 2;
// From row to row, with labels on one line, two or three. As many rows as a chart draws at most fit a page.
constexpr std::array<double, 3> kRowPitch = {17, 22, 25.5};

// Where each name stands, from the upper left corner.
std::vector<Point> PlacesOf(const std::vector<Series>& series, const ChartStyle& style, double width) {
  std::vector<Point> places;
  Point at;
  for (const Series& one : series) {
    const double needed = 12 + style.typesetter.Width(one.name, kNameSize, false);
    if (at.x > 0 && at.x + needed > width) at = {0, at.y + kNameRow};
    places.push_back(at);
    at.x += needed + 16;
  }
  return places;
}

}  // namespace

double SeriesHeight(const std::vector<Series>& series, const ChartStyle& style, double width) {
  const std::vector<Point> places = PlacesOf(series, style, width);
  return places.empty() ? 0 : places.back().y + kNameRow + kBelowNames;
}

RowLabels SetRowLabels(const std::vector<std::string>& labels, double most_width, double size,
                       const Typesetter& typesetter) {
  RowLabels set;
  set.pitch = kRowPitch.front();
  for (const std::string& label : labels) {
    const std::vector<std::string>& lines =
        set.lines.emplace_back(typesetter.Broken(label, most_width, kRowPitch.size(), size, false));
    for (const std::string& line : lines) {
      set.width = std::max(set.width, typesetter.Width(line, size, false));
    }
    set.pitch = std::max(set.pitch, kRowPitch[lines.size() - 1]);
  }
  return set;
}

void DrawRowLabel(const std::vector<std::string>& lines, double size, Canvas& canvas, const Point& end) {
  constexpr double kBaseline = 0.36;  // below the middle of a line, of the size
  const double leading = size * (lines.size() > 2 ? 1.03 : 1.15);
  double y = end.y + size * kBaseline - leading * static_cast<double>(lines.size() - 1) / 2;
  for (const std::string& line : lines) {
    canvas.Text({end.x, y}, line, {.size = size, .anchor = Anchor::kEnd});
    y += leading;
  }
}

void DrawSeriesNames(const std::vector<Series>& series, const ChartStyle& style, Canvas& canvas,
                     const Point& at, double width, SeriesSign sign) {
  const std::vector<Point> places = PlacesOf(series, style, width);
  for (size_t i = 0; i < places.size(); ++i) {
    const Point corner = {at.x + places[i].x, at.y + places[i].y};
    const Color color = ColorOf(series[i].tone);
    if (sign == SeriesSign::kSquare) {
      canvas.Rectangle({corner.x, corner.y + 2, 8, 8}, color, "");
    } else {
      canvas.Polyline({{corner.x - 1, corner.y + 6}, {corner.x + 9.5, corner.y + 6}}, color, 2, IsDashed(i));
    }
    canvas.Text({corner.x + 12, corner.y + 9}, series[i].name, {.size = kNameSize});
  }
}

}  // namespace arasha::reports
