#include "services/reports/document.h"

namespace arasha::reports {

absl::Status ForEachRow(const Table& table, RowSink sink) {
  if (table.stream) return table.stream(sink);
  for (const Row& row : table.rows) {
    if (absl::Status s = sink(row); !s.ok()) return s;
  }
  return absl::OkStatus();
}

std::vector<const Table*> TablesOf(const Document& document) {
  std::vector<const Table*> tables;
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      if (const auto* table = std::get_if<Table>(&block)) tables.push_back(table);
    }
  }
  return tables;
}

}  // namespace arasha::reports
