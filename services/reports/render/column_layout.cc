#include "services/reports/render/column_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "absl/strings/str_split.h"
#include "services/reports/document/value_text.h"

namespace arasha::reports {
namespace {

constexpr double kRowTextSize = 8;
constexpr double kHeadingSize = 7.5;
constexpr double kSmaller = 0.25;
constexpr int kMostSmaller = 6;      // steps
constexpr double kGutter = 10;       // between columns
constexpr double kNarrowGutter = 6;  // between many, or where words need it
constexpr size_t kManyColumns = 8;
constexpr double kLeast = 34;          // of a column of text
constexpr double kMostForAWord = 110;  // what a long word of a cell gets before it is broken
constexpr double kName = 88;           // about twenty letters, which the name that a row begins with gets
constexpr int kSmallerForAName = 5;    // steps
constexpr double kSlack = 1;           // a line of just its width would break
constexpr size_t kWrapped = 3;         // lines of a cell that columns are weighed by

double GutterOf(const Table& table) { return table.columns.size() > kManyColumns ? kNarrowGutter : kGutter; }

// The least widths in which texts stand.
struct Needs {
  double word = 0;                       // no word broken
  std::array<double, kWrapped> lines{};  // on one line, on two, on three

  void Include(const Needs& other) {
    word = std::max(word, other.word);
    for (size_t i = 0; i < kWrapped; ++i) lines[i] = std::max(lines[i], other.lines[i]);
  }
};

// On how many lines a text stands in this width; past three they are no longer told apart.
size_t LinesAt(const Needs& needs, double width) {
  size_t lines = kWrapped + 1;
  while (lines > 1 && needs.lines[lines - 2] <= width) --lines;
  return lines;
}

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

// What cells need, headings aside.
struct Cells {
  std::vector<std::vector<Needs>> rows;  // and the total
  std::vector<Needs> columns;            // the most of their cells
};

Cells CellNeeds(const Table& table, const Texts& texts, absl::TimeZone zone, const Typesetter& typesetter) {
  Cells cells;
  cells.columns.resize(table.columns.size());
  for (size_t i = 0; i < cells.columns.size(); ++i) {
    if (IsText(table.columns[i])) cells.columns[i].word = std::max(kLeast, table.columns[i].room);
  }
  const auto measure = [&](const Row& row, bool bold) {
    std::vector<Needs>& line = cells.rows.emplace_back();
    for (size_t i = 0; i < std::min(row.size(), cells.columns.size()); ++i) {
      Needs needs = NeedsOf(ValueText(row[i], texts, zone), kRowTextSize, bold, typesetter);
      // Times and figures are read in one piece.
      needs.word = IsText(table.columns[i]) ? std::min(kMostForAWord, needs.word) : needs.lines[0];
      cells.columns[i].Include(needs);
      line.push_back(needs);
    }
  };
  for (const Row& row : table.rows) measure(row, false);
  if (table.total) measure(*table.total, true);
  return cells;
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

void Scale(std::vector<Needs>& needs, double factor) {
  for (Needs& one : needs) {
    one.word *= factor;
    for (double& line : one.lines) line *= factor;
  }
}

double Sum(const std::vector<double>& parts) { return std::accumulate(parts.begin(), parts.end(), 0.0); }

// How many lines a table gets shorter by when a column grows; a cell that gets shorter beside one that does
// not counts a little, for that one may follow.
double LinesSaved(const std::vector<std::vector<Needs>>& rows, const std::vector<double>& widths,
                  size_t column, double width) {
  constexpr double kCell = 0.1;
  double saved = 0;
  for (const std::vector<Needs>& row : rows) {
    if (column >= row.size()) continue;
    const size_t before = LinesAt(row[column], widths[column]);
    const size_t after = LinesAt(row[column], width);
    if (after == before) continue;
    size_t others = 1;
    for (size_t i = 0; i < row.size(); ++i) {
      if (i != column) others = std::max(others, LinesAt(row[i], widths[i]));
    }
    saved += static_cast<double>(std::max(others, before) - std::max(others, after)) +
             kCell * static_cast<double>(before - after);
  }
  return saved;
}

// Gives room to where it makes the table shortest, step by step: a name in every row goes before a longer one
// in a single row.
void Shorten(const std::vector<std::vector<Needs>>& rows, std::vector<double>& widths, double& left) {
  std::vector<std::set<double>> steps(widths.size());  // widths in which some cell stands on fewer lines
  for (const std::vector<Needs>& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      for (const double width : row[i].lines) steps[i].insert(std::ceil(width));
    }
  }
  while (true) {
    size_t column = 0;
    double wish = 0;
    double most = 0;  // lines saved by a point
    for (size_t i = 0; i < widths.size(); ++i) {
      for (auto step = steps[i].upper_bound(widths[i]); step != steps[i].end() && *step - widths[i] <= left;
           ++step) {
        const double saved = LinesSaved(rows, widths, i, *step) / (*step - widths[i]);
        if (saved <= most) continue;
        column = i;
        wish = *step - widths[i];
        most = saved;
      }
    }
    if (most == 0) return;
    widths[column] += wish;
    left -= wish;
  }
}

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
  const Cells measured = CellNeeds(table, texts, zone, typesetter);
  std::vector<Needs> measured_headings;
  for (const Column& column : table.columns) {
    measured_headings.push_back(NeedsOf(column.title, kHeadingSize, true, typesetter));
  }
  ColumnLayout layout;
  Cells cells;
  std::vector<Needs> headings;
  double left = 0;
  const auto fits = [&](double gutter, int smaller, bool name) {
    layout = {{}, gutter, kHeadingSize - smaller * kSmaller, kRowTextSize - smaller * kSmaller};
    const double factor = layout.size / kRowTextSize;
    cells = measured;
    Scale(cells.columns, factor);
    for (std::vector<Needs>& row : cells.rows) Scale(row, factor);
    headings = measured_headings;
    Scale(headings, layout.heading_size / kHeadingSize);
    for (size_t i = 0; i < headings.size(); ++i) {
      layout.widths.push_back(std::max(cells.columns[i].word, headings[i].word));
    }
    if (name && IsText(table.columns[0])) {
      layout.widths[0] = std::max(layout.widths[0], std::min(kName * factor, cells.columns[0].lines[0]));
    }
    left = width - gutter * static_cast<double>(headings.size() - 1) - Sum(layout.widths);
    return left >= 0;
  };
  const auto fit = [&](bool name, int most_smaller) {
    if (fits(GutterOf(table), 0, name)) return true;
    for (int smaller = 0; smaller <= most_smaller; ++smaller) {
      if (fits(kNarrowGutter, smaller, name)) return true;
    }
    return false;
  };
  if (!fit(true, kSmallerForAName)) fit(false, kMostSmaller);
  Shorten(cells.rows, layout.widths, left);
  for (size_t lines = kWrapped; lines > 0; --lines) {
    Give(cells.columns, lines, layout.widths, left);
    Give(headings, lines, layout.widths, left);
  }
  ShareRest(table, cells.columns, left, layout.widths);
  return layout;
}

}  // namespace arasha::reports
