#include <cairo.h>

#include <algorithm>

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

constexpr double kAboveBlock = 10;
constexpr double kBlockTitle = kAboveBlock + 18;  // the title of a block, and the space around it
constexpr double kBelowTable = 3;
constexpr double kBelowNote = 2;

// The scope is cut off before the period is, which stands at the end.
std::string FittedHead(const std::string& head, double width, double size, const Typesetter& typesetter) {
  const size_t at = head.rfind(" · ");
  if (at == std::string::npos) return typesetter.Fitted(head, width, size, false);
  const std::string period = head.substr(at);
  const double left = width - typesetter.Width(period, size, false);
  if (left <= 0) return typesetter.Fitted(head, width, size, false);
  return typesetter.Fitted(head.substr(0, at), left, size, false) + period;
}

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
  // `following`: what must not be parted from it.
  void Heading(const std::string& title, double following) {
    pages_.Space(16);
    pages_.Keep(std::max(110.0, 28 + following));
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
    const Paragraph text{.text = section.text, .width = kBodyWidth, .size = 9, .color = kFaintInk};
    double following = section.text.empty() ? 0 : typesetter_.Height(text) + 6;
    if (!section.blocks.empty()) {
      following += std::visit([this](const auto& one) { return BeginningOf(one); }, section.blocks.front());
    }
    Heading(section.title, following);
    if (!section.text.empty()) Text(text, 6);
    for (const Block& block : section.blocks) {
      std::visit([this](const auto& one) { PlaceBlock(one); }, block);
    }
  }

  // What of a block stands on one page with its title.
  template <typename Chart>
  double BeginningOf(const Chart& chart) const {
    const double height = IsEmpty(chart) ? 0 : HeightOf(chart, {texts_, typesetter_}, kBodyWidth) + 4;
    return kBlockTitle + height + HeightOfNotes(NotesOf(chart, texts_));
  }

  double BeginningOf(const Table& table) const {
    const double notes = HeightOfNotes(NotesOf(table, texts_));
    if (table.rows.empty()) return kBlockTitle + notes;
    return kBlockTitle +
           PdfTable(Printed(table), texts_, document_.zone, typesetter_).BeginningHeight(kBelowTable + notes);
  }

  double HeightOfNotes(const std::vector<std::string>& notes) const {
    double height = 0;
    for (const std::string& note : notes) height += typesetter_.Height(NoteOf(note)) + kBelowNote;
    return height;
  }

  static Paragraph NoteOf(const std::string& text) {
    return {.text = text, .width = kBodyWidth, .size = 7.5, .color = kFaintInk};
  }

  void BlockTitle(const std::string& title, double beginning) {
    pages_.Space(kAboveBlock);
    pages_.Keep(beginning - kAboveBlock);
    if (!title.empty()) Text({.text = title, .size = 9.5, .bold = true}, 4);
  }

  template <typename Chart>
  void PlaceBlock(const Chart& chart) {
    BlockTitle(chart.title, BeginningOf(chart));
    if (!IsEmpty(chart)) {
      const double height = HeightOf(chart, {texts_, typesetter_}, kBodyWidth);
      pages_.Place(height + 4, [this, &chart, height](cairo_t* cairo, double y) {
        CairoCanvas canvas(cairo, typesetter_);
        Draw(chart, {texts_, typesetter_}, canvas, {kMargin, y, kBodyWidth, height});
      });
    }
    for (const std::string& note : NotesOf(chart, texts_)) Note(note);
  }

  void PlaceBlock(const Table& table) {
    const std::vector<std::string> notes = NotesOf(table, texts_);
    if (table.rows.empty()) {
      // Headings and totals of nothing say nothing.
      BlockTitle(table.title, BeginningOf(table));
    } else {
      const PdfTable set(Printed(table), texts_, document_.zone, typesetter_);
      const double following = kBelowTable + HeightOfNotes(notes);
      BlockTitle(table.title, kBlockTitle + set.BeginningHeight(following));
      set.Place(pages_, following);
      pages_.Space(kBelowTable);
    }
    for (const std::string& note : notes) Note(note);
    pages_.Space(4);
  }

  void Note(const std::string& text) { Text(NoteOf(text), kBelowNote); }

  void PlaceMethod() {
    Heading(texts_.Text("method.title"), 0);
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
    const std::string title = typesetter.Fitted(document.title, kBodyWidth * 0.4, faint.size, false);
    const double room = kBodyWidth - typesetter.Width(title, faint.size, false) - 20;
    canvas.Text({kMargin, 42}, title, faint);
    canvas.Text({right, 42}, FittedHead(document.running_head, room, faint.size, typesetter), end);
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
