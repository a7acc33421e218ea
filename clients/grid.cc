#include "clients/grid.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;

std::vector<int> Widths(const Grid& grid) {
  std::vector<int> widths;
  for (const Column& column : grid.columns) widths.push_back(DisplayWidth(column.title));
  for (const std::vector<Cell>& row : grid.rows) {
    for (size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], DisplayWidth(OneLine(row[i].text)));
  }
  return widths;
}

// Shortens flexible columns, widest first, until the row fits or all are at their narrowest.
void Narrow(const std::vector<Column>& columns, int room, std::vector<int>& widths) {
  int excess = std::accumulate(widths.begin(), widths.end(), 0) - room;
  while (excess > 0) {
    int* widest = nullptr;
    for (size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].flexible && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr || *widest <= kNarrowest) return;
    --*widest;
    --excess;
  }
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
                                              : "31";
  return absl::StrCat("\x1b[", code, "m", text, "\x1b[0m");
}

std::string GridText(const Grid& grid, std::optional<int> width, bool colour, int indent) {
  std::vector<int> widths = Widths(grid);
  if (width) Narrow(grid.columns, *width - indent - kGap * (static_cast<int>(widths.size()) - 1), widths);
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
