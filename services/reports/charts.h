#ifndef ARASHA_SERVICES_REPORTS_CHARTS_H_
#define ARASHA_SERVICES_REPORTS_CHARTS_H_

#include <string>

#include "services/reports/canvas.h"
#include "services/reports/document.h"
#include "services/reports/typesetter.h"

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

// Names of the series with their colours, in as many rows as they take; nothing for a single series.
double SeriesHeight(const std::vector<Series>& series, const ChartStyle& style, double width);
void DrawSeriesNames(const std::vector<Series>& series, const ChartStyle& style, Canvas& canvas,
                     const Point& at, double width);

// Equal steps of 1, 2 or 5 times a power of ten, from 0 to at least `most`.
struct Scale {
  double step = 1;
  double top = 1;
};
Scale ScaleFor(double most);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_CHARTS_H_
