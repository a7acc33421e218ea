#include <cmath>

#include "absl/strings/escaping.h"
#include "services/reports/document/source_json.h"
#include "services/reports/document/value_text.h"
#include "services/reports/render/output_file.h"
#include "services/reports/render/render.h"

namespace arasha::reports {
namespace {

using nlohmann::json;

json JsonOf(const Value& value, absl::TimeZone zone) {
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  if (const auto* count = std::get_if<int64_t>(&value)) return *count;
  if (const auto* decimal = std::get_if<Decimal>(&value)) return std::round(decimal->number * 10) / 10;
  if (const auto* share = std::get_if<Share>(&value)) return share->of_one;
  if (const auto* duration = std::get_if<absl::Duration>(&value)) return absl::ToInt64Seconds(*duration);
  return RawText(value, zone);
}

// Bytes that are not UTF-8 must not stop a report.
std::string Dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json FactsOf(const std::vector<Fact>& facts) {
  json list = json::array();
  for (const Fact& fact : facts) list.push_back({{"label", fact.label}, {"text", fact.text}});
  return list;
}

json RowOf(const Table& table, const Row& row, absl::TimeZone zone) {
  json object = json::object();
  for (size_t i = 0; i < std::min(table.columns.size(), row.size()); ++i) {
    object[table.columns[i].id] = JsonOf(row[i], zone);
  }
  return object;
}

// Keys stay without the unit: `arasha report verify` finds figures by them, those of older reports too.
json ColumnJson(const Column& column) {
  json object = {{"id", column.id}, {"title", column.title}};
  if (column.kind == ColumnKind::kDuration) object["unit"] = "seconds";
  return object;
}

absl::Status WriteTable(const Table& table, absl::TimeZone zone, OutputFile& file) {
  json columns = json::array();
  for (const Column& column : table.columns) columns.push_back(ColumnJson(column));
  file.Write("\n  {\"id\":", Dump(table.id), ",\"title\":", Dump(table.title), ",\"note\":", Dump(table.note),
             ",\"columns\":", Dump(columns), ",\"rows\":[");
  size_t number = 0;
  const absl::Status status = ForEachRow(table, [&](const Row& row) {
    json object = RowOf(table, row, zone);
    if (number < table.keys.size()) object["key"] = table.keys[number];
    file.Write(number == 0 ? "\n   " : ",\n   ", Dump(object));
    ++number;
    return absl::OkStatus();
  });
  file.Write("]", table.total ? absl::StrCat(",\"total\":", Dump(RowOf(table, *table.total, zone))) : "",
             "}");
  return status;
}

}  // namespace

absl::Status RenderJson(const Document& document, const std::string& path) {
  OutputFile file(path);
  json headlines = json::array();
  for (const Headline& one : document.headlines) {
    headlines.push_back({{"key", one.id}, {"label", one.label}, {"value", JsonOf(one.value, document.zone)}});
  }
  const auto time = [&](absl::Time at) {
    return Dump(absl::FormatTime(absl::RFC3339_full, at, document.zone));
  };
  file.Write("{\"name\":", Dump(document.name), ",\n \"kind\":", Dump(document.kind),
             ",\n \"language\":", Dump(std::string(CodeOf(document.language))),
             ",\n \"title\":", Dump(document.title), ",\n \"subtitle\":", Dump(document.subtitle),
             ",\n \"start_time\":", time(document.start), ",\n \"end_time\":", time(document.end),
             ",\n \"create_time\":", time(document.made_at), ",\n \"time_zone\":", Dump(document.zone.name()),
             ",\n \"facts\":", Dump(FactsOf(document.facts)), ",\n \"headlines\":", Dump(headlines),
             ",\n \"method\":", Dump(FactsOf(document.method)),
             ",\n \"checkpoint\":", Dump(ToJson(document.checkpoint)),
             ",\n \"source\":", Dump(ToJson(document.source)), ",\n \"tables\":[");
  absl::Status status;
  bool first = true;
  for (const Table* table : TablesOf(document)) {
    if (!first) file.Write(",");
    first = false;
    status = WriteTable(*table, document.zone, file);
    if (!status.ok()) break;
  }
  file.Write("]}\n");
  const absl::Status closed = file.Close();
  return status.ok() ? closed : status;
}

}  // namespace arasha::reports
