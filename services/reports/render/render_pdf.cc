#include <cairo.h>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/cairo_canvas.h"
#include "services/reports/drawing/charts.h"
#include "services/reports/render/pdf_cover.h"
#include "services/reports/render/pdf_pages.h"
#include "services/reports/render/pdf_table.h"
#include "services/reports/render/render.h"

namespace arasha::reports {
namespace {

using Paragraph = Typesetter::Paragraph;

// Fills the pages of one document.
class PdfSetter {
 public:
  PdfSetter(const Document& document, const Texts& texts, const Typesetter& typesetter, PdfPages& pages)
      : document_(document), texts_(texts), typesetter_(typesetter), pages_(pages) {}

  void PlaceAll() {
    PlaceCover(pages_, document_, texts_, typesetter_, contents_);
    pages_.NewPage();
    for (const Section& section : document_.sections) PlaceSection(section);
    PlaceMethod();
    pages_.Balance();
  }

 private:
  void Heading(const std::string& title) {
    pages_.Space(16);
    pages_.Keep(110);
    contents_->push_back({title, pages_.Bookmark(title)});
    Text({.text = title, .size = 15, .bold = true, .color = kBrand}, 4);
  }

  void Text(Paragraph paragraph, double after) {
    if (paragraph.width == 0) paragraph.width = kBodyWidth;
    const double height = typesetter_.Height(paragraph);
    pages_.Place(height + after, [this, paragraph](cairo_t* cairo, double y) {
      typesetter_.Draw(cairo, paragraph, kMargin, y);
    });
  }

  void PlaceSection(const Section& section) {
    Heading(section.title);
    if (!section.text.empty()) Text({.text = section.text, .size = 9, .color = kFaintInk}, 6);
    for (const Block& block : section.blocks) {
      std::visit([this](const auto& one) { PlaceBlock(one); }, block);
    }
  }

  void BlockTitle(const std::string& title, double following) {
    pages_.Space(10);
    pages_.Keep(18 + following);
    if (!title.empty()) Text({.text = title, .size = 9.5, .bold = true}, 4);
  }

  template <typename Chart>
  void PlaceBlock(const Chart& chart) {
    if (IsEmpty(chart)) {
      BlockTitle(chart.title, 20);
    } else {
      const ChartStyle style = {texts_, typesetter_};
      const double height = HeightOf(chart, style, kBodyWidth);
      BlockTitle(chart.title, height);
      pages_.Place(height + 4, [this, &chart, height](cairo_t* cairo, double y) {
        CairoCanvas canvas(cairo, typesetter_);
        Draw(chart, {texts_, typesetter_}, canvas, {kMargin, y, kBodyWidth, height});
      });
    }
    for (const std::string& note : NotesOf(chart, texts_)) Note(note);
  }

  void PlaceBlock(const Table& table) {
    const PdfTable set(table, texts_, document_.zone, typesetter_);
    BlockTitle(table.title, set.BeginningHeight());
    set.Place(pages_);
    pages_.Space(3);
    for (const std::string& note : NotesOf(table, texts_)) Note(note);
    pages_.Space(4);
  }

  void Note(const std::string& text) { Text({.text = text, .size = 7.5, .color = kFaintInk}, 2); }

  void PlaceMethod() {
    Heading(texts_.Text("method.title"));
    for (const Fact& fact : document_.method) {
      const Paragraph label{.text = fact.label, .width = kBodyWidth, .size = 9, .bold = true};
      const Paragraph text{.text = fact.text, .width = kBodyWidth, .size = 9};
      pages_.Space(5);
      pages_.Keep(typesetter_.Height(label) + 1 + typesetter_.Height(text));
      Text(label, 1);
      Text(text, 0);
    }
  }

  const Document& document_;
  const Texts& texts_;
  const Typesetter& typesetter_;
  PdfPages& pages_;
  const std::shared_ptr<std::vector<Contents>> contents_ = std::make_shared<std::vector<Contents>>();
};

void DrawFurniture(const Document& document, const Texts& texts, const Typesetter& typesetter, cairo_t* cairo,
                   int page, int pages) {
  CairoCanvas canvas(cairo, typesetter);
  const double right = kMargin + kBodyWidth;
  constexpr double kFooter = kPageHeight - 34;
  const TextStyle faint = {.size = 7.5, .color = kFaintInk};
  TextStyle end = faint;
  end.anchor = Anchor::kEnd;
  if (page > 1) {
    canvas.Text({kMargin, 42}, typesetter.Fitted(document.title, kBodyWidth * 0.48, 7.5, false), faint);
    canvas.Text({right, 42}, typesetter.Fitted(document.subtitle, kBodyWidth * 0.48, 7.5, false), end);
    canvas.Line({kMargin, 48}, {right, 48}, kRule, 0.6);
  }
  canvas.Line({kMargin, kFooter - 12}, {right, kFooter - 12}, kRule, 0.6);
  canvas.Text({kMargin, kFooter},
              absl::StrCat(document.name, " · ",
                           texts.Text("footer.checkpoint",
                                      {{"size", CountText(document.checkpoint.size, document.language)}})),
              faint);
  canvas.Text({right, kFooter},
              texts.Text("footer.page", {{"page", absl::StrCat(page)}, {"pages", absl::StrCat(pages)}}), end);
}

}  // namespace

absl::Status RenderPdf(const Document& document, const std::string& path) {
  const Texts texts(document.language);
  const Typesetter typesetter;
  PdfPages pages;
  PdfSetter setter(document, texts, typesetter, pages);
  setter.PlaceAll();
  return pages.Write(path, {document.title, texts.Text("author"), document.subtitle, document.made_at},
                     [&](cairo_t* cairo, int page, int count) {
                       DrawFurniture(document, texts, typesetter, cairo, page, count);
                     });
}

}  // namespace arasha::reports
