#include "absl/strings/str_replace.h"
#include "services/reports/document/value_text.h"
#include "services/reports/render/output_file.h"
#include "services/reports/render/render.h"

namespace arasha::reports {
namespace {

// RFC 4180. Texts that a spreadsheet would run as a formula get an apostrophe first; numbers of ours, which
// may be negative, do not, nor does a sign alone, which is all missions.
std::string Cell(std::string text, bool is_text) {
  if (is_text && text.size() > 1 && absl::string_view("=+-@\t\r").find(text[0]) != absl::string_view::npos) {
    text = absl::StrCat("'", text);
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

// A bare number of seconds says so in its header, for a table stands alone in its file.
std::string Header(const Column& column) {
  return Cell(column.kind == ColumnKind::kDuration ? absl::StrCat(column.id, "_seconds") : column.id, true);
}

// The name of what has one.
std::string NameCell(const Value& value) {
  const Named* named = std::get_if<Named>(&value);
  return named == nullptr ? "" : Cell(named->name, true);
}

}  // namespace

absl::Status RenderCsv(const Document& document, const Table& table, const std::string& path) {
  OutputFile file(path);
  std::string line;
  for (const Column& column : table.columns) {
    absl::StrAppend(&line, line.empty() ? "" : ",", Header(column));
    if (column.in_words) absl::StrAppend(&line, ",", column.id, "_in_words");
  }
  file.Write(line, "\r\n");
  const absl::Status status = ForEachRow(table, [&](const Row& row) {
    line.clear();
    for (size_t i = 0; i < table.columns.size(); ++i) {
      if (i > 0) line += ',';
      if (i < row.size()) {
        line += Cell(RawText(row[i], document.zone),
                     std::holds_alternative<std::string>(row[i]) || std::holds_alternative<Named>(row[i]));
      }
      if (table.columns[i].in_words) absl::StrAppend(&line, ",", i < row.size() ? NameCell(row[i]) : "");
    }
    file.Write(line, "\r\n");
    return absl::OkStatus();
  });
  const absl::Status closed = file.Close();
  return status.ok() ? closed : status;
}

}  // namespace arasha::reports
