#ifndef ARASHA_STORAGE_CASES_CASES_H_
#define ARASHA_STORAGE_CASES_CASES_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/entry.pb.h"
#include "nlohmann/json_fwd.hpp"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"
#include "storage/log/requests.h"
#include "storage/postgres/connection.h"

// Cases as a whole: open, read, list, change. One statement, so one round trip and one transaction,
// each.
namespace arasha::storage {

// The statements that matter for speed, published so that a benchmark can run the very same ones
// without the server; see Connection::ExecuteAs() for what comes before them. Parameters are described above
// their definitions.
const std::string& OpenCaseSql();
extern const absl::string_view kGetCase;

// An entry and what it is to deadlines.
struct EntryRow {
  v1::Entry message;
  std::vector<std::string> triggers;
};

// What a case can be found by, out of one of its texts; hashed before it is stored.
struct Findable {
  std::string source;               // uid of the case, or of the party
  std::vector<std::string> ngrams;  // see services/rules/identity/search_text.h
  struct Identifier {
    std::string kind;   // "iin", "bin", "passport", "phone", "email"
    std::string value;  // normalised
  };
  std::vector<Identifier> identifiers;
  // Of a party that stands on another side of a wrong than whom the case is about: only who may be led across
  // finds the case by it. Its hashes are others, so that nothing else has to keep them apart.
  bool across = false;
  // Whether who enters the party may be told of cases across, too; see AlsoIn. Without, one that itself
  // stands across leads to none.
  bool crosses = false;
};

// Cases by name, for each party uid, in which somebody of the same IIN, BIN or passport number is a party:
// open ones that the caller may see, none of them across the sides of a wrong unless Findable::crosses.
using AlsoIn = std::map<std::string, std::vector<std::string>>;

// A case to open. Its serial is ignored: the statement gives it the mission's next one.
struct NewCase {
  CaseRow row;  // message.parties and message.rows are stored with it
  std::vector<DeadlineRow> deadlines;
  EntryRow opening;                       // its names may lack the case's number
  std::optional<EntryRow> raised = {};    // what made it more sensitive or more urgent at once
  std::optional<EntryRow> followed = {};  // that it follows from another
  std::vector<Findable> findables;
  std::string response;  // what a repeat is answered with, serialised v1::Case without names
};

struct OpenedCase {
  int serial = 0;
  AlsoIn also_in;
};

// Opens a case; nullopt if the request was answered before.
absl::StatusOr<std::optional<OpenedCase>> OpenCase(Connection& connection, const WriteContext& context,
                                                   const NewCase& new_case);

// Other open cases of the mission that have a party in common with a case, which need not be opened yet
// (a serial of 0), by the parties' IIN, BIN and passport number. Leaves the leaf of a list.
absl::StatusOr<AlsoIn> FindAlsoIn(Connection& connection, const AuditContext& context,
                                  const CaseNumber& number, const std::vector<Findable>& findables);

// Fills in `subject`: the name of the first subject still on the case. Nobody else is ever shown as the one
// whom the case is about.
void SetSubject(v1::Case& message);

// What an entry is to deadlines.
struct ToldEntry {
  std::string name;
  std::vector<std::string> keys;
  absl::Time at;
  bool stands = true;  // none corrects it
};

// A case with everything in it. Deadlines are as stored; how they stand depends on the moment.
struct FullCase {
  CaseRow row;  // message has parties, rows, subject and pending_approval
  std::vector<DeadlineRow> deadlines;
  std::vector<ToldEntry> timeline;  // of entries that are something to deadlines, where that was asked for
  DamagedRows damaged;              // parties and rows that do not open
};

// What entries are to deadlines and facts, out of [[uid, keys, time, stands], …].
std::vector<ToldEntry> ReadToldEntries(const std::string& case_name, const nlohmann::json& entries);

// The case's type, `type@version`, as it was last seen here; empty if that is not remembered.
std::string RememberedType(const AuditContext& context, const CaseNumber& number);

// Reads a case and leaves a leaf; nullopt, and no leaf, if there is none that the caller may see.
absl::StatusOr<std::optional<FullCase>> GetCase(Connection& connection, const AuditContext& context,
                                                const CaseNumber& number);

// The same with its timeline: of that alone what has one of the keys, if any are given.
absl::StatusOr<std::optional<FullCase>> GetCaseWithTimeline(Connection& connection,
                                                            const AuditContext& context,
                                                            const CaseNumber& number,
                                                            const std::vector<std::string>& keys = {});

// Something that happened and may start or meet deadlines.
struct Meeting {
  std::vector<std::string> keys;
  absl::Time at;
  absl::Time until;  // `at`, or the end of the day of what is told by its date alone
};

// A case about to be changed, and the earlier answer if the request is a repeat.
struct LoadedCase {
  CaseRow row;  // message has parties, rows, subject and pending_approval
  // A proposal on which nobody decided, also if its time is over.
  std::optional<v1::Approval> proposal;
  std::vector<DataKey> keys;              // of a case that was not erased at least one
  std::vector<v1::Party> parties_before;  // those that left the case
  std::vector<DeadlineRow> deadlines;
  std::vector<Meeting> timeline;  // what the entries that stand are to deadlines, where that was asked for
  DamagedRows damaged;            // parties, also those that left, rows and a proposal that do not open
  // When its state first and last changed after the opening; nullopt if it is as it was opened.
  std::optional<absl::Time> first_change;
  std::optional<absl::Time> last_change;
  // When the first entry happened that people wrote of the party asked for, and that stands.
  std::optional<absl::Time> first_told;
  // Ids of the items of the checklist that entries which stand tick.
  std::set<std::string> ticked;
  int64_t entries = 0;  // how many there are, where the timeline was asked for
  std::optional<StoredAnswer> answer;
};

// Reads a case to decide a write on it; the leaf comes with the write. `party`: the uid of the one for which
// `first_told` is looked up; `with_timeline`: types of whose cases the timeline is.
absl::StatusOr<std::optional<LoadedCase>> LoadCase(Connection& connection, const WriteContext& context,
                                                   const CaseNumber& number, absl::string_view party = {},
                                                   const std::set<std::string>& with_timeline = {});

// What a change makes of the proposal that LoadCase() found.
struct ProposalFate {
  std::string uid;  // empty if there is none
  enum class Fate {
    kApproved,  // the actor approves it by this
    kLapses,
    kStays,  // it goes on, of the case as it will stand
  } fate = Fate::kLapses;
};

// A change of a case that was loaded and decided.
struct CaseChange {
  CaseRow row;                    // new values; version is that loaded plus one
  std::vector<EntryRow> entries;  // the lines on the timeline that tell of it, and of what lapses
  // Started, or moved by a corrected field. With run 0: started anew by a reopening; its run is then the
  // next.
  std::vector<DeadlineRow> deadlines;
  // Those of which decisions or pauses change how long they run, and nothing else; see rules::Leeway.
  std::vector<DeadlineRow> altered;
  // They were decided on all that happened: each stands as it is given, whatever started it.
  bool whole = false;
  std::vector<Meeting> meetings;
  std::vector<Meeting> undone;  // what fields said before and say no more: what they met is decided anew
  bool stops = false;           // the case is in a final state: running deadlines lapse, new ones do not run
  bool resumes = false;         // lapsed deadlines run again: the case was reopened
  DataKey key;                  // of the case, to seal under
  std::vector<Findable> findables;  // those whose texts changed
  ProposalFate proposal;
  // A party that comes, or one that changes, and raises the case: the etag of the latter is the version
  // loaded plus one. At most one of the two.
  std::optional<v1::Party> new_party = {};
  std::optional<v1::Party> changed_party = {};
  // Of a move to another version of the type: how many entries it was decided on, which must be all there
  // are.
  std::optional<int64_t> entries_before = {};
  // A row of a group that comes by it, or as it is to stand: its etag is then the version loaded plus one.
  std::optional<v1::Row> added_row = {};
  std::optional<v1::Row> changed_row = {};
  std::string response;
};

// What entries are to deadlines, out of [[keys, time], …] in JSON.
std::vector<Meeting> ReadTimeline(const char* text);

// The entries as rows, for jsonb_populate_recordset.
std::string EntriesText(const CaseKey& key, const std::vector<EntryRow>& entries, const DataKey& seal);
// The same of deadlines.
std::string DeadlinesText(const CaseKey& key, const std::vector<DeadlineRow>& deadlines);

absl::StatusOr<WriteOutcome> SaveCase(Connection& connection, const WriteContext& context,
                                      const CaseChange& change);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CASES_H_
