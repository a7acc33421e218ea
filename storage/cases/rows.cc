#include "storage/cases/rows.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "arasha/sealed/v1/content.pb.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using google::protobuf::Timestamp;
using nlohmann::json;

json TextOrNull(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }
json NumberOrNull(int number) { return number == 0 ? json(nullptr) : json(number); }
json TimeOrNull(std::optional<absl::Time> time) { return time ? json(TimeText(*time)) : json(nullptr); }

json TimeOrNull(bool present, const Timestamp& timestamp) {
  return present ? json(TimeText(ToTime(timestamp))) : json(nullptr);
}

std::string Text(const json& row, const char* column) {
  const json& value = row.at(column);
  return value.is_null() ? std::string() : value.get<std::string>();
}
int Number(const json& row, const char* column) {
  const json& value = row.at(column);
  return value.is_null() ? 0 : value.get<int>();
}
std::optional<absl::Time> Time(const json& row, const char* column) {
  const json& value = row.at(column);
  if (value.is_null()) return std::nullopt;
  return ParseTimeText(value.get_ref<const std::string&>());
}
void SetTime(const json& row, const char* column, Timestamp* timestamp) {
  *timestamp = ToTimestamp(Time(row, column).value());
}

// The bytes of a sealed column, in PostgreSQL's text form.
json Sealed(const DataKey& key, absl::string_view table, absl::string_view uid,
            const google::protobuf::MessageLite& content) {
  return BytesText(Vault::Seal(key, absl::StrCat(table, "/", uid), content.SerializeAsString()));
}

// Fills in `content`; leaves it empty if the case was erased. Throws DamagedRow.
void Unseal(absl::Span<const DataKey> keys, absl::string_view table, const json& row, const char* uid_column,
            google::protobuf::MessageLite& content) {
  const json& sealed = row.at("sealed");
  if (sealed.is_null() || keys.empty()) return;
  const std::string place = absl::StrCat(table, "/", row.at(uid_column).get_ref<const std::string&>());
  auto opened = Vault::Unseal(keys, place, ParseBytesText(sealed.get_ref<const std::string&>()));
  if (!opened.ok()) throw DamagedRow(opened.status());
  if (!content.ParseFromString(*opened)) {
    throw DamagedRow(Damaged(place, absl::StrCat("what is sealed at ", place, " is of another form")));
  }
}

// The same where the row stands among others, which must not suffer: notes it in `damaged`, and tells whether
// the content is whole.
bool UnsealOrNote(absl::Span<const DataKey> keys, absl::string_view table, const json& row,
                  const char* uid_column, google::protobuf::MessageLite& content, DamagedRows& damaged) {
  try {
    Unseal(keys, table, row, uid_column, content);
    return true;
  } catch (const DamagedRow& e) {
    damaged.push_back(e.status());
    content.Clear();
    return false;
  }
}

}  // namespace

json ToRow(const CaseRow& row, const DataKey& seal) {
  const v1::Case& c = row.message;
  sealed::v1::CaseContent content;
  content.set_summary(c.summary());
  *content.mutable_details() = c.details();
  return {{"mission", row.number.mission},
          {"uid", c.uid()},
          {"year", row.number.year},
          {"serial", row.number.serial},
          {"type", c.type()},
          {"type_version", c.type_version()},
          {"state", c.state()},
          {"open", row.open},
          {"priority", static_cast<int>(c.priority())},
          {"assignee", TextOrNull(c.assignee())},
          {"host_state", c.host_state()},
          {"sensitivity", static_cast<int>(c.sensitivity())},
          {"compartment", TextOrNull(c.compartment())},
          {"labels", row.labels},
          {"sealed", Sealed(seal, "case", c.uid(), content)},
          {"received_time", TimeText(ToTime(c.received_time()))},
          {"create_time", TimeText(ToTime(c.create_time()))},
          {"created_by", row.created_by},
          {"update_time", TimeText(ToTime(c.update_time()))},
          {"close_time", TimeOrNull(c.has_close_time(), c.close_time())},
          {"erase_time", TimeOrNull(c.has_erase_time(), c.erase_time())},
          {"version", row.version}};
}

