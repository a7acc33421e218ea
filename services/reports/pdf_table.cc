#include "services/reports/pdf_table.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_split.h"
#include "services/reports/cairo_canvas.h"
#include "services/reports/value_text.h"

namespace arasha::reports {
namespace {

constexpr double kSize = 8;
constexpr double kHeaderSize = 7.5;
constexpr double kPadding = 3.4;     // above and below
constexpr double kGutter = 10;       // between columns
constexpr double kNarrowGutter = 6;  // between many
constexpr size_t kManyColumns = 8;
constexpr double kLeast = 34;          // of a column of text
constexpr double kMostForAWord = 110;  // what a long word gets before it is broken

double GutterOf(const Table& table) { return table.columns.size() > kManyColumns ? kNarrowGutter : kGutter; }

bool IsText(const Column& column) { return column.kind == ColumnKind::kText; }

double LongestWord(const std::string& text, double size, const Typesetter& typesetter) {
  double longest = 0;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    longest = std::max(longest, typesetter.Width(std::string(word), size, true));
  }
  return longest;
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
        widths_(ColumnWidths(table, texts, zone, typesetter, kBodyWidth)) {}

  SetRow Header() const {
    SetRow row;
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      Add(row, table_.columns[i].title, i, kHeaderSize, true, kFaintInk);
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
    pages.Place(row.height, [row, rule, rule_width, band, gutter = GutterOf(table_),
                             &typesetter = typesetter_](cairo_t* cairo, double y) {
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
        .text = text, .width = widths_[column], .size = size, .bold = bold, .color = color};
    if (!IsText(table_.columns[column])) cell.anchor = Anchor::kEnd;
    cell.leading = 1.0;
    row.height = std::max(row.height, typesetter_.Height(cell) + 2 * kPadding);
    row.cells.push_back(std::move(cell));
  }

  const Table& table_;
  const Texts& texts_;
  absl::TimeZone zone_;
  const Typesetter& typesetter_;
  std::vector<double> widths_;
};

}  // namespace

std::vector<double> ColumnWidths(const Table& table, const Texts& texts, absl::TimeZone zone,
                                 const Typesetter& typesetter, double width) {
  const size_t count = table.columns.size();
  std::vector<double> needs(count);
  std::vector<double> least(count, kLeast);  // of columns of text
  std::vector<double> widths(count);
  const double room = width - GutterOf(table) * static_cast<double>(count - 1);
  double left = room;      // for columns of text
  double text_needs = 0;   // of these
  double text_wishes = 0;  // beyond the least
  for (size_t i = 0; i < count; ++i) {
    const auto measure = [&](const Row& row, bool bold) {
      if (i >= row.size()) return;
      const std::string text = ValueText(row[i], texts, zone);
      needs[i] = std::max(needs[i], typesetter.Width(text, kSize, bold));
      least[i] = std::max(least[i], std::min(kMostForAWord, LongestWord(text, kSize, typesetter) + 1));
    };
    for (const Row& row : table.rows) measure(row, false);
    if (table.total) measure(*table.total, true);
    needs[i] = std::max(needs[i], LongestWord(table.columns[i].title, kHeaderSize, typesetter)) + 1;
    if (IsText(table.columns[i])) {
      needs[i] = std::max(needs[i], least[i]);
      text_needs += needs[i];
      text_wishes += needs[i] - least[i];
      left -= least[i];
    } else {
      widths[i] = needs[i];
      left -= needs[i];
    }
  }
  // Words stay whole before anything else gets more room.
  for (size_t i = 0; i < count; ++i) {
    if (!IsText(table.columns[i])) continue;
    const double share = text_wishes > 0 ? (needs[i] - least[i]) / text_wishes : needs[i] / text_needs;
    widths[i] = least[i] + std::max(left, 0.0) * share;
  }
  // Nothing but figures, or more columns than there is room for: everything in proportion.
  const double sum = std::accumulate(widths.begin(), widths.end(), 0.0);
  if (text_needs == 0 || sum > room) {
    for (double& one : widths) one *= room / sum;
  }
  return widths;
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
