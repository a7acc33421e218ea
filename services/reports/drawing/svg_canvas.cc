#include "services/reports/drawing/svg_canvas.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace arasha::reports {
namespace {

// Tenths of a point are finer than any screen shows.
std::string Number(double value) { return absl::StrCat(std::round(value * 10) / 10); }

std::string Hex(const Color& color) {
  const auto byte = [](double part) { return static_cast<unsigned>(std::lround(part * 255)); };
  return absl::StrFormat("#%02x%02x%02x", byte(color.red), byte(color.green), byte(color.blue));
}

std::string Coordinates(const std::vector<Point>& points) {
  std::string text;
  for (const Point& point : points) {
    absl::StrAppend(&text, text.empty() ? "" : " ", Number(point.x), ",", Number(point.y));
  }
  return text;
}

std::string Closing(const std::string& name, const std::string& hint) {
  return hint.empty() ? "/>" : absl::StrCat("><title>", MarkupText(hint), "</title></", name, ">");
}

}  // namespace

std::string MarkupText(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

void SvgCanvas::Rectangle(const Box& box, const Color& fill, const std::string& hint) {
  absl::StrAppend(&body_, "<rect x=\"", Number(box.x), "\" y=\"", Number(box.y), "\" width=\"",
                  Number(box.width), "\" height=\"", Number(box.height), "\" fill=\"", Hex(fill), "\"",
                  Closing("rect", hint));
}

void SvgCanvas::Polyline(const std::vector<Point>& points, const Color& color, double width, bool dashed) {
  absl::StrAppend(&body_, "<polyline points=\"", Coordinates(points), "\" fill=\"none\" stroke=\"",
                  Hex(color), "\" stroke-width=\"", Number(width),
                  dashed ? "\" stroke-dasharray=\"4 2.5" : "", "\" stroke-linejoin=\"round\"/>");
}

void SvgCanvas::Polygon(const std::vector<Point>& points, const Color& fill, double opacity) {
  absl::StrAppend(&body_, "<polygon points=\"", Coordinates(points), "\" fill=\"", Hex(fill),
                  "\" fill-opacity=\"", absl::StrFormat("%.2f", opacity), "\"/>");
}

void SvgCanvas::Dot(const Point& center, double radius, const Color& fill, const std::string& hint) {
  absl::StrAppend(&body_, "<circle cx=\"", Number(center.x), "\" cy=\"", Number(center.y), "\" r=\"",
                  Number(radius), "\" fill=\"", Hex(fill), "\"", Closing("circle", hint));
}

void SvgCanvas::Text(const Point& at, const std::string& text, const TextStyle& style) {
  const char* anchor = style.anchor == Anchor::kStart ? "start"
                       : style.anchor == Anchor::kEnd ? "end"
                                                      : "middle";
  absl::StrAppend(&body_, "<text x=\"", Number(at.x), "\" y=\"", Number(at.y), "\" font-size=\"",
                  Number(style.size), "\" text-anchor=\"", anchor, "\" fill=\"", Hex(style.color), "\"",
                  style.bold ? " font-weight=\"700\"" : "", ">", MarkupText(text), "</text>");
}

std::string SvgCanvas::Element(double width, double height, const std::string& label) const {
  return absl::StrCat("<svg viewBox=\"0 0 ", Number(width), " ", Number(height),
                      "\" role=\"img\" aria-label=\"", MarkupText(label),
                      "\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">", body_, "</svg>");
}

}  // namespace arasha::reports
