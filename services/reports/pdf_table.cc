#include "services/reports/pdf_table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_split.h"
#include "services/reports/cairo_canvas.h"
#include "services/reports/value_text.h"

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

double GutterOf(const Table& table) { return table.columns.size() > kManyColumns ? kNarrowGutter : kGutter; }

bool IsText(const Column& column) { return column.kind == ColumnKind::kText; }

double LongestWord(const std::string& text, double size, const Typesetter& typesetter) {
  double longest = 0;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
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

// One line of a table, set.
struct SetRow {
  std::vector<Typesetter::Paragraph> cells;
  double height = 0;
};

class TableSetter {
 public:
  TableSetter(const Table& table, const Texts& texts, absl::TimeZone zone, const Typesetter& typesetter)
      : table_(table),
        texts_(texts),
        zone_(zone),
        typesetter_(typesetter),
        layout_(LayOutColumns(table, texts, zone, typesetter, kBodyWidth)) {}

  SetRow Header() const {
    SetRow row;
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      Add(row, table_.columns[i].title, i, layout_.heading_size, true, kFaintInk);
    }
    return row;
  }

  SetRow Line(const Row& values, bool bold) const {
    SetRow row;
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const std::string text = i < values.size() ? ValueText(values[i], texts_, zone_) : "";
      Add(row, text, i, kSize, bold, kInk);
    }
    return row;
  }

  void Place(PdfPages& pages, const SetRow& row, const Color& rule, double rule_width, bool band) const {
    pages.Place(row.height, [row, rule, rule_width, band, gutter = layout_.gutter, &typesetter = typesetter_](
                                cairo_t* cairo, double y) {
      CairoCanvas canvas(cairo, typesetter);
      if (band) canvas.Rectangle({kMargin, y, kBodyWidth, row.height}, kBand, "");
      double x = kMargin;
      for (const Typesetter::Paragraph& cell : row.cells) {
        typesetter.Draw(cairo, cell, x, y + kPadding);
        x += cell.width + gutter;
      }
      canvas.Line({kMargin, y + row.height}, {kMargin + kBodyWidth, y + row.height}, rule, rule_width);
    });
  }

 private:
  void Add(SetRow& row, const std::string& text, size_t column, double size, bool bold,
           const Color& color) const {
    Typesetter::Paragraph cell{
        .text = text, .width = layout_.widths[column], .size = size, .bold = bold, .color = color};
    if (!IsText(table_.columns[column])) cell.anchor = Anchor::kEnd;
    cell.leading = 1.0;
    row.height = std::max(row.height, typesetter_.Height(cell) + 2 * kPadding);
    row.cells.push_back(std::move(cell));
  }

  const Table& table_;
  const Texts& texts_;
  absl::TimeZone zone_;
  const Typesetter& typesetter_;
  const ColumnLayout layout_;
};

}  // namespace

ColumnLayout LayOutColumns(const Table& table, const Texts& texts, absl::TimeZone zone,
                           const Typesetter& typesetter, double width) {
  const std::vector<ColumnNeeds> needs = CellNeeds(table, texts, zone, typesetter);
  ColumnLayout layout;
  layout.gutter = GutterOf(table);
  const double room = width - layout.gutter * static_cast<double>(table.columns.size() - 1);
  std::vector<double>& widths = layout.widths;
  double left = 0;
  for (layout.heading_size = kHeadingSize;; layout.heading_size -= 0.25) {
    widths.clear();
    for (size_t i = 0; i < needs.size(); ++i) {
      const double heading = LongestWord(table.columns[i].title, layout.heading_size, typesetter) + kSlack;
      widths.push_back(std::max(needs[i].word, heading));
    }
    left = room - std::accumulate(widths.begin(), widths.end(), 0.0);
    if (left >= 0 || layout.heading_size <= kLeastHeadingSize) break;
  }
  // Figures before texts.
  for (const bool texts_turn : {false, true}) {
    std::vector<double> wishes(needs.size());
    for (size_t i = 0; i < needs.size(); ++i) {
      if (IsText(table.columns[i]) == texts_turn) wishes[i] = std::max(needs[i].line - widths[i], 0.0);
    }
    const double all = std::accumulate(wishes.begin(), wishes.end(), 0.0);
    const double given = std::min(std::max(left, 0.0), all);
    if (given == 0) continue;
    for (size_t i = 0; i < needs.size(); ++i) widths[i] += given * wishes[i] / all;
    left -= given;
  }
  // What is left goes to the texts, where there are any; what is lacking all columns lack.
  const bool has_texts = std::any_of(table.columns.begin(), table.columns.end(), IsText);
  const auto shares = [&](size_t i) { return left < 0 || !has_texts || IsText(table.columns[i]); };
  double sharing = 0;
  for (size_t i = 0; i < needs.size(); ++i) sharing += shares(i) ? widths[i] : 0;
  for (size_t i = 0; i < needs.size(); ++i) widths[i] += shares(i) ? left * widths[i] / sharing : 0;
  return layout;
}

void PlaceTable(PdfPages& pages, const Table& table, const Texts& texts, absl::TimeZone zone,
                const Typesetter& typesetter) {
  const TableSetter setter(table, texts, zone, typesetter);
  const SetRow header = setter.Header();
  pages.Keep(header.height * 4);
  setter.Place(pages, header, kFaintInk, 0.8, false);
  bool band = false;
  for (const Row& values : table.rows) {
    const SetRow row = setter.Line(values, false);
    if (pages.Room() < row.height) {
      pages.NewPage();
      setter.Place(pages, header, kFaintInk, 0.8, false);
    }
    setter.Place(pages, row, kGrid, 0.5, band);
    band = !band;
  }
  if (table.total) setter.Place(pages, setter.Line(*table.total, true), kFaintInk, 0.8, false);
}

}  // namespace arasha::reports
