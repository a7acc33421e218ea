#ifndef ARASHA_CLIENTS_PRINT_GRID_H_
#define ARASHA_CLIENTS_PRINT_GRID_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace arasha::clients {

// How a cell is coloured where colours are shown.
enum class Tone { kPlain, kBold, kGood, kWarning, kBad, kStruckOut };

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
  // What is said of it behind it, `overdue`; only in columns that have marks.
  std::string mark = {};
};

struct Column {
  std::string title;
  // Its texts go on in further lines where the terminal is too narrow: names, descriptions. The others stay
  // whole.
  bool flexible = false;
  // Left out where it is still too narrow, the last such column first: bookkeeping, which other formats have.
  bool dispensable = false;
  // Left out, the last such column first, where the grid could be no table otherwise.
  bool last_resort = false;
  // Title of the marks of its cells, where they stand apart from these, so that a spreadsheet can sort by
  // both; empty if they have none. Cells that may have marks stay whole.
  std::string marks = {};
  // Left out before any other where it is too narrow, if no row has anything there.
  bool spared_if_empty = false;
};

// Rows under titles, in columns aligned by display width. Text is made safe for a terminal.
struct Grid {
  std::vector<Column> columns;
  // Each as long as `columns`.
  std::vector<std::vector<Cell>> rows;
};

// The text between the escape sequences of its tone; as it is without colours.
std::string Coloured(absl::string_view text, Tone tone, bool colour);

// The grid as text, every line indented by so many blanks and ended by a line break. With a width, titles and
// flexible columns go on in further lines, and columns that may be are left out, until the lines are no
// wider; where not even that helps, every row becomes a block of lines with all its columns, one below the
// other. Nothing is cut. Titles are left out where all of them are empty.
std::string GridText(Grid grid, std::optional<int> width, bool colour, int indent = 0);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_GRID_H_
