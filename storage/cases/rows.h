#ifndef ARASHA_STORAGE_CASES_ROWS_H_
#define ARASHA_STORAGE_CASES_ROWS_H_

#include <google/protobuf/message.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/deadline.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "arasha/v1/row.pb.h"
#include "nlohmann/json_fwd.hpp"
#include "storage/keys/vault.h"
#include "storage/postgres/case_number.h"
#include "storage/postgres/pg_errors.h"

// Cases and what is within them as rows, in both directions. A row travels as a JSON object keyed by column
// (jsonb_populate_record, row_to_json). What a message holds, its fields say themselves (kept_fields.h);
// named here is what no message shows: places, labels, versions, and deadlines, which are stored otherwise
// than shown. What is personal is sealed and opened here, under the keys given. Readers throw on a row that
// breaks the schema's promises; Connection's callers run them inside Guarded().
namespace arasha::storage {

// A deadline as stored; v1::Deadline, derived from it, tells how it stands at a moment.
struct DeadlineRow {
  std::string rule;
  int run = 1;  // one more for each reopening that started it anew
  std::string source;
  absl::Time start;  // InfiniteFuture, as due, once what had started it is struck out
  absl::Time due;
  std::vector<std::string> met_by;
  bool corrects = false;
  std::optional<absl::Time> met;
  std::optional<absl::Time> stopped;
  std::vector<std::string> calendars = {};  // by which its working days were counted, `KZ@1`
  // What decisions and pauses made of it; see rules::Leeway. `due` is with all that.
  std::optional<absl::Time> ruled_due = {};  // when it is due by its rule alone, if that is another time
  std::optional<absl::Time> extended = {};
  std::optional<absl::Time> extend_time = {};
  int extensions = 0;
  std::optional<absl::Time> paused = {};
  std::optional<absl::Time> waived = {};
  int version = 1;
  // Of a new one, when it is first to be warned of, InfiniteFuture if never: the job that warns leaves it
  // alone until then. nullopt if that job is to see.
  std::optional<absl::Time> first_warning = {};
};

// When a field of details says that something happened.
struct FieldTime {
  absl::Time at;
  absl::Time until;  // `at`, or the end of the day of what is told by its date alone
};

// A case as stored: the message without what is derived, and what the message does not show.
struct CaseRow {
  v1::Case message;  // name, uid, etag set; no parties, deadlines, subject
  CaseNumber number;
  bool open = true;
  int version = 0;
  std::string created_by;
  std::vector<std::string> labels;  // who may see it; see services/rules/access/access.h
  // The times that fields of details tell and facts of the type are made of, by keys of happenings: in clear,
  // so that lists can be restricted by them.
  std::map<std::string, FieldTime> field_times = {};
};

// The type that a case follows, as `type@version`.
std::string TypeRef(const v1::Case& message);

// Places of a child row.
struct CaseKey {
  std::string mission;
  std::string uid;
};

inline CaseKey KeyOf(const CaseRow& row) { return {row.number.mission, row.message.uid()}; }

// What all rows within a case have, and what the message keeps in clear. `kind`: see AuditedTable.
nlohmann::json ChildRow(const CaseKey& key, absl::string_view kind, const google::protobuf::Message& message,
                        const DataKey& seal);
// Reads it back, name included, and tells whether what is personal opened; if not, that is noted.
bool ReadChild(const nlohmann::json& row, absl::string_view kind, absl::string_view case_name,
               absl::string_view collection, absl::Span<const DataKey> keys,
               google::protobuf::Message& message, DamagedRows& damaged);

nlohmann::json ToRow(const CaseRow& row, const DataKey& seal);
nlohmann::json ToRow(const CaseKey& key, const v1::Party& party, const DataKey& seal);
// `triggers`: what the entry is to deadlines.
nlohmann::json ToRow(const CaseKey& key, const v1::Entry& entry, const std::vector<std::string>& triggers,
                     const DataKey& seal);
nlohmann::json ToRow(const CaseKey& key, const v1::Row& row, const DataKey& seal);
nlohmann::json ToRow(const CaseKey& key, const DeadlineRow& deadline);
nlohmann::json ToRow(const CaseKey& key, const DataKey& data_key);

// `keys`: all of the case, as ReadKeys() gives them. With none, the case was erased: what was sealed stays
// empty. Throws DamagedRow if the case's own row does not open. A party or an entry that does not is noted in
// `damaged` and has kUnreadableText for its display name or text; a row of a group is noted, and has no
// details.
CaseRow ReadCase(const nlohmann::json& row, absl::Span<const DataKey> keys);
v1::Party ReadParty(const nlohmann::json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                    DamagedRows& damaged);
v1::Entry ReadEntry(const nlohmann::json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                    DamagedRows& damaged);
v1::Row ReadRow(const nlohmann::json& row, absl::string_view case_name, absl::Span<const DataKey> keys,
                DamagedRows& damaged);
DeadlineRow ReadDeadline(const nlohmann::json& row);

// Notes on an entry which one corrected it, of this uid and recorded at this time as PostgreSQL writes it.
void SetCorrected(absl::string_view by_uid, absl::string_view record_time, v1::Entry& entry);

// SQL for whether the entry `e` stands: none corrects it.
inline constexpr absl::string_view kEntryStands =
    "NOT EXISTS (SELECT 1 FROM entry x WHERE x.mission = e.mission AND x.case_uid = e.case_uid AND "
    "x.corrects = "
    "e.uid)";

// The display name of a party of which only uid and sealed are at hand.
std::string ReadPartyName(const nlohmann::json& row, absl::Span<const DataKey> keys, DamagedRows& damaged);

// Likewise the summary of a case, and the text of an entry.
std::string ReadSummary(const nlohmann::json& row, absl::Span<const DataKey> keys, DamagedRows& damaged);
std::string ReadEntryText(const nlohmann::json& row, absl::Span<const DataKey> keys, DamagedRows& damaged);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_ROWS_H_
