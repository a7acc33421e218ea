#ifndef ARASHA_CLIENTS_PRINT_LIST_COLUMNS_H_
#define ARASHA_CLIENTS_PRINT_LIST_COLUMNS_H_

#include <google/protobuf/message.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/approval.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/erasures.pb.h"
#include "arasha/v1/reminders.pb.h"
#include "arasha/v1/reports.pb.h"
#include "arasha/v1/warnings.pb.h"
#include "clients/print/grid.h"
#include "clients/print/print_spreadsheet.h"
#include "clients/print/print_table.h"

namespace arasha::clients {

// How a column's cells are made of its field, and what becomes of it on a narrow terminal; they add up.
enum ColumnTrait : int {
  kFlexible = 1,     // see Column
  kDispensable = 2,  // see Column
  kZoned = 4,        // of times: their offset stands in the heading
  kShortName = 8,    // of resource names: the last segment alone
  kFullTime = 16,    // of times: each with its offset
  kIfAny = 32,       // left out of tables where no row has anything there
  kLastResort = 64,  // see Column
  kIfAsked = 128,    // only where --columns names it
  kMarked = 256,     // its cells may have marks, see Column
  kSpared = 512,     // see Column::spared_if_empty
};

// A column of lists of such rows, or a line of the sheet that shows one row alone.
template <typename Row>
struct ListColumn {
  // The field that it is made of, as JSON names it; `order.kind` lies in a message within. --columns chooses
  // by it.
  const char* field;
  // Key of its heading; none if that is TitleOf() the field.
  const char* title;
  // Sum of ColumnTraits.
  int traits = 0;
  // Its cell, where the value of the field alone is not what is to be read.
  Cell (*cell)(const Row& row, const TableStyle& style) = nullptr;
};

// The columns of lists of such rows, in the order in which they stand unless others are asked for.
template <typename Row>
absl::Span<const ListColumn<Row>> ColumnsOf();
template <>
absl::Span<const ListColumn<v1::AccessGrant>> ColumnsOf<v1::AccessGrant>();
template <>
absl::Span<const ListColumn<v1::Approval>> ColumnsOf<v1::Approval>();
template <>
absl::Span<const ListColumn<v1::AuditEntry>> ColumnsOf<v1::AuditEntry>();
template <>
absl::Span<const ListColumn<v1::Case>> ColumnsOf<v1::Case>();
template <>
absl::Span<const ListColumn<v1::CaseType>> ColumnsOf<v1::CaseType>();
template <>
absl::Span<const ListColumn<v1::CheckedItem>> ColumnsOf<v1::CheckedItem>();
template <>
absl::Span<const ListColumn<v1::Checkpoint>> ColumnsOf<v1::Checkpoint>();
template <>
absl::Span<const ListColumn<v1::Colleague>> ColumnsOf<v1::Colleague>();
template <>
absl::Span<const ListColumn<v1::ErasureList>> ColumnsOf<v1::ErasureList>();
template <>
absl::Span<const ListColumn<v1::Entry>> ColumnsOf<v1::Entry>();
template <>
absl::Span<const ListColumn<v1::Principal>> ColumnsOf<v1::Principal>();
template <>
absl::Span<const ListColumn<v1::Reminder>> ColumnsOf<v1::Reminder>();
template <>
absl::Span<const ListColumn<v1::Report>> ColumnsOf<v1::Report>();
template <>
absl::Span<const ListColumn<v1::ReportSchedule>> ColumnsOf<v1::ReportSchedule>();
template <>
absl::Span<const ListColumn<v1::Warning>> ColumnsOf<v1::Warning>();

// What the field of this name says, in words.
Cell FieldCell(const google::protobuf::Message& row, absl::string_view field, int traits,
               const TableStyle& style);

// When somebody is reminded, marked in words once that has come: colours are not everybody's.
Cell ReminderCell(std::string when, bool due, const TableStyle& style);

// What was said of a deadline; nothing if nothing was.
Cell WarningCell(v1::WarningKind kind, const TableStyle& style);

// Key of the heading of a field that has no column of its own, `column.host_state`.
std::string TitleOf(const google::protobuf::Descriptor& row, absl::string_view field);

// A heading.
Column HeadOf(absl::string_view title, int traits, const TableStyle& style);

// Of the column of a field that has none of its own.
int TraitsOf(const google::protobuf::Descriptor& row, absl::string_view field);

// The names and, behind them, those of the message's other fields that fit into a cell.
std::vector<std::string> WithOtherFields(std::vector<std::string> names,
                                         const google::protobuf::Descriptor& row);

// Whatever can be a column of such rows, by its name.
template <typename Row>
std::vector<std::string> ColumnNames() {
  std::vector<std::string> names;
  for (const ListColumn<Row>& column : ColumnsOf<Row>()) names.emplace_back(column.field);
  return WithOtherFields(std::move(names), *Row::descriptor());
}

template <typename Row>
Cell CellOf(const ListColumn<Row>& column, const Row& row, const TableStyle& style) {
  return column.cell == nullptr ? FieldCell(row, column.field, column.traits, style)
                                : column.cell(row, style);
}

// The columns that the style asks for. What is asked for is not left out for want of room.
template <typename Row>
std::vector<ListColumn<Row>> ShownColumns(const TableStyle& style) {
  const absl::Span<const ListColumn<Row>> known = ColumnsOf<Row>();
  std::vector<ListColumn<Row>> shown;
  for (const std::string& name : style.fields) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const ListColumn<Row>& column) { return column.field == name; });
    if (found == known.end()) {
      shown.push_back({name.c_str(), nullptr, TraitsOf(*Row::descriptor(), name)});
    } else {
      shown.push_back(*found);
      shown.back().traits &= ~(kDispensable | kIfAny | kLastResort | kSpared);
    }
  }
  if (!shown.empty()) return shown;
  for (const ListColumn<Row>& column : known) {
    if ((column.traits & kIfAsked) == 0) shown.push_back(column);
  }
  return shown;
}

