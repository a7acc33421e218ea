#include "storage/cases/rows.h"

#include <google/protobuf/descriptor.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/keys/kept_fields.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

std::string Text(const json& row, const char* column) {
  const json& value = row.at(column);
  return value.is_null() ? std::string() : value.get<std::string>();
}
std::vector<std::string> Texts(const json& row, const char* column) {
  const json& value = row.at(column);
  return value.is_null() ? std::vector<std::string>() : value.get<std::vector<std::string>>();
}
json TimeOrNull(std::optional<absl::Time> time) { return time ? json(TimeText(*time)) : json(nullptr); }
std::optional<absl::Time> Time(const json& row, const char* column) {
  const json& value = row.at(column);
  if (value.is_null()) return std::nullopt;
  return ParseTimeText(value.get_ref<const std::string&>());
}

// {"field:arrested_time": [at, until]}; null if there are none.
json FieldTimesJson(const std::map<std::string, FieldTime>& times) {
  if (times.empty()) return nullptr;
  json by_key = json::object();
  for (const auto& [key, time] : times) by_key[key] = {TimeText(time.at), TimeText(time.until)};
  return by_key;
}
std::map<std::string, FieldTime> ReadFieldTimes(const json& by_key) {
  std::map<std::string, FieldTime> times;
  if (by_key.is_null()) return times;
  for (const auto& [key, time] : by_key.items()) {
    times[key] = {ParseTimeText(time.at(0).get_ref<const std::string&>()),
                  ParseTimeText(time.at(1).get_ref<const std::string&>())};
  }
  return times;
}

// What a row's content is sealed for.
std::string Place(absl::string_view table, absl::string_view uid) { return absl::StrCat(table, "/", uid); }
std::string PlaceOf(absl::string_view table, const json& row) {
  return Place(table, row.at("uid").get_ref<const std::string&>());
}

// The etag is the version; what is only now put on its case may have none yet.
int VersionOf(const std::string& etag) {
  int version = 1;
  if (!etag.empty() && !absl::SimpleAtoi(etag, &version)) throw std::runtime_error("an etag is no version");
  return version;
}

const google::protobuf::FieldDescriptor* NameOf(const google::protobuf::Message& message) {
  return message.GetDescriptor()->FindFieldByName("name");
}

}  // namespace

json ChildRow(const CaseKey& key, absl::string_view kind, const google::protobuf::Message& message,
              const DataKey& seal) {
  const std::string name = message.GetReflection()->GetString(message, NameOf(message));
  json row = ClearColumns(message);
  row["mission"] = key.mission;
  row["case_uid"] = key.uid;
  row["uid"] = std::string(UidOf(name));
  row["sealed"] = SealPersonal(seal, Place(kind, UidOf(name)), message);
  return row;
}

bool ReadChild(const json& row, absl::string_view kind, absl::string_view case_name,
               absl::string_view collection, absl::Span<const DataKey> keys,
               google::protobuf::Message& message, DamagedRows& damaged) {
  const bool whole = UnsealPersonalOrNote(keys, PlaceOf(kind, row), row.at("sealed"), message, damaged);
  ReadClearColumns(row, case_name, message);
  message.GetReflection()->SetString(&message, NameOf(message),
                                     absl::StrCat(case_name, "/", collection, "/", Text(row, "uid")));
  return whole;
}

std::string TypeRef(const v1::Case& message) {
  return absl::StrCat(message.type(), "@", message.type_version());
}

json ToRow(const CaseRow& row, const DataKey& seal) {
  json columns = ClearColumns(row.message);
  columns.update(json::object({{"mission", row.number.mission},
                               {"year", row.number.year},
                               {"serial", row.number.serial},
                               {"open", row.open},
                               {"labels", row.labels},
                               {"sealed", SealPersonal(seal, Place("case", row.message.uid()), row.message)},
                               {"created_by", row.created_by},
                               {"version", row.version},
                               {"field_times", FieldTimesJson(row.field_times)}}));
  return columns;
}

CaseRow ReadCase(const json& row, absl::Span<const DataKey> keys) {
  CaseRow read;
  read.number = {Text(row, "mission"), row.at("year").get<int>(), row.at("serial").get<int>()};
  read.open = row.at("open").get<bool>();
  read.version = row.at("version").get<int>();
  read.created_by = Text(row, "created_by");
  read.labels = row.at("labels").get<std::vector<std::string>>();
  read.field_times = ReadFieldTimes(row.at("field_times"));
  ReadClearColumns(row, "", read.message);
  UnsealPersonal(keys, PlaceOf("case", row), row.at("sealed"), read.message);
  read.message.set_name(CaseName(read.number));
  read.message.set_etag(absl::StrCat(read.version));
  return read;
}

json ToRow(const CaseKey& key, const v1::Party& party, const DataKey& seal) {
  json row = ChildRow(key, "party", party, seal);
  row["version"] = VersionOf(party.etag());
  return row;
}

