#ifndef ARASHA_STORAGE_REPORTS_REPORT_LEAVES_H_
#define ARASHA_STORAGE_REPORTS_REPORT_LEAVES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

// Leaves of the audit log as reports count them; all functions run as the reporter's role. Leaves below a
// checkpoint's size never change, so neither do answers about them.
namespace arasha::storage {

// The newest signed head of the log; nullopt before there is one.
struct LogHead {
  std::string origin;
  int64_t size = 0;
  std::string root;
  std::string note;
};
absl::StatusOr<std::optional<LogHead>> ReadLogHead(Connection& reporter);

// Which leaves count. What is empty does not restrict.
struct LeafSelection {
  std::vector<std::string> missions;
  std::string actor;
  std::string case_uid;  // about this case, or a list that showed it
  std::vector<std::string> actions;
  bool changes_only = false;  // none that only read (services/rules/log/leaf.h)
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
};

// How many of the leaves fall into one group. What a group is not by is empty.
struct LeafCount {
  std::string day;  // "2026-11-24", in the zone asked for
  std::string actor;
  std::string action;
  bool denied = false;
  std::string mission;
  int64_t leaves = 0;
};

// What a stretch of the log holds.
struct LeafTally {
  int64_t leaves = 0;
  int64_t first_index = -1;
  int64_t last_index = -1;
  std::string hashes;               // leaf hashes, 32 bytes each, in the order of the log
  std::vector<LeafCount> by_day;    // by day, action and denied
  std::vector<LeafCount> by_actor;  // by actor, action and denied
  std::vector<LeafCount> by_mission;
};

// Longest stretch that TallyLeaves() is asked for: a few megabytes of hashes, a fraction of a second.
inline constexpr int64_t kLeafStretch = 65536;

// The places between which the leaves of a time stand, [first, end), at most `size`; wider than exact.
struct LeafPlaces {
  int64_t first = 0;
  int64_t end = 0;
};
absl::StatusOr<LeafPlaces> FindLeafPlaces(Connection& reporter, absl::Time start, absl::Time end,
                                          int64_t size);

// Counts the leaves of `places` that match; at most kLeafStretch places.
absl::StatusOr<LeafTally> TallyLeaves(Connection& reporter, const LeafSelection& filter,
                                      const LeafPlaces& places, absl::TimeZone zone);

// One leaf, for lists.
struct ReportedLeaf {
  int64_t index = 0;
  absl::Time occurred;
  std::string actor;
  std::string action;
  bool denied = false;
  std::string mission;
  std::string case_number;  // "IST-2026-000123"; empty if it concerned none or several
};

// The matching leaves of `places` in the order of the log, given to `sink` a batch at a time.
absl::Status ListLeaves(Connection& reporter, const LeafSelection& filter, LeafPlaces places,
                        absl::FunctionRef<absl::Status(const ReportedLeaf&)> sink);

// The same leaves whole, as they were hashed, with their places.
absl::Status ReadLeafData(Connection& reporter, const LeafSelection& filter, LeafPlaces places,
                          absl::FunctionRef<absl::Status(int64_t index, absl::string_view leaf)> sink);

// How many different cases the leaves name, refusals aside. Asked stretch by stretch, so memory grows with
// the cases, not with the leaves.
absl::StatusOr<int64_t> CountCases(Connection& reporter, const LeafSelection& filter, LeafPlaces places);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_LEAVES_H_
