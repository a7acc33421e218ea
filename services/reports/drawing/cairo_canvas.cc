#include "services/reports/drawing/cairo_canvas.h"

#include <cairo.h>

#include <array>
#include <numbers>

namespace arasha::reports {
namespace {

constexpr std::array<double, 2> kDashes = {4, 2.5};  // as in SvgCanvas

void Trace(cairo_t* cairo, const std::vector<Point>& points) {
  cairo_new_path(cairo);
  for (const Point& point : points) cairo_line_to(cairo, point.x, point.y);
}

}  // namespace

void CairoCanvas::Rectangle(const Box& box, const Color& fill, const std::string& /*hint*/) {
  cairo_set_source_rgb(cairo_, fill.red, fill.green, fill.blue);
  cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
  cairo_fill(cairo_);
}

void CairoCanvas::Polyline(const std::vector<Point>& points, const Color& color, double width, bool dashed) {
  Trace(cairo_, points);
  cairo_set_source_rgb(cairo_, color.red, color.green, color.blue);
  cairo_set_line_width(cairo_, width);
  cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
  if (dashed) cairo_set_dash(cairo_, kDashes.data(), static_cast<int>(kDashes.size()), 0);
  cairo_stroke(cairo_);
  cairo_set_dash(cairo_, nullptr, 0, 0);
}

void CairoCanvas::Polygon(const std::vector<Point>& points, const Color& fill, double opacity) {
  Trace(cairo_, points);
  cairo_close_path(cairo_);
  cairo_set_source_rgba(cairo_, fill.red, fill.green, fill.blue, opacity);
  cairo_fill(cairo_);
}

void CairoCanvas::Dot(const Point& center, double radius, const Color& fill, const std::string& /*hint*/) {
  cairo_new_path(cairo_);
  cairo_arc(cairo_, center.x, center.y, radius, 0, 2 * std::numbers::pi);
  cairo_set_source_rgb(cairo_, fill.red, fill.green, fill.blue);
  cairo_fill(cairo_);
}

void CairoCanvas::Text(const Point& at, const std::string& text, const TextStyle& style) {
  typesetter_.DrawLine(cairo_, at, text, style);
}

}  // namespace arasha::reports
