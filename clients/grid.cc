#include "clients/grid.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 6;

// Width of each column's widest text, its title left out.
std::vector<int> CellWidths(const Grid& grid) {
  std::vector<int> widths(grid.columns.size(), 0);
  for (const std::vector<Cell>& row : grid.rows) {
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], DisplayWidth(OneLine(row[i].text)));
  }
  return widths;
}

std::vector<int> WidthsWithTitles(const Grid& grid, std::vector<int> widths) {
  for (size_t i = 0; i < widths.size(); ++i)
    widths[i] = std::max(widths[i], DisplayWidth(grid.columns[i].title));
  return widths;
}

// Shortens titles to what stands under them, then flexible columns, widest first, until the row fits or all
// are at their narrowest.
std::vector<int> Narrowed(const std::vector<Column>& columns, int room, const std::vector<int>& cells,
                          std::vector<int> widths) {
  int excess = std::accumulate(widths.begin(), widths.end(), 0) - room;
  for (size_t i = 0; i < widths.size() && excess > 0; ++i) {
    const int spare = std::clamp(widths[i] - std::max(cells[i], kNarrowest), 0, excess);
    widths[i] -= spare;
    excess -= spare;
  }
  while (excess > 0) {
    int* widest = nullptr;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].flexible && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr || *widest <= kNarrowest) break;
    --*widest;
    --excess;
  }
  return widths;
}

std::string Line(const std::vector<Cell>& cells, const std::vector<int>& widths, std::optional<int> width,
                 bool colour, int indent) {
  std::string line(static_cast<size_t>(indent), ' ');
  int used = indent;
  for (size_t i = 0; i < cells.size(); ++i) {
    int room = widths[i];
    if (width) room = std::min(room, *width - used);
    if (room <= 0) break;
    const std::string text = Truncated(OneLine(cells[i].text), room);
    absl::StrAppend(&line, Coloured(text, cells[i].tone, colour));
    used += widths[i] + kGap;
    if (i + 1 < cells.size()) line.append(static_cast<size_t>(widths[i] + kGap - DisplayWidth(text)), ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line.append("\n");
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

std::string GridText(const Grid& grid, std::optional<int> width, bool colour, int indent) {
  const std::vector<int> cells = CellWidths(grid);
  std::vector<int> widths = WidthsWithTitles(grid, cells);
  if (width) {
    const int room = *width - indent - kGap * (static_cast<int>(widths.size()) - 1);
    widths = Narrowed(grid.columns, room, cells, std::move(widths));
  }
  std::string text;
  std::vector<Cell> titles;
  bool titled = false;
  for (const Column& column : grid.columns) {
    titles.push_back({column.title, Tone::kBold});
    titled = titled || !column.title.empty();
  }
  if (titled) text += Line(titles, widths, width, colour, indent);
  for (const std::vector<Cell>& row : grid.rows) text += Line(row, widths, width, colour, indent);
  return text;
}

}  // namespace arasha::clients
