#include <cairo.h>

#include <algorithm>
#include <memory>
#include <utility>

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

constexpr double kBelowTable = 3;
constexpr double kBelowNote = 2;

// How much space is left between what stands on a page, and how large the method is set.
struct Spacing {
  double above_heading;
  double above_block;
  double above_method;  // each paragraph
  double method_size;
  double method_leading;
};
constexpr Spacing kRoomy = {16, 10, 5, 9, 1.08};
constexpr Spacing kTight = {10, 6, 3, 7.5, 1.0};

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
  PdfSetter(const Document& document, const Texts& texts, const Typesetter& typesetter,
            const Spacing& spacing)
      : document_(document), texts_(texts), typesetter_(typesetter), spacing_(spacing) {
    PlaceCover(pages_, document_, texts_, typesetter_, contents_);
    pages_.NewPage();
    for (const Section& section : document_.sections) PlaceSection(section);
    PlaceMethod();
  }
  PdfSetter(const PdfSetter&) = delete;
  PdfSetter& operator=(const PdfSetter&) = delete;

  // What is placed there is drawn by this object.
  PdfPages& pages() { return pages_; }

 private:
  // `following`: what must not be parted from it.
  void Heading(const std::string& title, double following) {
    pages_.Space(spacing_.above_heading);
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

  // Of the title of a block, and the space around it.
  double BlockTitleHeight() const { return spacing_.above_block + 18; }

  // What of a block stands on one page with its title.
  template <typename Chart>
  double BeginningOf(const Chart& chart) const {
    const double height = IsEmpty(chart) ? 0 : HeightOf(chart, {texts_, typesetter_}, kBodyWidth) + 4;
    return BlockTitleHeight() + height + HeightOfNotes(NotesOf(chart, texts_));
  }

  double BeginningOf(const Table& table) const {
    const double notes = HeightOfNotes(NotesOf(table, texts_));
    if (table.rows.empty()) return BlockTitleHeight() + notes;
    return BlockTitleHeight() +
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
    pages_.Space(spacing_.above_block);
    pages_.Keep(beginning - spacing_.above_block);
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
      BlockTitle(table.title, BlockTitleHeight() + set.BeginningHeight(following));
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
      const Paragraph label{.text = fact.label,
                            .width = kBodyWidth,
                            .size = spacing_.method_size,
                            .bold = true,
                            .leading = spacing_.method_leading};
      const Paragraph text{.text = fact.text,
                           .width = kBodyWidth,
                           .size = spacing_.method_size,
                           .leading = spacing_.method_leading};
      pages_.Space(spacing_.above_method);
      pages_.Keep(typesetter_.Height(label) + 1 + typesetter_.Height(text));
      Text(label, 1);
      Text(text, 0);
    }
  }

  const Document& document_;
  const Texts& texts_;
  const Typesetter& typesetter_;
  const Spacing spacing_;
  PdfPages pages_;
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
  auto set = std::make_unique<PdfSetter>(document, texts, typesetter, kRoomy);
  if (set->pages().LastIsMeagre()) {
    // Where a little less space saves the page, it is saved.
    auto tight = std::make_unique<PdfSetter>(document, texts, typesetter, kTight);
    if (tight->pages().Count() < set->pages().Count()) set = std::move(tight);
  }
  set->pages().Balance();
  return set->pages().Write(path, {document.title, texts.Text("author"), document.subtitle, document.made_at},
                            [&](cairo_t* cairo, int page, int count) {
                              DrawFurniture(document, texts, typesetter, cairo, page, count);
                            });
}

}  // namespace arasha::reports
