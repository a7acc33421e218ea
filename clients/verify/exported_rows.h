#ifndef ARASHA_CLIENTS_VERIFY_EXPORTED_ROWS_H_
#define ARASHA_CLIENTS_VERIFY_EXPORTED_ROWS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/verify/export_file.h"
#include "services/rules/log/leaf.h"

// The register's rows as an export holds them, as far as reports count them. What is personal in them is
// sealed and is passed over.
namespace arasha::clients {

// Which rows were written from a place of the log on.
class ChangedRows {
 public:
  void Take(const rules::log::Leaf& leaf);
  // `case_uid` is of 16 bytes, or empty for rows of no case.
  bool Contains(absl::string_view kind, absl::string_view case_uid, absl::string_view key) const;
  int64_t size() const { return static_cast<int64_t>(rows_.size()); }

 private:
  using RowName = std::tuple<std::string, std::string, std::string>;
  std::unordered_set<RowName, absl::Hash<RowName>> rows_;
};

// `settled`: not written since the report's checkpoint, so it is as the report counted it.
struct CaseRow {
  std::string mission;
  std::string type;
  bool open = false;
  std::string assignee;
  std::string host_state;
  absl::Time received;
  std::optional<absl::Time> closed;
  bool settled = true;
  bool compartmented = false;
};

// Columns that hold numbers of proto enums hold 0 for null here.
struct PartyRow {
  std::string case_uid;
  std::string uid;
  int32_t role = 0;
  bool removed = false;
  bool settled = true;
};

struct EntryRow {
  std::string case_uid;
  std::string uid;
  int32_t kind = 0;
  absl::Time happened;
  absl::Time recorded;
  std::string author;
  bool in_person = false;
  std::string party_uid;
  int32_t direction = 0;
  std::string event;
  std::string corrects;  // uid of another
  std::vector<std::string> triggers;
  bool settled = true;
};

struct DeadlineRow {
  std::string case_uid;
  std::string rule;
  absl::Time started;
  absl::Time due;
  std::optional<absl::Time> met;
  std::optional<absl::Time> stopped;
  bool settled = true;
  std::optional<absl::Time> paused = {};  // since when
  bool waived = false;
};

struct RoleRow {
  std::string principal;
  std::string role;
  std::string mission;
  absl::Time expires;
  bool revoked = false;
  bool settled = true;
};

struct CaseTypeRow {
  std::string id;
  int32_t version = 0;
  absl::Time applied;
  bool settled = true;
};

struct GrantRow {
  std::string uid;  // as text
  std::string mission;
  std::string principal;
  bool break_glass = false;
  std::string granted_by;
  absl::Time granted;
  absl::Time expires;
  std::optional<absl::Time> reviewed;
  std::string reviewed_by;
  bool settled = true;
};

struct ApprovalRow {
  std::string uid;  // as text
  std::string proposed_by;
  absl::Time proposed;
  std::string decided_by;
  std::optional<absl::Time> decided;
  bool approved = false;  // decided without: refused, or lapsed
  bool settled = true;
};

struct Register {
  std::unordered_map<std::string, CaseRow> cases;  // by uid
  std::vector<PartyRow> parties;
  std::vector<EntryRow> entries;  // those that stand, or stood at the checkpoint
  std::vector<DeadlineRow> deadlines;
  std::vector<GrantRow> grants;
  std::vector<ApprovalRow> approvals;
  std::vector<RoleRow> roles;
  // Whether the person or system is active; nothing if that may have changed since the checkpoint.
  std::unordered_map<std::string, std::optional<bool>> principals;
  std::vector<CaseTypeRow> applied;  // every version of every case type
  // The newest version of each case type that was there at the checkpoint.
  std::map<std::string, v1::CaseType> types;
};

// One row, from its state in an export. INVALID_ARGUMENT if that is of a form that this program does not
// know.
absl::StatusOr<GrantRow> ReadGrant(absl::string_view state);
// Whether the person or system of a row of kind "principal" is active; likewise.
absl::StatusOr<bool> ReadActive(absl::string_view state);
// The number of the case whose row has this state, `IST-2026-000123`; nothing if the row is of a form that
// this program does not know.
std::optional<std::string> CaseNumberIn(absl::string_view state);

// Reads the rows of these missions (all, if none is named), and those of no mission, from an export whose
// truth was checked. Memory grows with them, by some 200 bytes each. CannotTellError if a row is of a form
// that this program does not know.
absl::StatusOr<Register> ReadRegister(ExportReader& file, const std::set<std::string>& missions,
                                      const ChangedRows& changed, const std::function<void()>& progress);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_EXPORTED_ROWS_H_
