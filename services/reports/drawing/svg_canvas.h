#ifndef ARASHA_SERVICES_REPORTS_DRAWING_SVG_CANVAS_H_
#define ARASHA_SERVICES_REPORTS_DRAWING_SVG_CANVAS_H_

#include <string>
#include <vector>

#include "services/reports/drawing/canvas.h"

namespace arasha::reports {

// Text with what is special in HTML and XML escaped.
std::string MarkupText(const std::string& text);

// Writes an SVG whose text stays text, in the reader's own sans-serif font.
class SvgCanvas : public Canvas {
 public:
  void Rectangle(const Box& box, const Color& fill, const std::string& hint) override;
  void Polyline(const std::vector<Point>& points, const Color& color, double width, bool dashed) override;
  void Polygon(const std::vector<Point>& points, const Color& fill, double opacity) override;
  void Dot(const Point& center, double radius, const Color& fill, const std::string& hint) override;
  void Text(const Point& at, const std::string& text, const TextStyle& style) override;

  // The whole element. `label` says what it shows to who cannot see it.
  std::string Element(double width, double height, const std::string& label) const;

 private:
  std::string body_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DRAWING_SVG_CANVAS_H_
