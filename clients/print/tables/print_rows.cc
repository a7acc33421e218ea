#include "clients/print/tables/print_rows.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/detail_text.h"
#include "clients/text/names.h"
#include "proto/row_groups.h"

namespace arasha::clients {
namespace {

// The rows of one group; a column that nobody filled in is left out.
Grid GroupGrid(const v1::Case& matter, const std::string& id, const v1::RowGroup& group,
               const TableStyle& style) {
  std::vector<const v1::Row*> rows;
  std::set<std::string> said;
  for (const v1::Row& row : matter.rows()) {
    if (row.group() != id) continue;
    rows.push_back(&row);
    for (const auto& [field, value] : row.details().fields()) said.insert(field);
  }
  Grid grid{{{style.messages.Text("column.id")}}, {}};
  std::vector<std::pair<std::string, const v1::FieldRule*>> fields;
  for (const v1::FieldRule& rule : group.fields()) {
    if (said.erase(rule.id()) == 0) continue;
    fields.emplace_back(rule.id(), &rule);
    grid.columns.push_back({style.messages.Text(rule.label(), rule.id()), true});
  }
  for (const std::string& field : said) {
    fields.emplace_back(field, nullptr);
    grid.columns.push_back({field, true});
  }
  for (const v1::Row* row : rows) {
    std::vector<Cell>& cells = grid.rows.emplace_back();
    cells.push_back({ShortId(row->name())});
    for (const auto& [field, rule] : fields) {
      const auto value = row->details().fields().find(field);
      const bool has = value != row->details().fields().end();
      cells.push_back({has ? DetailText(value->second, rule, style) : ""});
    }
  }
  return grid;
}

}  // namespace

std::vector<std::pair<std::string, Grid>> RowGrids(const v1::Case& matter, const v1::CaseType& type,
                                                   const TableStyle& style) {
  std::vector<std::pair<std::string, Grid>> grids;
  std::set<std::string> left;
  for (const v1::Row& row : matter.rows()) left.insert(row.group());
  for (const v1::RowGroup& group : type.row_groups()) {
    if (left.erase(group.id()) == 0) continue;
    grids.emplace_back(style.messages.Text(group.label_many(), group.id()),
                       GroupGrid(matter, group.id(), group, style));
  }
  for (const std::string& id : left) grids.emplace_back(id, GroupGrid(matter, id, v1::RowGroup(), style));
  return grids;
}

std::string TableText(const v1::Row& row, const v1::CaseType& type, const TableStyle& style) {
  const v1::RowGroup* group = RowGroupOf(type, row.group());
  const std::string title = group == nullptr ? row.group() : style.messages.Text(group->label(), group->id());
  Grid grid{{{""}, {"", true}}, {{{title, Tone::kBold}, {ShortId(row.name())}}}};
  const FieldRules fields = TypeOfRows(type, row.group()).fields();
  for (auto& [label, value] : DetailTexts(row.details(), fields, style)) {
    grid.rows.push_back({{std::move(label)}, {std::move(value)}});
  }
  return GridText(grid, style.columns, style.colour);
}

std::string RowLine(const v1::Row& row, const v1::CaseType& type, const TableStyle& style) {
  const FieldRules fields = TypeOfRows(type, row.group()).fields();
  return absl::StrJoin(DetailTexts(row.details(), fields, style), "; ", absl::PairFormatter(": "));
}

}  // namespace arasha::clients