v1::Party ReadParty(const json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                    DamagedRows& damaged) {
  v1::Party party;
  if (!ReadChild(row, "party", case_name, "parties", keys, party, damaged)) {
    party.set_display_name(kUnreadableText);
  }
  party.set_etag(absl::StrCat(row.at("version").get<int>()));
  return party;
}

json ToRow(const CaseKey& key, const v1::Row& row, const DataKey& seal) {
  json columns = ChildRow(key, "group_row", row, seal);
  columns["version"] = VersionOf(row.etag());
  return columns;
}

v1::Row ReadRow(const json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                DamagedRows& damaged) {
  v1::Row read;
  ReadChild(row, "group_row", case_name, "rows", keys, read, damaged);
  read.set_etag(absl::StrCat(row.at("version").get<int>()));
  return read;
}

json ToRow(const CaseKey& key, const v1::Entry& entry, const std::vector<std::string>& triggers,
           const DataKey& seal) {
  json row = ChildRow(key, "entry", entry, seal);
  row["triggers"] = triggers;
  return row;
}

v1::Entry ReadEntry(const json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                    DamagedRows& damaged) {
  v1::Entry entry;
  if (!ReadChild(row, "entry", case_name, "entries", keys, entry, damaged)) entry.set_text(kUnreadableText);
  return entry;
}

void SetCorrected(absl::string_view by_uid, absl::string_view record_time, v1::Entry& entry) {
  const absl::string_view name = entry.name();
  entry.set_corrected_by(absl::StrCat(name.substr(0, name.size() - UidOf(name).size()), by_uid));
  *entry.mutable_correct_time() = ToTimestamp(ParseTimeText(record_time));
}

json ToRow(const CaseKey& key, const DataKey& data_key) {
  return {{"mission", key.mission},
          {"case_uid", key.uid},
          {"uid", data_key.uid},
          {"kek", data_key.kek},
          {"wrapped", BytesText(data_key.wrapped)},
          {"version", 1}};
}

std::string ReadPartyName(const json& row, absl::Span<const DataKey> keys, DamagedRows& damaged) {
  v1::Party party;
  return UnsealPersonalOrNote(keys, PlaceOf("party", row), row.at("sealed"), party, damaged)
             ? party.display_name()
             : kUnreadableText;
}

std::string ReadSummary(const json& row, absl::Span<const DataKey> keys, DamagedRows& damaged) {
  v1::Case message;
  return UnsealPersonalOrNote(keys, PlaceOf("case", row), row.at("sealed"), message, damaged)
             ? message.summary()
             : kUnreadableText;
}

std::string ReadEntryText(const json& row, absl::Span<const DataKey> keys, DamagedRows& damaged) {
  v1::Entry entry;
  return UnsealPersonalOrNote(keys, PlaceOf("entry", row), row.at("sealed"), entry, damaged)
             ? entry.text()
             : kUnreadableText;
}

json ToRow(const CaseKey& key, const DeadlineRow& deadline) {
  return {{"mission", key.mission},
          {"case_uid", key.uid},
          {"rule", deadline.rule},
          {"run", deadline.run},
          {"source", deadline.source},
          {"start_time", ExpiryText(deadline.start)},
          {"due_time", ExpiryText(deadline.due)},
          {"met_by", deadline.met_by},
          {"corrects", deadline.corrects},
          {"met_time", TimeOrNull(deadline.met)},
          {"stop_time", TimeOrNull(deadline.stopped)},
          {"calendars", deadline.calendars.empty() ? json(nullptr) : json(deadline.calendars)},
          {"ruled_due_time", TimeOrNull(deadline.ruled_due)},
          {"extended_due_time", TimeOrNull(deadline.extended)},
          {"extend_time", TimeOrNull(deadline.extend_time)},
          {"extensions", deadline.extensions == 0 ? json(nullptr) : json(deadline.extensions)},
          {"paused_since", TimeOrNull(deadline.paused)},
          {"waive_time", TimeOrNull(deadline.waived)},
          {"version", deadline.version},
          {"looked_due_time", deadline.first_warning ? json(ExpiryText(deadline.due)) : json(nullptr)},
          {"warn_time", deadline.first_warning ? json(ExpiryText(*deadline.first_warning)) : json(nullptr)}};
}

DeadlineRow ReadDeadline(const json& row) {
  return {.rule = Text(row, "rule"),
          .run = row.at("run").get<int>(),
          .source = Text(row, "source"),
          .start = ParseExpiryText(Text(row, "start_time")),
          .due = ParseExpiryText(Text(row, "due_time")),
          .met_by = row.at("met_by").get<std::vector<std::string>>(),
          .corrects = row.at("corrects").get<bool>(),
          .met = Time(row, "met_time"),
          .stopped = Time(row, "stop_time"),
          .calendars = Texts(row, "calendars"),
          .ruled_due = Time(row, "ruled_due_time"),
          .extended = Time(row, "extended_due_time"),
          .extend_time = Time(row, "extend_time"),
          .extensions = row.at("extensions").is_null() ? 0 : row.at("extensions").get<int>(),
          .paused = Time(row, "paused_since"),
          .waived = Time(row, "waive_time"),
          .version = row.at("version").get<int>()};
}

}  // namespace arasha::storage
