#ifndef ARASHA_STORAGE_CASES_TIMELINE_H_
#define ARASHA_STORAGE_CASES_TIMELINE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "storage/cases/cases.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// The timeline of a case, and the parties, whose coming and going the timeline tells.
namespace arasha::storage {

// Published for the benchmark.
const std::string& AppendSql();

// On a case at a time. More than any case has; few enough that one answer shows them all.
inline constexpr int kMaxParties = 100;

// A line to append to a case, with the change of parties it tells of, if any.
struct Append {
  CaseNumber number;
  EntryRow entry;
  // The entry's triggers by the role of the party that it names, where it names one: storage knows the role.
  std::map<v1::PartyRole, std::vector<std::string>> triggers_by_role = {};
  // The same by the role that the party has by the case's type, where it has one of these.
  std::map<std::string, std::vector<std::string>> triggers_by_case_role = {};
  // A deed of the mission, which cannot have met a deadline before the case's opening or a field started it.
  bool follows_starts = false;
  bool although_closed = false;  // may be added to a case in a final state
  // What the case must be, `type@version`: in one of another type it may take more than to append it. Empty
  // for any.
  std::string type = {};
  std::optional<v1::Party> new_party;
  // A party as it is to stand: its etag is the version loaded plus one; with remove_time it leaves the case.
  std::optional<v1::Party> changed_party;
  int most_in_role = 0;             // how many may be what the new party is by the case's type; 0: any number
  bool subject_must_stay = false;   // another subject must be left on the case
  std::vector<Findable> findables;  // of the new party, or of the one that changed and stays
  std::string response;
};

// What became of an append.
struct Appended {
  WriteOutcome outcome = WriteOutcome::kStale;
  AlsoIn also_in = {};
};

// Appends, and meets the deadlines that the entry meets. DATA_LOSS if the case has lost its keys. Does not
// lock the case: entries from many hands do not wait for each other.
absl::StatusOr<Appended> AppendToTimeline(Connection& connection, const WriteContext& context,
                                          const Append& append);

struct TimelinePage {
  std::vector<v1::Entry> entries;
  std::optional<PagePosition> last;
  DamagedRows damaged;   // entries that do not open
  bool goes_on = false;  // there may be more
  std::string case_type;
  bool erased = false;
};

// The next entries of a case, `limit` or as many as a page has room for (page.h), in the order
// in which they happened, with a leaf; nullopt if there is no such case.
absl::StatusOr<std::optional<TimelinePage>> ListEntries(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, int limit,
                                                        const std::optional<PagePosition>& after);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_TIMELINE_H_