CaseRow ReadCase(const json& row, absl::Span<const DataKey> keys) {
  CaseRow read;
  read.number = {Text(row, "mission"), Number(row, "year"), Number(row, "serial")};
  read.open = row.at("open").get<bool>();
  read.version = Number(row, "version");
  read.created_by = Text(row, "created_by");
  read.labels = row.at("labels").get<std::vector<std::string>>();
  v1::Case& c = read.message;
  c.set_name(CaseName(read.number));
  c.set_uid(Text(row, "uid"));
  c.set_etag(absl::StrCat(read.version));
  c.set_type(Text(row, "type"));
  c.set_type_version(Number(row, "type_version"));
  c.set_state(Text(row, "state"));
  c.set_priority(static_cast<v1::Priority>(Number(row, "priority")));
  c.set_assignee(Text(row, "assignee"));
  c.set_host_state(Text(row, "host_state"));
  c.set_sensitivity(static_cast<v1::Sensitivity>(Number(row, "sensitivity")));
  c.set_compartment(Text(row, "compartment"));
  sealed::v1::CaseContent content;
  Unseal(keys, "case", row, "uid", content);
  c.set_summary(std::move(*content.mutable_summary()));
  *c.mutable_details() = std::move(*content.mutable_details());
  SetTime(row, "received_time", c.mutable_received_time());
  SetTime(row, "create_time", c.mutable_create_time());
  SetTime(row, "update_time", c.mutable_update_time());
  if (!row.at("close_time").is_null()) SetTime(row, "close_time", c.mutable_close_time());
  if (!row.at("erase_time").is_null()) SetTime(row, "erase_time", c.mutable_erase_time());
  return read;
}

json ToRow(const CaseKey& key, const v1::Party& party, const DataKey& seal) {
  v1::Party content = party;
  content.clear_name();
  content.clear_role();
  content.clear_kind();
  content.clear_create_time();
  content.clear_remove_time();
  content.clear_etag();
  content.clear_also_in();
  const std::string uid(UidOf(party.name()));
  // The etag is the version; a party that is only now put on its case may have none yet.
  int version = 1;
  if (!party.etag().empty() && !absl::SimpleAtoi(party.etag(), &version)) {
    throw std::runtime_error("a party's etag is no version");
  }
  return {{"mission", key.mission},
          {"case_uid", key.uid},
          {"uid", uid},
          {"role", static_cast<int>(party.role())},
          {"kind", static_cast<int>(party.kind())},
          {"sealed", Sealed(seal, "party", uid, content)},
          {"create_time", TimeText(ToTime(party.create_time()))},
          {"remove_time", TimeOrNull(party.has_remove_time(), party.remove_time())},
          {"version", version}};
}

v1::Party ReadParty(const json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                    DamagedRows& damaged) {
  v1::Party party;
  if (!UnsealOrNote(keys, "party", row, "uid", party, damaged)) party.set_display_name(kUnreadableText);
  party.set_name(absl::StrCat(case_name, "/parties/", Text(row, "uid")));
  party.set_role(static_cast<v1::PartyRole>(Number(row, "role")));
  party.set_kind(static_cast<v1::PartyKind>(Number(row, "kind")));
  party.set_etag(absl::StrCat(Number(row, "version")));
  SetTime(row, "create_time", party.mutable_create_time());
  if (!row.at("remove_time").is_null()) SetTime(row, "remove_time", party.mutable_remove_time());
  return party;
}

