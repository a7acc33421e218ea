#include "clients/print/grid.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

constexpr int kGap = 2;
// A flexible column is no narrower than its longest word or id, unless that is longer than kLongWord, and
// than this, unless the table could not be one otherwise.
constexpr int kComfortable = 12;
constexpr int kLongWord = 28;
// Of a block, where values get what titles leave.
constexpr int kWidestTitle = 20;

// What a column takes: at best, with its title on further lines, with its texts there as well, and with
// hardly more than a word on each.
struct Needs {
  int natural = 0;
  int texts = 0;
  int comfortable = 0;
  int least = 0;
};

Needs NeedsOf(const Grid& grid, size_t column) {
  const Column& head = grid.columns[column];
  int words = 0;
  Needs needs;
  for (const std::vector<Cell>& row : grid.rows) {
    needs.texts = std::max(needs.texts, DisplayWidth(row[column].text));
    words = std::max(words, WidestPart(row[column].text, kLongWord));
  }
  needs.natural = std::max(needs.texts, DisplayWidth(head.title));
  const int title = WidestPart(head.title, kLongWord);
  needs.texts = std::max(needs.texts, title);
  words = std::max(std::min(words, kLongWord), title);
  needs.least = head.flexible ? std::min(needs.texts, words) : needs.texts;
  needs.comfortable = std::max(needs.least, std::min(needs.texts, kComfortable));
  return needs;
}

// Takes from the widest of the columns that may yield until the excess is gone or none may yield more.
void Yield(std::vector<int>& widths, const std::vector<int>& least, int& excess) {
  while (excess > 0) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
    --excess;
  }
}

void LeaveOut(Grid& grid, std::ptrdiff_t column) {
  grid.columns.erase(grid.columns.begin() + column);
  for (std::vector<Cell>& row : grid.rows) row.erase(row.begin() + column);
}

// The widths of columns that fit; leaves out of the grid what can be spared. None if it does not fit so.
std::optional<std::vector<int>> Fit(Grid& grid, std::optional<int> width) {
  for (;;) {
    std::vector<int> widths;
    std::vector<int> texts;
    std::vector<int> comfortable;
    std::vector<int> least;
    for (size_t i = 0; i < grid.columns.size(); ++i) {
      const Needs needs = NeedsOf(grid, i);
      widths.push_back(needs.natural);
      texts.push_back(needs.texts);
      comfortable.push_back(needs.comfortable);
      least.push_back(needs.least);
    }
    if (!width) return widths;
    int excess =
        std::accumulate(widths.begin(), widths.end(), kGap * (static_cast<int>(widths.size()) - 1)) - *width;
    Yield(widths, texts, excess);
    Yield(widths, comfortable, excess);
    if (excess <= 0) return widths;
    const auto spared = std::find_if(grid.columns.begin(), grid.columns.end(), [&](const Column& column) {
      const auto i = static_cast<size_t>(&column - grid.columns.data());
      return column.spared_if_empty &&
             absl::c_all_of(grid.rows, [&](const std::vector<Cell>& row) { return row[i].text.empty(); });
    });
    if (spared != grid.columns.end()) {
      LeaveOut(grid, spared - grid.columns.begin());
      continue;
    }
    auto last = std::find_if(grid.columns.rbegin(), grid.columns.rend(), std::mem_fn(&Column::dispensable));
    if (last == grid.columns.rend()) {
      Yield(widths, least, excess);
      if (excess <= 0) return widths;
      last = std::find_if(grid.columns.rbegin(), grid.columns.rend(), std::mem_fn(&Column::last_resort));
      if (last == grid.columns.rend()) return std::nullopt;
    }
    LeaveOut(grid, std::prev(last.base()) - grid.columns.begin());
  }
}

std::string RowText(const std::vector<Cell>& cells, const std::vector<int>& widths, bool colour, int indent) {
  std::vector<std::vector<std::string>> columns;
  size_t height = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    columns.push_back(Wrapped(cells[i].text, widths[i]));
    height = std::max(height, columns.back().size());
  }
  std::string text;
  for (size_t row = 0; row < height; ++row) {
    std::string line(static_cast<size_t>(indent), ' ');
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string part = row < columns[i].size() ? columns[i][row] : "";
      absl::StrAppend(
          &line, Coloured(part, cells[i].tone, colour),
          std::string(static_cast<size_t>(std::max(widths[i] - DisplayWidth(part), 0) + kGap), ' '));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

// Every row as lines of its own, each a title and a value, with an empty line between rows.
std::string BlocksText(const Grid& grid, int width, bool colour, int indent) {
  int titles = 0;
  for (const Column& column : grid.columns) titles = std::max(titles, DisplayWidth(column.title));
  titles = std::min(titles, kWidestTitle);
  const int values = std::max(width - kGap - titles, kComfortable);
  std::string text;
  for (const std::vector<Cell>& row : grid.rows) {
    if (!text.empty()) text += '\n';
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].text.empty()) continue;
      const int whole = grid.columns[i].flexible ? 0 : DisplayWidth(row[i].text);
      text += RowText({{grid.columns[i].title, Tone::kBold}, row[i]}, {titles, std::max(values, whole)},
                      colour, indent);
    }
  }
  return text;
}

}  // namespace

std::string Coloured(absl::string_view text, Tone tone, bool colour) {
  if (!colour || tone == Tone::kPlain || text.empty()) return std::string(text);
  const char* code = tone == Tone::kBold      ? "1"
                     : tone == Tone::kGood    ? "32"
                     : tone == Tone::kWarning ? "33"
                     : tone == Tone::kBad     ? "31"
                                              : "9";
  return absl::StrCat("\x1b[", code, "m", text, "\x1b[0m");
}

std::string GridText(Grid grid, std::optional<int> width, bool colour, int indent) {
  for (Column& column : grid.columns) column.title = OneLine(column.title);
  for (std::vector<Cell>& row : grid.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      Cell& cell = row[i];
      if (!grid.columns[i].marks.empty()) cell.text = Unbroken(cell.text);
      if (!cell.mark.empty()) absl::StrAppend(&cell.text, " ", Unbroken(cell.mark));
      cell.text = OneLine(cell.text);
    }
  }
  if (width) *width -= indent;
  const Grid all = grid;
  const auto widths = Fit(grid, width);
  if (!widths) return BlocksText(all, *width, colour, indent);
  std::vector<Cell> titles;
  bool titled = false;
  for (const Column& column : grid.columns) {
    titles.push_back({column.title, Tone::kBold});
    titled = titled || !column.title.empty();
  }
  std::string text;
  if (titled) text += RowText(titles, *widths, colour, indent);
  for (const std::vector<Cell>& row : grid.rows) text += RowText(row, *widths, colour, indent);
  return text;
}

}  // namespace arasha::clients
