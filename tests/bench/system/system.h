#ifndef ARASHA_TESTS_BENCH_SYSTEM_SYSTEM_H_
#define ARASHA_TESTS_BENCH_SYSTEM_SYSTEM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/postgres/encoding.h"
#include "tests/bench/system/database.h"

// The system that is measured, through the eyes of its database's owner. Everything here throws on
// failure.
namespace arasha::bench {

// Openings of one mission wait for each other, since its numbers have no gaps; over this many missions
// they hardly meet. More than 16 in flight, fewer than 128 scripts, which is pgbench's limit.
inline constexpr int kMissions = 64;

// Code of the i-th mission that is measured on, BENAA to BENHH.
std::string MissionCode(int i);

// The cases that reads and entries choose from: every mission's 1 to `serials` of `year`.
struct Population {
  int year = 0;
  int serials = 0;
};

// What stands in data_key.kek where the raw side wrote, and tells its rows from others: the key is none of
// the system's.
inline constexpr char kRawKek[] = "bench";
// Uid of that key, where entries are added.
inline constexpr char kRawKey[] = "00000000-0000-7000-8000-0000000be9c4";

// Who the raw side's leaves say they are written by, all of one moment.
inline constexpr char kRawInstance[] = "00000000";

// The rows of one case that the server opened, and of one entry that it added, as JSON, with the answers
// that it stored: what the raw side's parameters are made from.
struct Sample {
  std::string case_row;
  std::string parties;
  std::string deadlines;
  std::string opening_entry;
  std::string data_key;         // with kRawKek and kRawKey
  std::string create_response;  // hexadecimal
  std::string entry;            // under kRawKey
  std::string entry_response;   // hexadecimal, under kRawKey
};

// From when a call arrived to the signed head that covers its leaf.
struct LogLag {
  absl::Duration p50;
  absl::Duration p99;
};

class System {
 public:
  explicit System(const std::string& owner_database);

  // Registers the missions and makes `principal` an officer of each. Returns whether anything changed,
  // which servers notice within seconds.
  bool RegisterMissions(const std::string& principal);

  // How many received cases mission `code` lacks for a full page of such cases, and of those that are found
  // by `search`, as ServerView::SearchParams() gives it.
  int MissingFromPage(const std::string& code, const std::vector<storage::Param>& search);

  Population ReadPopulation();

  // `case_uid`, `entry_uid`: what was just made in mission `code`.
  Sample ReadSample(const std::string& code, const std::string& case_uid, const std::string& create_request,
                    const std::string& entry_uid, const std::string& entry_request);

  // Takes away what the raw side wrote, a case or an entry whose seal opens nowhere, as if it had never been
  // but for its audit leaves; also what a run left that was killed. Nobody may write meanwhile. Returns how
  // many transactions that took.
  int RemoveRawRows();

  int64_t CountCases();

  // Of the session in which this looks.
  int BackendPid();

  // The number last given to an audit leaf.
  int64_t LastLeaf();

  // Of the server's leaves after this one, all of which must be under a head.
  LogLag ReadLogLag(int64_t after);

  // Transactions that PostgreSQL committed in this database, once its sessions have reported theirs,
  // which takes eleven seconds.
  int64_t CountTransactions();

 private:
  Database database_;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_SYSTEM_H_
