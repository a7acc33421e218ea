#include "services/reports/drawing/typesetter.h"

#include <pango/pangocairo.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace arasha::reports {
namespace {

constexpr char kSans[] = "Noto Sans,DejaVu Sans";
constexpr char kMono[] = "DejaVu Sans Mono";

// Of Latin or Cyrillic.
bool IsOneLetter(absl::string_view word) {
  if (word.size() == 1) return absl::ascii_isalpha(static_cast<unsigned char>(word[0]));
  if (word.size() != 2) return false;
  const auto first = static_cast<unsigned char>(word[0]);
  return first >= 0xd0 && first <= 0xd3;
}

bool BeginsWithSign(absl::string_view text) {
  return absl::StartsWith(text, "— ") || absl::StartsWith(text, "– ") || absl::StartsWith(text, "· ");
}

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

double Points(int pango_units) { return static_cast<double>(pango_units) / PANGO_SCALE; }
int PangoUnits(double points) { return static_cast<int>(points * PANGO_SCALE); }

}  // namespace

struct Typesetter::Fonts {
  Fonts() : map(pango_cairo_font_map_new()), context(pango_font_map_create_context(map.get())) {
    // One point is one unit; hinting would make widths depend on a raster that paper does not have.
    pango_cairo_context_set_resolution(context.get(), 72);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context.get(), FALSE);
  }

  Layout Line(const std::string& text, double size, bool bold, bool mono = false) const {
    Layout layout(pango_layout_new(context.get()));
    PangoFontDescription* font = pango_font_description_from_string(mono ? kMono : kSans);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    if (bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
  }

  Layout Lines(const Paragraph& paragraph) const {
    constexpr double kCommandScale = 0.93;  // letters of one width look larger
    std::string text;
    PangoAttrList* attributes = pango_attr_list_new();
    // Of a word that no line holds, an address it may be, what is printed is what it is.
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    for (const Stretch& stretch : Stretches(Bound(paragraph.text))) {
      const auto begin = static_cast<guint>(text.size());
      text += stretch.text;
      if (!stretch.command) continue;
      for (PangoAttribute* attribute : {pango_attr_family_new(kMono), pango_attr_scale_new(kCommandScale),
                                        pango_attr_allow_breaks_new(FALSE)}) {
        attribute->start_index = begin;
        attribute->end_index = static_cast<guint>(text.size());
        pango_attr_list_insert(attributes, attribute);
      }
    }
    Layout layout = Line(text, paragraph.size, paragraph.bold, paragraph.mono);
    pango_layout_set_attributes(layout.get(), attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_width(layout.get(), PangoUnits(paragraph.width));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(layout.get(), static_cast<float>(paragraph.leading));
    pango_layout_set_alignment(layout.get(), paragraph.anchor == Anchor::kStart ? PANGO_ALIGN_LEFT
                                             : paragraph.anchor == Anchor::kEnd ? PANGO_ALIGN_RIGHT
                                                                                : PANGO_ALIGN_CENTER);
    return layout;
  }

  std::unique_ptr<PangoFontMap, Unref> map;
  std::unique_ptr<PangoContext, Unref> context;
};

Typesetter::Typesetter() : fonts_(std::make_unique<Fonts>()) {}
Typesetter::~Typesetter() = default;

double Typesetter::Width(const std::string& text, double size, bool bold) const {
  int width = 0;
  int height = 0;
  pango_layout_get_size(fonts_->Line(text, size, bold).get(), &width, &height);
  return Points(width);
}

std::string Typesetter::Fitted(const std::string& text, double width, double size, bool bold) const {
  if (Width(text, size, bold) <= width) return text;
  std::string fitted = text;
  while (!fitted.empty()) {
    // A whole character: its continuation bytes, then its first.
    while (!fitted.empty() && (static_cast<unsigned char>(fitted.back()) & 0xc0U) == 0x80U) fitted.pop_back();
    if (!fitted.empty()) fitted.pop_back();
    if (Width(fitted + "…", size, bold) <= width) break;
  }
  return fitted + "…";
}

std::string Typesetter::Bound(const std::string& text) {
  std::string bound;
  size_t word = 0;  // where it begins
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ' ') {
      bound += text[i];
      continue;
    }
    const absl::string_view before = absl::string_view(text).substr(word, i - word);
    const absl::string_view after = absl::string_view(text).substr(i + 1);
    bound += IsOneLetter(before) || BeginsWithSign(after) ? "\u00a0" : " ";
    word = i + 1;
  }
  return bound;
}