// The rows under these columns.
template <typename Rows>
Grid GridOf(absl::Span<const ListColumn<typename Rows::value_type>> columns, const Rows& rows,
            const TableStyle& style) {
  Grid grid;
  grid.rows.resize(static_cast<size_t>(rows.size()));
  for (const auto& column : columns) {
    std::vector<Cell> cells;
    for (const auto& row : rows) cells.push_back(CellOf(column, row, style));
    const bool empty =
        std::all_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.text.empty(); });
    // Spreadsheets of two days have the same columns.
    if (empty && (column.traits & kIfAny) != 0 && !style.spreadsheet) continue;
    const std::string title =
        column.title == nullptr ? TitleOf(*Rows::value_type::descriptor(), column.field) : column.title;
    grid.columns.push_back(HeadOf(title, column.traits, style));
    for (size_t i = 0; i < cells.size(); ++i) grid.rows[i].push_back(std::move(cells[i]));
  }
  return grid;
}

// The rows as a table or spreadsheet, with the columns that are asked for.
template <typename Rows>
std::string ListText(const Rows& rows, const TableStyle& style) {
  const std::vector<ListColumn<typename Rows::value_type>> shown =
      ShownColumns<typename Rows::value_type>(style);
  Grid grid = GridOf(absl::MakeConstSpan(shown), rows, style);
  return style.spreadsheet ? SpreadsheetText(grid) : GridText(std::move(grid), style.columns, style.colour);
}

// Adds a line to a grid of titles and texts for each of these that has something to say of the row.
template <typename Row, size_t kCount>
void AddSheet(const ListColumn<Row> (&lines)[kCount], const Row& row, const TableStyle& style, Grid& grid) {
  for (ListColumn<Row> line : lines) {
    line.traits |= kFullTime;
    Cell cell = CellOf(line, row, style);
    if (!cell.text.empty()) grid.rows.push_back({{style.messages.Text(line.title)}, std::move(cell)});
  }
}

// One row alone, in such lines.
template <typename Row, size_t kCount>
std::string SheetText(const ListColumn<Row> (&lines)[kCount], const Row& row, const TableStyle& style,
                      int indent = 0) {
  Grid grid{{{""}, {"", true}}, {}};
  AddSheet(lines, row, style, grid);
  return GridText(std::move(grid), style.columns, style.colour, indent);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_LIST_COLUMNS_H_
