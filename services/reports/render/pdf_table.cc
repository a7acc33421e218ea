#include "services/reports/render/pdf_table.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include "absl/strings/str_split.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/cairo_canvas.h"

namespace arasha::reports {
namespace {

constexpr double kSize = 8;
constexpr double kHeadingSize = 7.5;
constexpr double kLeastHeadingSize = 6;
constexpr double kPadding = 3.4;     // above and below
constexpr double kGutter = 10;       // between columns
constexpr double kNarrowGutter = 6;  // between many
constexpr size_t kManyColumns = 8;
constexpr double kLeast = 34;          // of a column of text
constexpr double kMostForAWord = 110;  // what a long word of a cell gets before it is broken
constexpr double kSlack = 1;           // a line of just its width would break
constexpr size_t kLeastLines = 2;      // of a table on either side of a break

double GutterOf(const Table& table) { return table.columns.size() > kManyColumns ? kNarrowGutter : kGutter; }

bool IsText(const Column& column) { return column.kind == ColumnKind::kText; }

double LongestWord(const std::string& text, double size, const Typesetter& typesetter) {
  const std::string bound = Typesetter::Bound(text);
  double longest = 0;
  for (const absl::string_view word : absl::StrSplit(bound, ' ')) {
    longest = std::max(longest, typesetter.Width(std::string(word), size, true));
  }
  return longest;
}

// What the cells of a column need, its heading aside.
struct ColumnNeeds {
  double word = 0;  // the longest
  double line = 0;
};

std::vector<ColumnNeeds> CellNeeds(const Table& table, const Texts& texts, absl::TimeZone zone,
                                   const Typesetter& typesetter) {
  std::vector<ColumnNeeds> needs(table.columns.size());
  for (size_t i = 0; i < needs.size(); ++i) {
    if (IsText(table.columns[i])) needs[i].word = kLeast;
    const auto measure = [&](const Row& row, bool bold) {
      if (i >= row.size()) return;
      const std::string text = ValueText(row[i], texts, zone);
      const double word = LongestWord(text, kSize, typesetter) + kSlack;
      needs[i].word = std::max(needs[i].word, std::min(kMostForAWord, word));
      needs[i].line = std::max(needs[i].line, typesetter.Width(text, kSize, bold) + kSlack);
    };
    for (const Row& row : table.rows) measure(row, false);
    if (table.total) measure(*table.total, true);
  }
  return needs;
}

// Of what is left of the page, as much as the cells of the texts, or of the others, lack to stand on one
// line.
void GiveCells(const Table& table, const std::vector<ColumnNeeds>& needs, bool texts_turn,
               std::vector<double>& widths, double& left) {
  std::vector<double> wishes(needs.size());
  for (size_t i = 0; i < needs.size(); ++i) {
    if (IsText(table.columns[i]) == texts_turn) wishes[i] = std::max(needs[i].line - widths[i], 0.0);
  }
  const double all = std::accumulate(wishes.begin(), wishes.end(), 0.0);
  const double given = std::min(std::max(left, 0.0), all);
  if (given == 0) return;
  for (size_t i = 0; i < needs.size(); ++i) widths[i] += given * wishes[i] / all;
  left -= given;
}

// The least width in which a text stands on two lines.
double WidthOnTwoLines(const std::string& text, double size, const Typesetter& typesetter) {
  const std::string bound = Typesetter::Bound(text);
  double least = typesetter.Width(bound, size, true);
  for (size_t at = bound.find(' '); at != std::string::npos; at = bound.find(' ', at + 1)) {
    least = std::min(least, std::max(typesetter.Width(bound.substr(0, at), size, true),
                                     typesetter.Width(bound.substr(at + 1), size, true)));
  }
  return least;
}

// The same for headings that would stand on more lines, one or two; those that lack least come first.
void GiveHeadings(const Table& table, int lines, double size, const Typesetter& typesetter,
                  std::vector<double>& widths, double& left) {
  std::vector<std::pair<double, size_t>> headings;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& title = table.columns[i].title;
    const double needed =
        (lines == 1 ? typesetter.Width(title, size, true) : WidthOnTwoLines(title, size, typesetter)) +
        kSlack;
    if (needed > widths[i]) headings.emplace_back(needed - widths[i], i);
  }
  std::sort(headings.begin(), headings.end());
  for (const auto& [wish, i] : headings) {
    if (wish > left) break;
    widths[i] += wish;
    left -= wish;
  }
}

}  // namespace