json ToRow(const CaseKey& key, const v1::Entry& entry, const std::vector<std::string>& triggers,
           const DataKey& seal) {
  const std::string uid(UidOf(entry.name()));
  json bytes = nullptr;
  if (!entry.text().empty() || !entry.reference().empty() || !entry.correction_reason().empty()) {
    sealed::v1::EntryContent content;
    content.set_text(entry.text());
    content.set_reference(entry.reference());
    content.set_correction_reason(entry.correction_reason());
    bytes = Sealed(seal, "entry", uid, content);
  }
  return {{"mission", key.mission},
          {"case_uid", key.uid},
          {"uid", uid},
          {"kind", static_cast<int>(entry.kind())},
          {"sealed", bytes},
          {"happened_time", TimeText(ToTime(entry.happened_time()))},
          {"record_time", TimeText(ToTime(entry.record_time()))},
          {"author", entry.author()},
          {"channel", NumberOrNull(entry.channel())},
          {"in_person", entry.in_person()},
          {"party_uid", TextOrNull(std::string(UidOf(entry.party())))},
          {"direction", NumberOrNull(entry.direction())},
          {"event", TextOrNull(entry.event())},
          {"from_state", TextOrNull(entry.from_state())},
          {"to_state", TextOrNull(entry.to_state())},
          {"triggers", triggers},
          {"corrects", TextOrNull(std::string(UidOf(entry.corrects())))}};
}

v1::Entry ReadEntry(const json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                    DamagedRows& damaged) {
  sealed::v1::EntryContent content;
  if (!UnsealOrNote(keys, "entry", row, "uid", content, damaged)) content.set_text(kUnreadableText);
  v1::Entry entry;
  entry.set_name(absl::StrCat(case_name, "/entries/", Text(row, "uid")));
  entry.set_kind(static_cast<v1::EntryKind>(Number(row, "kind")));
  entry.set_text(std::move(*content.mutable_text()));
  SetTime(row, "happened_time", entry.mutable_happened_time());
  SetTime(row, "record_time", entry.mutable_record_time());
  entry.set_author(Text(row, "author"));
  entry.set_channel(static_cast<v1::ContactChannel>(Number(row, "channel")));
  entry.set_in_person(row.at("in_person").get<bool>());
  if (const std::string party = Text(row, "party_uid"); !party.empty()) {
    entry.set_party(absl::StrCat(case_name, "/parties/", party));
  }
  entry.set_reference(std::move(*content.mutable_reference()));
  entry.set_direction(static_cast<v1::Direction>(Number(row, "direction")));
  entry.set_event(Text(row, "event"));
  entry.set_from_state(Text(row, "from_state"));
  entry.set_to_state(Text(row, "to_state"));
  if (const std::string corrected = Text(row, "corrects"); !corrected.empty()) {
    entry.set_corrects(absl::StrCat(case_name, "/entries/", corrected));
    entry.set_correction_reason(std::move(*content.mutable_correction_reason()));
  }
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
  return UnsealOrNote(keys, "party", row, "uid", party, damaged) ? party.display_name() : kUnreadableText;
}

std::string ReadSummary(const json& row, absl::Span<const DataKey> keys, DamagedRows& damaged) {
  sealed::v1::CaseContent content;
  return UnsealOrNote(keys, "case", row, "uid", content, damaged) ? content.summary() : kUnreadableText;
}

std::string ReadEntryText(const json& row, absl::Span<const DataKey> keys, DamagedRows& damaged) {
  sealed::v1::EntryContent content;
  return UnsealOrNote(keys, "entry", row, "uid", content, damaged) ? content.text() : kUnreadableText;
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
          {"version", deadline.version}};
}

DeadlineRow ReadDeadline(const json& row) {
  return {.rule = Text(row, "rule"),
          .run = Number(row, "run"),
          .source = Text(row, "source"),
          .start = ParseExpiryText(Text(row, "start_time")),
          .due = ParseExpiryText(Text(row, "due_time")),
          .met_by = row.at("met_by").get<std::vector<std::string>>(),
          .corrects = row.at("corrects").get<bool>(),
          .met = Time(row, "met_time"),
          .stopped = Time(row, "stop_time"),
          .version = Number(row, "version")};
}

}  // namespace arasha::storage
