#include "clients/print/print_spreadsheet.h"

#include <vector>

#include "absl/strings/string_view.h"
#include "clients/print/print_csv.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kByteOrderMark = "\uFEFF";
// LibreOffice takes the others for separators as well, unless it is told otherwise.
constexpr absl::string_view kSeparators = ";,\t";

}  // namespace

std::string SpreadsheetText(const Grid& grid) {
  std::vector<std::string> titles;
  for (const Column& column : grid.columns) {
    titles.push_back(column.title);
    if (!column.marks.empty()) titles.push_back(column.marks);
  }
  std::string text = std::string(kByteOrderMark).append(CsvRow(titles, kSeparators));
  for (const std::vector<Cell>& row : grid.rows) {
    std::vector<std::string> values;
    for (size_t i = 0; i < row.size(); ++i) {
      values.push_back(row[i].text);
      if (!grid.columns[i].marks.empty()) values.push_back(row[i].mark);
    }
    text.append(CsvRow(values, kSeparators));
  }
  return text;
}

}  // namespace arasha::clients
