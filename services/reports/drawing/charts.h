#ifndef ARASHA_SERVICES_REPORTS_DRAWING_CHARTS_H_
#define ARASHA_SERVICES_REPORTS_DRAWING_CHARTS_H_

#include <string>
#include <vector>

#include "services/reports/document/document.h"
#include "services/reports/drawing/canvas.h"
#include "services/reports/drawing/typesetter.h"

// Charts without their titles, which the page sets. A chart takes the width that it is given and as much
// height as HeightOf() says for it.
namespace arasha::reports {

// What drawing needs beside the data: the language of numbers, and how wide letters are.
struct ChartStyle {
  const Texts& texts;
  const Typesetter& typesetter;
};

double HeightOf(const LineChart& chart, const ChartStyle& style, double width);
double HeightOf(const BarChart& chart, const ChartStyle& style, double width);
double HeightOf(const HeatMap& chart, const ChartStyle& style, double width);

void Draw(const LineChart& chart, const ChartStyle& style, Canvas& canvas, const Box& box);
void Draw(const BarChart& chart, const ChartStyle& style, Canvas& canvas, const Box& box);
void Draw(const HeatMap& chart, const ChartStyle& style, Canvas& canvas, const Box& box);

// Names of the series with their colours, in as many rows as they take.
double SeriesHeight(const std::vector<Series>& series, const ChartStyle& style, double width);
enum class SeriesSign { kSquare, kLine };
void DrawSeriesNames(const std::vector<Series>& series, const ChartStyle& style, Canvas& canvas,
                     const Point& at, double width, SeriesSign sign);
// Every other line of a chart is dashed, for they cross, and paper may be grey.
constexpr bool IsDashed(size_t series) { return series % 2 == 1; }

// Labels of the rows of a chart, at its left, on one to three lines each.
struct RowLabels {
  double width = 0;                             // of the widest line
  double pitch = 0;                             // from row to row
  std::vector<std::vector<std::string>> lines;  // of each row
};
RowLabels SetRowLabels(const std::vector<std::string>& labels, double most_width, double size,
                       const Typesetter& typesetter);
// `end` is where the lines end, in the middle of the row's height.
void DrawRowLabel(const std::vector<std::string>& lines, double size, Canvas& canvas, const Point& end);

// Equal steps of 1, 2 or 5 times a power of ten, from 0 to at least `most`.
struct Scale {
  double step = 1;
  double top = 1;
};
Scale ScaleFor(double most);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DRAWING_CHARTS_H_
