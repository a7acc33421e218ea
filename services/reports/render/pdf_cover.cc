#include "services/reports/render/pdf_cover.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/cairo_canvas.h"
#include "services/reports/render/tiles.h"

namespace arasha::reports {
namespace {

using Paragraph = Typesetter::Paragraph;

constexpr double kBandHeight = 70;
constexpr double kRight = kMargin + kBodyWidth;
constexpr double kTileHeight = 66;
constexpr double kFactLabelWidth = 140;

// Draws from the top downwards; every step returns the lower edge of what it drew.
class CoverDrawing {
 public:
  CoverDrawing(const Document& document, const Texts& texts, const Typesetter& typesetter, cairo_t* cairo)
      : document_(document),
        texts_(texts),
        typesetter_(typesetter),
        cairo_(cairo),
        canvas_(cairo, typesetter) {}

  double Title() {
    canvas_.Rectangle({0, 0, kPageWidth, kBandHeight}, kBrand, "");
    canvas_.Rectangle({0, kBandHeight, kPageWidth, 3}, kAccent, "");
    canvas_.Text({kMargin, 43}, "Arasha", {.size = 20, .bold = true, .color = kWhite});
    canvas_.Text({kRight, 42}, texts_.Text("author"), {.size = 9, .color = kWhite, .anchor = Anchor::kEnd});
    double y = Set({.text = document_.title,
                    .width = kBodyWidth,
                    .size = 25,
                    .bold = true,
                    .color = kBrand,
                    .leading = 1.0},
                   kMargin, kBandHeight + 40);
    constexpr double kSize = 12.5;
    y += 6;
    const auto line = [this, &y](const std::string& text) {
      y = Set({.text = text, .width = kBodyWidth, .size = kSize, .color = kFaintInk}, kMargin, y);
    };
    // Where scope and period do not stand side by side, each has a line of its own, and no dot ends one.
    const std::string& subtitle = document_.subtitle;
    const std::string dot = " · ";
    const size_t at = subtitle.rfind(dot);
    if (at == std::string::npos || typesetter_.Width(subtitle, kSize, false) <= kBodyWidth) {
      line(subtitle);
    } else {
      line(subtitle.substr(0, at));
      line(subtitle.substr(at + dot.size()));
    }
    return y;
  }

  double Headlines(double y) {
    const size_t count = document_.headlines.size();
    const size_t in_row = TilesInRow(count);
    const size_t rows = (count + in_row - 1) / in_row;
    constexpr double kGap = 8;
    const double width = (kBodyWidth - kGap * static_cast<double>(in_row - 1)) / static_cast<double>(in_row);
    for (size_t i = 0; i < count; ++i) {
      const double x = kMargin + (width + kGap) * static_cast<double>(i % in_row);
      const double top = y + (kTileHeight + kGap) * static_cast<double>(i / in_row);
      Tile(document_.headlines[i], {x, top, width, kTileHeight});
    }
    return y + (kTileHeight + kGap) * static_cast<double>(rows);
  }

  double Facts(double y) {
    for (const Fact& fact : document_.facts) {
      const double label =
          Set({.text = fact.label, .width = kFactLabelWidth - 10, .size = 9, .color = kFaintInk}, kMargin, y);
      const double text = Set({.text = fact.text, .width = kBodyWidth - kFactLabelWidth, .size = 9},
                              kMargin + kFactLabelWidth, y);
      y = std::max(label, text) + 4;
    }
    return y;
  }

  double ContentsList(const std::vector<Contents>& contents, const PdfPages& pages, double y) {
    y = Set({.text = texts_.Text("contents.title"),
             .width = kBodyWidth,
             .size = 10,
             .bold = true,
             .color = kBrand},
            kMargin, y) +
        3;
    for (const Contents& one : contents) {
      canvas_.Text({kMargin, y + 10}, typesetter_.Fitted(one.title, kBodyWidth - 40, 9, false), {.size = 9});
      canvas_.Text({kRight, y + 10}, absl::StrCat(pages.PageOf(one.bookmark)),
                   {.size = 9, .anchor = Anchor::kEnd});
      y += 14.5;
      canvas_.Line({kMargin, y}, {kRight, y}, kGrid, 0.5);
    }
    return y;
  }

  // The head of the log and the source set, in a box that stands at the foot of the page.
  void Proof() {
    const std::vector<Fact> lines = ProofOf(document_, texts_);
    const Paragraph how{
        .text = texts_.Text("proof.how"), .width = kBodyWidth - 24, .size = 8, .color = kFaintInk};
    const double height = 30 + 15 * static_cast<double>(lines.size()) + typesetter_.Height(how) + 10;
    const double top = kBodyBottom - height;
    canvas_.Rectangle({kMargin, top, kBodyWidth, height}, kBand, "");
    canvas_.Rectangle({kMargin, top, 3, height}, kAccent, "");
    double y = top + 9;
    y = Set({.text = texts_.Text("proof.title"),
             .width = kBodyWidth - 24,
             .size = 9.5,
             .bold = true,
             .color = kBrand},
            kMargin + 12, y) +
        3;
    for (const Fact& line : lines) {
      canvas_.Text({kMargin + 12, y + 9}, line.label, {.size = 8, .color = kFaintInk});
      Set({.text = line.text, .width = kBodyWidth - 160, .size = 7.5, .mono = true}, kMargin + 148, y + 0.5);
      y += 15;
    }
    Set(how, kMargin + 12, y + 2);
  }

 private:
  double Set(const Paragraph& paragraph, double x, double y) {
    typesetter_.Draw(cairo_, paragraph, x, y);
    return y + typesetter_.Height(paragraph);
  }

  void Tile(const Headline& headline, const Box& box) {
    canvas_.Rectangle(box, kBand, "");
    canvas_.Rectangle({box.x, box.y, box.width, 2}, ColorOf(headline.tone), "");
    const std::string value = ValueText(headline.value, texts_, document_.zone);
    double size = 21;
    while (size > 10 && typesetter_.Width(value, size, true) > box.width - 18) size -= 1;
    canvas_.Text({box.x + 9, box.y + 28}, value, {.size = size, .bold = true, .color = InkOf(headline.tone)});
    Set({.text = headline.label, .width = box.width - 16, .size = 7.8, .bold = true, .leading = 1.0},
        box.x + 9, box.y + 34);
  }

  const Document& document_;
  const Texts& texts_;
  const Typesetter& typesetter_;
  cairo_t* cairo_;
  CairoCanvas canvas_;
};

}  // namespace

void PlaceCover(PdfPages& pages, const Document& document, const Texts& texts, const Typesetter& typesetter,
                const std::shared_ptr<const std::vector<Contents>>& contents) {
  pages.Place(0, [&pages, &document, &texts, &typesetter, contents](cairo_t* cairo, double /*y*/) {
    CoverDrawing cover(document, texts, typesetter, cairo);
    double y = cover.Title() + 20;
    if (!document.headlines.empty()) y = cover.Headlines(y) + 14;
    y = cover.Facts(y) + 14;
    cover.ContentsList(*contents, pages, y);
    cover.Proof();
  });
}

}  // namespace arasha::reports