ColumnLayout LayOutColumns(const Table& table, const Texts& texts, absl::TimeZone zone,
                           const Typesetter& typesetter, double width) {
  const std::vector<ColumnNeeds> needs = CellNeeds(table, texts, zone, typesetter);
  ColumnLayout layout;
  layout.gutter = GutterOf(table);
  const double room = width - layout.gutter * static_cast<double>(table.columns.size() - 1);
  std::vector<double>& widths = layout.widths;
  double left = 0;
  // Times and figures are read in one piece, as long as no word has to be broken for them.
  for (const bool whole : {true, false}) {
    for (layout.heading_size = kHeadingSize;; layout.heading_size -= 0.25) {
      widths.clear();
      for (size_t i = 0; i < needs.size(); ++i) {
        const double cell = whole && !IsText(table.columns[i]) ? needs[i].line : needs[i].word;
        const double heading = LongestWord(table.columns[i].title, layout.heading_size, typesetter) + kSlack;
        widths.push_back(std::max(cell, heading));
      }
      left = room - std::accumulate(widths.begin(), widths.end(), 0.0);
      if (left >= 0 || layout.heading_size <= kLeastHeadingSize) break;
    }
    if (left >= 0) break;
  }
  // Figures before texts, which may stand on several lines; headings on two between them, on one after them.
  GiveCells(table, needs, /*texts_turn=*/false, widths, left);
  GiveHeadings(table, /*lines=*/2, layout.heading_size, typesetter, widths, left);
  GiveCells(table, needs, /*texts_turn=*/true, widths, left);
  GiveHeadings(table, /*lines=*/1, layout.heading_size, typesetter, widths, left);
  // What is left goes to the texts, where there are any; what is lacking all columns lack.
  const bool has_texts = std::any_of(table.columns.begin(), table.columns.end(), IsText);
  const auto shares = [&](size_t i) { return left < 0 || !has_texts || IsText(table.columns[i]); };
  double sharing = 0;
  for (size_t i = 0; i < needs.size(); ++i) sharing += shares(i) ? widths[i] : 0;
  for (size_t i = 0; i < needs.size(); ++i) widths[i] += shares(i) ? left * widths[i] / sharing : 0;
  return layout;
}

PdfTable::PdfTable(const Table& table, const Texts& texts, absl::TimeZone zone, const Typesetter& typesetter)
    : typesetter_(typesetter) {
  const ColumnLayout layout = LayOutColumns(table, texts, zone, typesetter, kBodyWidth);
  gutter_ = layout.gutter;
  heading_.rule = kFaintInk;
  heading_.rule_width = 0.8;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    Add(heading_, table.columns[i], layout.widths[i],
        {.text = table.columns[i].title, .size = layout.heading_size, .bold = true, .color = kFaintInk});
  }
  const auto add_line = [&](const Row& values, bool bold) -> Line& {
    Line& line = lines_.emplace_back();
    for (size_t i = 0; i < table.columns.size(); ++i) {
      Add(line, table.columns[i], layout.widths[i],
          {.text = i < values.size() ? ValueText(values[i], texts, zone) : "", .size = kSize, .bold = bold});
    }
    return line;
  };
  for (const Row& values : table.rows) {
    Line& line = add_line(values, false);
    line.rule = kGrid;
    line.rule_width = 0.5;
    line.band = lines_.size() % 2 == 0;
  }
  if (PrintsTotal(table)) {
    Line& total = add_line(*table.total, true);
    total.rule = kFaintInk;
    total.rule_width = 0.8;
  }
}

void PdfTable::Add(Line& line, const Column& column, double width, Typesetter::Paragraph cell) const {
  cell.width = width;
  if (!IsText(column)) cell.anchor = Anchor::kEnd;
  cell.leading = 1.0;
  line.height = std::max(line.height, typesetter_.Height(cell) + 2 * kPadding);
  line.cells.push_back(std::move(cell));
}

PdfPages::DrawAt PdfTable::Drawing(const Line& line) const {
  return [line, gutter = gutter_, &typesetter = typesetter_](cairo_t* cairo, double y) {
    CairoCanvas canvas(cairo, typesetter);
    if (line.band) canvas.Rectangle({kMargin, y, kBodyWidth, line.height}, kBand, "");
    double x = kMargin;
    for (const Typesetter::Paragraph& cell : line.cells) {
      typesetter.Draw(cairo, cell, x, y + kPadding);
      x += cell.width + gutter;
    }
    canvas.Line({kMargin, y + line.height}, {kMargin + kBodyWidth, y + line.height}, line.rule,
                line.rule_width);
  };
}

bool PdfTable::MayBreakBefore(size_t line) const {
  return line >= kLeastLines && line + kLeastLines <= lines_.size();
}

double PdfTable::GroupHeight(size_t first) const {
  double height = 0;
  for (size_t i = first; i < lines_.size() && (i == first || !MayBreakBefore(i)); ++i) {
    height += lines_[i].height;
  }
  return height;
}

double PdfTable::RoomFor(size_t first, double following) const {
  size_t end = first + 1;
  while (end < lines_.size() && !MayBreakBefore(end)) ++end;
  return GroupHeight(first) + (end >= lines_.size() ? following : 0);
}

double PdfTable::BeginningHeight(double following) const { return heading_.height + RoomFor(0, following); }

void PdfTable::Place(PdfPages& pages, double following) const {
  const auto repeated =
      std::make_shared<const PdfPages::Repeated>(PdfPages::Repeated{heading_.height, Drawing(heading_)});
  pages.Keep(BeginningHeight(following));
  pages.Place(heading_.height, repeated->draw);
  for (size_t i = 0; i < lines_.size(); ++i) {
    if (MayBreakBefore(i)) pages.BreakUnder(repeated, RoomFor(i, following));
    pages.Place(lines_[i].height, Drawing(lines_[i]));
  }
}

}  // namespace arasha::reports
