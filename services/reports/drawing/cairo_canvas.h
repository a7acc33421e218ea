#ifndef ARASHA_SERVICES_REPORTS_DRAWING_CAIRO_CANVAS_H_
#define ARASHA_SERVICES_REPORTS_DRAWING_CAIRO_CANVAS_H_

#include <string>
#include <vector>

#include "services/reports/drawing/canvas.h"
#include "services/reports/drawing/typesetter.h"

namespace arasha::reports {

// Draws on a page. Both must outlive it.
class CairoCanvas : public Canvas {
 public:
  CairoCanvas(cairo_t* cairo, const Typesetter& typesetter) : cairo_(cairo), typesetter_(typesetter) {}

  void Rectangle(const Box& box, const Color& fill, const std::string& hint) override;
  void Polyline(const std::vector<Point>& points, const Color& color, double width, bool dashed) override;
  void Polygon(const std::vector<Point>& points, const Color& fill, double opacity) override;
  void Dot(const Point& center, double radius, const Color& fill, const std::string& hint) override;
  void Text(const Point& at, const std::string& text, const TextStyle& style) override;

 private:
  cairo_t* cairo_;
  const Typesetter& typesetter_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DRAWING_CAIRO_CANVAS_H_
