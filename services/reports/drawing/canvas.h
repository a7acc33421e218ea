#ifndef ARASHA_SERVICES_REPORTS_DRAWING_CANVAS_H_
#define ARASHA_SERVICES_REPORTS_DRAWING_CANVAS_H_

#include <string>
#include <vector>

#include "services/reports/drawing/palette.h"

namespace arasha::reports {

struct Point {
  double x = 0;
  double y = 0;
};

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

enum class Anchor { kStart, kMiddle, kEnd };

struct TextStyle {
  double size = 8;
  bool bold = false;
  Color color = kInk;
  Anchor anchor = Anchor::kStart;
};

// Where charts are drawn: a page of a PDF, or an SVG. Points of 1/72 inch, y downwards.
class Canvas {
 public:
  virtual ~Canvas() = default;

  // `hint` is shown by media that can when somebody points at it; empty for none.
  virtual void Rectangle(const Box& box, const Color& fill, const std::string& hint) = 0;
  virtual void Polyline(const std::vector<Point>& points, const Color& color, double width, bool dashed) = 0;
  virtual void Polygon(const std::vector<Point>& points, const Color& fill, double opacity) = 0;
  virtual void Dot(const Point& center, double radius, const Color& fill, const std::string& hint) = 0;
  // `at` is on the baseline.
  virtual void Text(const Point& at, const std::string& text, const TextStyle& style) = 0;

  void Line(const Point& from, const Point& to, const Color& color, double width) {
    Polyline({from, to}, color, width, /*dashed=*/false);
  }
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DRAWING_CANVAS_H_
