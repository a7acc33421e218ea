#include "services/reports/render/pdf_table.h"

#include <algorithm>
#include <array>
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
constexpr double kSmaller = 0.25;
constexpr int kMostSmaller = 6;      // steps
constexpr double kPadding = 3.4;     // above and below
constexpr double kGutter = 10;       // between columns
constexpr double kNarrowGutter = 6;  // between many, or where words need it
constexpr size_t kManyColumns = 8;
constexpr double kLeast = 34;          // of a column of text
constexpr double kMostForAWord = 110;  // what a long word of a cell gets before it is broken
constexpr double kSlack = 1;           // a line of just its width would break
constexpr size_t kLeastLines = 2;      // of a table on either side of a break
constexpr size_t kWrapped = 3;         // lines of a cell that columns are weighed by

double GutterOf(const Table& table) { return table.columns.size() > kManyColumns ? kNarrowGutter : kGutter; }

bool IsText(const Column& column) { return column.kind == ColumnKind::kText; }

// The least widths in which texts stand.
struct Needs {
  double word = 0;                       // no word broken
  std::array<double, kWrapped> lines{};  // on one line, on two, on three

  void Include(const Needs& other) {
    word = std::max(word, other.word);
    for (size_t i = 0; i < kWrapped; ++i) lines[i] = std::max(lines[i], other.lines[i]);
  }
};

size_t LinesIn(const std::vector<double>& words, double space, double width) {
  size_t lines = 1;
  double used = 0;
  for (const double word : words) {
    if (used > 0 && used + space + word > width) {
      ++lines;
      used = word;
    } else {
      used += (used > 0 ? space : 0) + word;
    }
  }
  return lines;
}

Needs NeedsOf(const std::string& text, double size, bool bold, const Typesetter& typesetter) {
  const std::string bound = Typesetter::Bound(text);
  std::vector<double> words;
  for (const absl::string_view word : absl::StrSplit(bound, ' ')) {
    words.push_back(typesetter.Width(std::string(word), size, bold));
  }
  const double space = words.size() > 1 ? typesetter.Width(" ", size, bold) : 0;
  Needs needs;
  needs.word = *std::max_element(words.begin(), words.end()) + kSlack;
  needs.lines[0] =
      std::accumulate(words.begin(), words.end(), space * static_cast<double>(words.size() - 1)) + kSlack;
  for (size_t i = 1; i < kWrapped; ++i) {
    double least = needs.word;
    double most = needs.lines[i - 1];
    while (most - least > kSlack) {
      const double middle = (least + most) / 2;
      (LinesIn(words, space, middle) <= i + 1 ? most : least) = middle;
    }
    needs.lines[i] = LinesIn(words, space, least) <= i + 1 ? least : most;
  }
  return needs;
}

// What the cells of every column need, headings aside.
std::vector<Needs> CellNeeds(const Table& table, const Texts& texts, absl::TimeZone zone,
                             const Typesetter& typesetter) {
  std::vector<Needs> columns(table.columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    if (IsText(table.columns[i])) columns[i].word = kLeast;
    const auto measure = [&](const Row& row, bool bold) {
      if (i >= row.size()) return;
      Needs needs = NeedsOf(ValueText(row[i], texts, zone), kSize, bold, typesetter);
      // Times and figures are read in one piece.
      needs.word = IsText(table.columns[i]) ? std::min(kMostForAWord, needs.word) : needs.lines[0];
      columns[i].Include(needs);
    };
    for (const Row& row : table.rows) measure(row, false);
    if (table.total) measure(*table.total, true);
  }
  return columns;
}

// Gives columns what they lack to stand on so many lines, those that lack least first, as long as there is
// room.
void Give(const std::vector<Needs>& needs, size_t lines, std::vector<double>& widths, double& left) {
  std::vector<std::pair<double, size_t>> lacking;
  for (size_t i = 0; i < needs.size(); ++i) {
    if (const double wanted = needs[i].lines[lines - 1]; wanted > widths[i]) {
      lacking.emplace_back(wanted - widths[i], i);
    }
  }
  std::sort(lacking.begin(), lacking.end());
  for (const auto& [wish, i] : lacking) {
    if (wish > left) break;
    widths[i] += wish;
    left -= wish;
  }
}

std::vector<Needs> Scaled(std::vector<Needs> needs, double factor) {
  for (Needs& one : needs) {
    one.word *= factor;
    for (double& line : one.lines) line *= factor;
  }
  return needs;
}

double Sum(const std::vector<double>& parts) { return std::accumulate(parts.begin(), parts.end(), 0.0); }

// What is left goes to the texts, where there are any, by what they lack to stand on one line; what is
// lacking all columns lack.
void ShareRest(const Table& table, const std::vector<Needs>& cells, double left,
               std::vector<double>& widths) {
  std::vector<double> lacking(widths.size());
  std::vector<double> texts(widths.size());
  for (size_t i = 0; left > 0 && i < widths.size(); ++i) {
    if (!IsText(table.columns[i])) continue;
    lacking[i] = std::max(cells[i].lines[0] - widths[i], 0.0);
    texts[i] = widths[i];
  }
  const std::vector<double> shares = Sum(lacking) > 0 ? lacking : Sum(texts) > 0 ? texts : widths;
  const double all = Sum(shares);
  for (size_t i = 0; i < widths.size(); ++i) widths[i] += left * shares[i] / all;
}

}  // namespace

ColumnLayout LayOutColumns(const Table& table, const Texts& texts, absl::TimeZone zone,
                           const Typesetter& typesetter, double width) {
  const std::vector<Needs> measured_cells = CellNeeds(table, texts, zone, typesetter);
  std::vector<Needs> measured_headings;
  for (const Column& column : table.columns) {
    measured_headings.push_back(NeedsOf(column.title, kHeadingSize, true, typesetter));
  }
  ColumnLayout layout;
  std::vector<Needs> cells;
  std::vector<Needs> headings;
  double left = 0;
  const auto fits = [&](double gutter, int smaller) {
    layout = {{}, gutter, kHeadingSize - smaller * kSmaller, kSize - smaller * kSmaller};
    cells = Scaled(measured_cells, layout.size / kSize);
    headings = Scaled(measured_headings, layout.heading_size / kHeadingSize);
    for (size_t i = 0; i < cells.size(); ++i) {
      layout.widths.push_back(std::max(cells[i].word, headings[i].word));
    }
    left = width - gutter * static_cast<double>(cells.size() - 1) - Sum(layout.widths);
    return left >= 0;
  };
  if (!fits(GutterOf(table), 0)) {
    for (int smaller = 0; !fits(kNarrowGutter, smaller) && smaller < kMostSmaller;) ++smaller;
  }
  for (size_t lines = kWrapped; lines > 0; --lines) {
    Give(cells, lines, layout.widths, left);
    Give(headings, lines, layout.widths, left);
  }
  ShareRest(table, cells, left, layout.widths);
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
          {.text = i < values.size() ? ValueText(values[i], texts, zone) : "",
           .size = layout.size,
           .bold = bold});
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