std::vector<Typesetter::Stretch> Typesetter::Stretches(const std::string& text) {
  constexpr char kBegin[] = "`arasha ";  // not every backquote: names have them too
  std::vector<Stretch> stretches;
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = text.find(kBegin, at);
    const size_t end = begin == std::string::npos ? begin : text.find('`', begin + 1);
    if (end == std::string::npos) break;
    if (begin > at) stretches.push_back({text.substr(at, begin - at)});
    stretches.push_back({text.substr(begin + 1, end - begin - 1), /*command=*/true});
    at = end + 1;
  }
  if (at < text.size()) stretches.push_back({text.substr(at)});
  return stretches;
}

std::vector<std::string> Typesetter::Broken(const std::string& text, double width, size_t most, double size,
                                            bool bold) const {
  const std::string bound = Bound(text);
  std::vector<std::string> lines(1);
  for (const absl::string_view word : absl::StrSplit(bound, ' ')) {
    std::string longer = lines.back().empty() ? std::string(word) : absl::StrCat(lines.back(), " ", word);
    if (lines.back().empty() || lines.size() == most || Width(longer, size, bold) <= width) {
      lines.back() = std::move(longer);
    } else {
      lines.emplace_back(word);
    }
  }
  for (std::string& line : lines) line = Fitted(line, width, size, bold);
  return lines;
}

double Typesetter::Height(const Paragraph& paragraph) const {
  int width = 0;
  int height = 0;
  pango_layout_get_size(fonts_->Lines(paragraph).get(), &width, &height);
  return Points(height);
}

Typesetter::Paragraph Typesetter::Take(Paragraph& paragraph, double height) const {
  Paragraph taken = paragraph;
  std::string& text = paragraph.text;
  if (Height(paragraph) <= height) {
    text.clear();
    return taken;
  }
  const auto beginning = [&](size_t bytes) {
    while (bytes < text.size() && (text[bytes] & '\xc0') == '\x80') ++bytes;  // a character is not parted
    return text.substr(0, bytes);
  };
  size_t fits = 1;
  size_t most = text.size();
  while (most - fits > 1) {
    const size_t middle = (fits + most) / 2;
    taken.text = beginning(middle);
    (Height(taken) <= height ? fits : most) = middle;
  }
  taken.text = beginning(fits);
  const size_t blank = text.find_last_of(" \n", taken.text.size());
  const bool at_blank = blank != std::string::npos && blank > 0;
  if (at_blank) taken.text.resize(blank);
  text.erase(0, taken.text.size() + (at_blank ? 1 : 0));
  return taken;
}

void Typesetter::Draw(cairo_t* cairo, const Paragraph& paragraph, double x, double y) const {
  cairo_set_source_rgb(cairo, paragraph.color.red, paragraph.color.green, paragraph.color.blue);
  cairo_move_to(cairo, x, y);
  pango_cairo_show_layout(cairo, fonts_->Lines(paragraph).get());
}

void Typesetter::DrawLine(cairo_t* cairo, const Point& at, const std::string& text,
                          const TextStyle& style) const {
  const Layout layout = fonts_->Line(text, style.size, style.bold);
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout.get(), &width, &height);
  const double shift = style.anchor == Anchor::kStart ? 0 : style.anchor == Anchor::kEnd ? 1 : 0.5;
  cairo_set_source_rgb(cairo, style.color.red, style.color.green, style.color.blue);
  cairo_move_to(cairo, at.x - shift * Points(width), at.y - Points(pango_layout_get_baseline(layout.get())));
  pango_cairo_show_layout(cairo, layout.get());
}

}  // namespace arasha::reports
