#include "clients/commands/print_records.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/print/grid.h"
#include "clients/print/print_csv.h"
#include "clients/print/print_spreadsheet.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

Grid GridOf(const Session& session, const std::vector<std::string>& names,
            const std::vector<std::vector<std::string>>& rows) {
  Grid grid;
  grid.columns.reserve(names.size());
  for (const std::string& name : names) {
    grid.columns.push_back({session.messages().Text(absl::StrCat("record.", name)), true});
  }
  for (const std::vector<std::string>& row : rows) {
    std::vector<Cell> cells;
    for (const std::string& value : row) cells.push_back({value});
    grid.rows.push_back(std::move(cells));
  }
  return grid;
}

// The values of a record that stand under these names.
std::vector<std::string> Chosen(const std::vector<std::string>& names, const std::vector<std::string>& all,
                                const std::vector<std::string>& record) {
  std::vector<std::string> values;
  for (const std::string& name : names) {
    values.push_back(record[static_cast<size_t>(std::find(all.begin(), all.end(), name) - all.begin())]);
  }
  return values;
}

std::string JsonOf(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const std::vector<std::string>& row : rows) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (size_t i = 0; i < names.size(); ++i) object[names[i]] = row[i];
    list.push_back(std::move(object));
  }
  return HarmlessJson(list.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace))
      .append("\n");
}

}  // namespace

void PrintRecords(const Session& session, const std::vector<std::string>& all,
                  const std::vector<std::vector<std::string>>& records) {
  const std::vector<std::string>& names = session.fields().empty() ? all : session.fields();
  std::vector<std::vector<std::string>> rows;
  for (const std::vector<std::string>& record : records) rows.push_back(Chosen(names, all, record));
  std::ostream& out = *session.environment().out;
  switch (session.output()) {
    case Output::kTable:
      out << GridText(GridOf(session, names, rows), session.style().columns, session.style().colour);
      break;
    case Output::kSheet:
      out << SpreadsheetText(GridOf(session, names, rows));
      break;
    case Output::kJson:
      out << JsonOf(names, rows);
      break;
    case Output::kCsv:
      out << CsvRow(names);
      for (const std::vector<std::string>& row : rows) out << CsvRow(row);
      break;
  }
}

}  // namespace arasha::clients
