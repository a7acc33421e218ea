#include "clients/verify/exported_rows.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <array>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "clients/text/local_error.h"
#include "services/rules/log/record.h"

namespace arasha::clients {
namespace {

using rules::log::Field;
using rules::log::NumberIn;
using rules::log::TimeIn;
using rules::log::Type;

constexpr int64_t kProgressInterval = 4096;

// Columns in the order of audit_state() in storage/migrations/0002_audit.sql.
constexpr std::array<Field, 22> kCaseFields = {{
    {"mission", Type::kText},
    {"uid", Type::kUuid},
    {"year", Type::kInt2},
    {"serial", Type::kInt4},
    {"type", Type::kText},
    {"type_version", Type::kInt4},
    {"state", Type::kText},
    {"open", Type::kBool},
    {"priority", Type::kInt2},
    {"assignee", Type::kText, true},
    {"host_state", Type::kText},
    {"sensitivity", Type::kInt2},
    {"compartment", Type::kText, true},
    {"labels", Type::kTextArray},
    {"sealed", Type::kBytea},
    {"received_time", Type::kTimestamptz},
    {"create_time", Type::kTimestamptz},
    {"created_by", Type::kText},
    {"update_time", Type::kTimestamptz},
    {"close_time", Type::kTimestamptz, true},
    {"erase_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
constexpr std::array<Field, 9> kPartyFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"uid", Type::kUuid},
    {"role", Type::kInt2},
    {"kind", Type::kInt2},
    {"sealed", Type::kBytea},
    {"create_time", Type::kTimestamptz},
    {"remove_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
constexpr std::array<Field, 17> kEntryFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"uid", Type::kUuid},
    {"kind", Type::kInt2},
    {"sealed", Type::kBytea, true},
    {"happened_time", Type::kTimestamptz},
    {"record_time", Type::kTimestamptz},
    {"author", Type::kText},
    {"channel", Type::kInt2, true},
    {"in_person", Type::kBool},
    {"party_uid", Type::kUuid, true},
    {"direction", Type::kInt2, true},
    {"event", Type::kText, true},
    {"from_state", Type::kText, true},
    {"to_state", Type::kText, true},
    {"triggers", Type::kTextArray},
    {"corrects", Type::kUuid, true},
}};
constexpr std::array<Field, 12> kDeadlineFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"rule", Type::kText},
    {"run", Type::kInt2},
    {"source", Type::kText},
    {"start_time", Type::kTimestamptz},
    {"due_time", Type::kTimestamptz},
    {"met_by", Type::kTextArray},
    {"corrects", Type::kBool},
    {"met_time", Type::kTimestamptz, true},
    {"stop_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
constexpr std::array<Field, 14> kGrantFields = {{
    {"uid", Type::kUuid},
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"principal", Type::kText},
    {"break_glass", Type::kBool},
    {"sealed", Type::kBytea},
    {"granted_by", Type::kText},
    {"grant_time", Type::kTimestamptz},
    {"expire_time", Type::kTimestamptz},
    {"revoke_time", Type::kTimestamptz, true},
    {"reviewed_by", Type::kText, true},
    {"review_time", Type::kTimestamptz, true},
    {"review", Type::kBytea, true},
    {"version", Type::kInt4},
}};
constexpr std::array<Field, 13> kApprovalFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"uid", Type::kUuid},
    {"event", Type::kText, true},
    {"case_version", Type::kInt4},
    {"sealed", Type::kBytea, true},
    {"proposed_by", Type::kText},
    {"propose_time", Type::kTimestamptz},
    {"expire_time", Type::kTimestamptz},
    {"decided_by", Type::kText, true},
    {"decide_time", Type::kTimestamptz, true},
    {"approved", Type::kBool, true},
    {"version", Type::kInt4},
}};
constexpr std::array<Field, 5> kPrincipalFields = {{
    {"name", Type::kText},
    {"sealed", Type::kBytea},
    {"active", Type::kBool},
    {"clearances", Type::kTextArray},
    {"version", Type::kInt4},
}};
constexpr std::array<Field, 6> kRoleFields = {{
    {"principal", Type::kText},
    {"role", Type::kText},
    {"mission", Type::kText},
    {"expire_time", Type::kTimestamptz},
    {"revoke_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
constexpr std::array<Field, 4> kCaseTypeFields = {{
    {"id", Type::kText},
    {"version", Type::kInt4},
    {"definition", Type::kText},
    {"apply_time", Type::kTimestamptz},
}};

// The columns of a row by their names. A name that the table has not does not compile.
template <const auto& kFields>
class Row {
 public:
  static absl::StatusOr<Row> Read(absl::string_view state) {
    const auto values = TakeRecord(kFields, state);
    if (!values.ok()) return values.status();
    return Row(*values);
  }

  class Name {
   public:
    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval Name(const char* name) {
      while (kFields[index_].name != absl::string_view(name)) ++index_;
    }
    constexpr size_t index() const { return index_; }

   private:
    size_t index_ = 0;
  };

  absl::string_view operator[](Name column) const { return values_[column.index()]; }

 private:
  using Values = std::array<absl::string_view, kFields.size()>;
  explicit Row(const Values& values) : values_(values) {}

  Values values_;
};

std::optional<absl::Time> TimeOrNone(absl::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  return TimeIn(bytes);
}

int32_t NumberOrNone(absl::string_view bytes) { return bytes.empty() ? 0 : NumberIn(bytes); }

class RegisterReader {
 public:
  RegisterReader(const std::set<std::string>& missions, const ChangedRows& changed)
      : missions_(missions), changed_(changed) {}

  absl::Status Take(const v1::RowState& row);
  Register Finish() {
    LeaveOutCorrected();
    return std::move(read_);
  }

 private:
  // Each takes the columns of one kind of row.
  absl::Status TakeCase(absl::string_view state, bool settled);
  absl::Status TakeParty(absl::string_view state, bool settled);
  absl::Status TakeEntry(absl::string_view state, bool settled);
  absl::Status TakeDeadline(absl::string_view state, bool settled);
  absl::Status TakeGrant(absl::string_view state, bool settled);
  absl::Status TakeApproval(absl::string_view state, bool settled);
  absl::Status TakePrincipal(absl::string_view state, bool settled);
  absl::Status TakeRole(absl::string_view state, bool settled);
  absl::Status TakeCaseType(absl::string_view state, bool settled);

  void LeaveOutCorrected();

  bool Counts(absl::string_view mission) const {
    return missions_.empty() || missions_.contains(std::string(mission));
  }

  const std::set<std::string>& missions_;
  const ChangedRows& changed_;
  Register read_;
  std::map<std::string, int32_t> versions_;  // of `read_.types`
};

absl::Status RegisterReader::Take(const v1::RowState& row) {
  const std::string case_uid = absl::HexStringToBytes(absl::StrReplaceAll(row.case_uid(), {{"-", ""}}));
  const bool settled = !changed_.Contains(row.kind(), case_uid, row.key());
  if (row.kind() == "case") return TakeCase(row.state(), settled);
  if (row.kind() == "party") return TakeParty(row.state(), settled);
  if (row.kind() == "entry") return TakeEntry(row.state(), settled);
  if (row.kind() == "deadline") return TakeDeadline(row.state(), settled);
  if (row.kind() == "grant") return TakeGrant(row.state(), settled);
  if (row.kind() == "approval") return TakeApproval(row.state(), settled);
  if (row.kind() == "principal") return TakePrincipal(row.state(), settled);
  if (row.kind() == "role") return TakeRole(row.state(), settled);
  if (row.kind() == "case_type") return TakeCaseType(row.state(), settled);
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeCase(absl::string_view state, bool settled) {
  const auto read = Row<kCaseFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.cases[std::string(row["uid"])] = {std::string(row["mission"]),    std::string(row["type"]),
                                          NumberIn(row["open"]) != 0,     std::string(row["assignee"]),
                                          std::string(row["host_state"]), TimeIn(row["received_time"]),
                                          TimeOrNone(row["close_time"]),  settled};
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeParty(absl::string_view state, bool settled) {
  const auto read = Row<kPartyFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.parties.push_back({std::string(row["case_uid"]), std::string(row["uid"]), NumberIn(row["role"]),
                           TimeOrNone(row["remove_time"]).has_value(), settled});
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeEntry(absl::string_view state, bool settled) {
  const auto read = Row<kEntryFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.entries.push_back({std::string(row["case_uid"]), std::string(row["uid"]), NumberIn(row["kind"]),
                           TimeIn(row["happened_time"]), TimeIn(row["record_time"]),
                           std::string(row["author"]), NumberIn(row["in_person"]) != 0,
                           std::string(row["party_uid"]), NumberOrNone(row["direction"]),
                           std::string(row["event"]), std::string(row["corrects"]), settled});
  return absl::OkStatus();
}

// What was corrected since the checkpoint may have been counted.
void RegisterReader::LeaveOutCorrected() {
  std::unordered_map<std::string, bool> corrected;  // whether it was at the checkpoint
  for (const EntryRow& entry : read_.entries) {
    if (!entry.corrects.empty()) corrected[entry.corrects] = entry.settled;
  }
  std::vector<EntryRow>& entries = read_.entries;
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [&](EntryRow& entry) {
                                 const auto found = corrected.find(entry.uid);
                                 if (found == corrected.end()) return false;
                                 entry.settled = false;
                                 return found->second;
                               }),
                entries.end());
}

absl::Status RegisterReader::TakeDeadline(absl::string_view state, bool settled) {
  const auto read = Row<kDeadlineFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.deadlines.push_back({std::string(row["case_uid"]), std::string(row["rule"]),
                             TimeIn(row["start_time"]), TimeIn(row["due_time"]), TimeOrNone(row["met_time"]),
                             TimeOrNone(row["stop_time"]), settled});
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeGrant(absl::string_view state, bool settled) {
  auto grant = ReadGrant(state);
  if (!grant.ok()) return grant.status();
  if (!Counts(grant->mission)) return absl::OkStatus();
  grant->settled = settled;
  read_.grants.push_back(*std::move(grant));
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeApproval(absl::string_view state, bool settled) {
  const auto read = Row<kApprovalFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.approvals.push_back({rules::log::FormatUid(row["uid"]), std::string(row["proposed_by"]),
                             TimeIn(row["propose_time"]), std::string(row["decided_by"]),
                             TimeOrNone(row["decide_time"]), NumberIn(row["approved"]) != 0, settled});
  return absl::OkStatus();
}

absl::Status RegisterReader::TakePrincipal(absl::string_view state, bool settled) {
  const auto read = Row<kPrincipalFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  read_.principals[std::string(row["name"])] =
      settled ? std::optional<bool>(NumberIn(row["active"]) != 0) : std::nullopt;
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeRole(absl::string_view state, bool settled) {
  const auto read = Row<kRoleFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  read_.roles.push_back({std::string(row["principal"]), std::string(row["role"]), std::string(row["mission"]),
                         TimeIn(row["expire_time"]), TimeOrNone(row["revoke_time"]).has_value(), settled});
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeCaseType(absl::string_view state, bool settled) {
  const auto read = Row<kCaseTypeFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  const int32_t version = NumberIn(row["version"]);
  read_.applied.push_back({std::string(row["id"]), version, TimeIn(row["apply_time"]), settled});
  if (!settled) return absl::OkStatus();
  int32_t& newest = versions_[std::string(row["id"])];
  if (version < newest) return absl::OkStatus();
  newest = version;
  if (!google::protobuf::TextFormat::ParseFromString(std::string(row["definition"]),
                                                     &read_.types[std::string(row["id"])])) {
    return absl::InvalidArgumentError("definition");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<GrantRow> ReadGrant(absl::string_view state) {
  const auto read = Row<kGrantFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  return GrantRow{.uid = rules::log::FormatUid(row["uid"]),
                  .mission = std::string(row["mission"]),
                  .principal = std::string(row["principal"]),
                  .break_glass = NumberIn(row["break_glass"]) != 0,
                  .granted_by = std::string(row["granted_by"]),
                  .granted = TimeIn(row["grant_time"]),
                  .expires = TimeIn(row["expire_time"]),
                  .reviewed = TimeOrNone(row["review_time"]),
                  .reviewed_by = std::string(row["reviewed_by"])};
}

absl::StatusOr<bool> ReadActive(absl::string_view state) {
  const auto read = Row<kPrincipalFields>::Read(state);
  if (!read.ok()) return read.status();
  return NumberIn((*read)["active"]) != 0;
}

void ChangedRows::Take(const rules::log::Leaf& leaf) {
  for (const rules::log::LeafObject& object : leaf.objects) {
    rows_.emplace(object.kind, leaf.object_uid, object.key);
  }
}

bool ChangedRows::Contains(absl::string_view kind, absl::string_view case_uid, absl::string_view key) const {
  return rows_.contains({std::string(kind), std::string(case_uid), std::string(key)});
}

std::optional<std::string> CaseNumberIn(absl::string_view state) {
  const auto row = Row<kCaseFields>::Read(state);
  if (!row.ok()) return std::nullopt;
  return absl::StrFormat("%s-%04d-%06d", (*row)["mission"], NumberIn((*row)["year"]),
                         NumberIn((*row)["serial"]));
}

absl::StatusOr<Register> ReadRegister(ExportReader& file, const std::set<std::string>& missions,
                                      const ChangedRows& changed, const std::function<void()>& progress) {
  RegisterReader reader(missions, changed);
  for (int64_t records = 0;; ++records) {
    if (records % kProgressInterval == 0) progress();
    const absl::StatusOr<const v1::ExportRecord*> record = file.Next();
    if (!record.ok()) return CannotTellError("report.export_damaged");
    if (*record == nullptr) return reader.Finish();
    if (!(*record)->has_row()) continue;
    const v1::RowState& row = (*record)->row();
    if (!reader.Take(row).ok()) {
      return CannotTellError("report.row_unreadable", {{"kind", row.kind()}, {"key", row.key()}});
    }
  }
}

}  // namespace arasha::clients
