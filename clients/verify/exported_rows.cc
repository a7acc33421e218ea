#include "clients/verify/exported_rows.h"

#include <google/protobuf/text_format.h>

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "arasha/v1/case.pb.h"
#include "clients/text/local_error.h"
#include "clients/verify/row_fields.h"
#include "services/rules/log/record.h"

namespace arasha::clients {
namespace {

using rules::log::NumberIn;
using rules::log::TimeIn;

constexpr int64_t kRecordsBetweenProgress = 4096;

std::optional<absl::Time> TimeOrNone(absl::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  return TimeIn(bytes);
}

int32_t NumberOrNone(absl::string_view bytes) { return bytes.empty() ? 0 : NumberIn(bytes); }

std::vector<std::string> TriggersIn(absl::string_view bytes) {
  const std::vector<absl::string_view> texts = rules::log::TextsIn(bytes);
  return {texts.begin(), texts.end()};
}

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
  // The times of fields may follow, of which nothing is counted.
  const auto read = rows::Row<rows::kCaseFields>::Take(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.cases[std::string(row["uid"])] = {std::string(row["mission"]),
                                          std::string(row["type"]),
                                          NumberIn(row["open"]) != 0,
                                          std::string(row["assignee"]),
                                          std::string(row["host_state"]),
                                          TimeIn(row["received_time"]),
                                          TimeOrNone(row["close_time"]),
                                          settled,
                                          NumberIn(row["sensitivity"]) == v1::SENSITIVITY_COMPARTMENTED};
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeParty(absl::string_view state, bool settled) {
  const auto read = rows::Row<rows::kPartyFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.parties.push_back({std::string(row["case_uid"]), std::string(row["uid"]), NumberIn(row["role"]),
                           TimeOrNone(row["remove_time"]).has_value(), settled});
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeEntry(absl::string_view state, bool settled) {
  const auto read = rows::Row<rows::kEntryFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.entries.push_back(
      {std::string(row["case_uid"]), std::string(row["uid"]), NumberIn(row["kind"]),
       TimeIn(row["happened_time"]), TimeIn(row["record_time"]), std::string(row["author"]),
       NumberIn(row["in_person"]) != 0, std::string(row["party_uid"]), NumberOrNone(row["direction"]),
       std::string(row["event"]), std::string(row["corrects"]), TriggersIn(row["triggers"]), settled});
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
  const auto read = rows::Row<rows::kDeadlineFields>::Take(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  std::optional<absl::Time> paused, waived;
  if (!state.empty()) {
    const auto later = rows::Row<rows::kLaterDeadlineFields>::Read(state);
    if (!later.ok()) return later.status();
    paused = TimeOrNone((*later)["paused_since"]);
    waived = TimeOrNone((*later)["waive_time"]);
  }
  const absl::string_view rule = row["rule"];  // One of a row counts for its rule.
  read_.deadlines.push_back({std::string(row["case_uid"]), std::string(rule.substr(0, rule.find('/'))),
                             TimeIn(row["start_time"]), TimeIn(row["due_time"]), TimeOrNone(row["met_time"]),
                             TimeOrNone(row["stop_time"]), settled, paused, waived.has_value()});
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
  const auto read = rows::Row<rows::kApprovalFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  if (!Counts(row["mission"])) return absl::OkStatus();
  read_.approvals.push_back({rules::log::FormatUid(row["uid"]), std::string(row["proposed_by"]),
                             TimeIn(row["propose_time"]), std::string(row["decided_by"]),
                             TimeOrNone(row["decide_time"]), NumberIn(row["approved"]) != 0, settled});
  return absl::OkStatus();
}

absl::Status RegisterReader::TakePrincipal(absl::string_view state, bool settled) {
  const auto read = rows::Row<rows::kPrincipalFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  read_.principals[std::string(row["name"])] =
      settled ? std::optional<bool>(NumberIn(row["active"]) != 0) : std::nullopt;
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeRole(absl::string_view state, bool settled) {
  const auto read = rows::Row<rows::kRoleFields>::Read(state);
  if (!read.ok()) return read.status();
  const auto& row = *read;
  read_.roles.push_back({std::string(row["principal"]), std::string(row["role"]), std::string(row["mission"]),
                         TimeIn(row["expire_time"]), TimeOrNone(row["revoke_time"]).has_value(), settled});
  return absl::OkStatus();
}

absl::Status RegisterReader::TakeCaseType(absl::string_view state, bool settled) {
  const auto read = rows::Row<rows::kCaseTypeFields>::Read(state);
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
  const auto read = rows::Row<rows::kGrantFields>::Read(state);
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
  const auto read = rows::Row<rows::kPrincipalFields>::Read(state);
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
  const auto row = rows::Row<rows::kCaseFields>::Take(state);
  if (!row.ok()) return std::nullopt;
  return absl::StrFormat("%s-%04d-%06d", (*row)["mission"], NumberIn((*row)["year"]),
                         NumberIn((*row)["serial"]));
}

absl::StatusOr<Register> ReadRegister(ExportReader& file, const std::set<std::string>& missions,
                                      const ChangedRows& changed, const std::function<void()>& progress) {
  RegisterReader reader(missions, changed);
  for (int64_t records = 0;; ++records) {
    if (records % kRecordsBetweenProgress == 0) progress();
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
