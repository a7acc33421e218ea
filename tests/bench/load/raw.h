#ifndef ARASHA_TESTS_BENCH_LOAD_RAW_H_
#define ARASHA_TESTS_BENCH_LOAD_RAW_H_

#include <string>
#include <vector>

#include "arasha/v1/case.pb.h"
#include "tests/bench/load/pgbench.h"
#include "tests/bench/system/operations.h"
#include "tests/bench/system/requests.h"
#include "tests/bench/system/server_view.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {

// What the raw side does in the server's place.
struct RawSide {
  std::string principal;
  std::vector<std::string> labels;  // as many as calls about one mission carry, but good for all of them
  Population population;
  v1::Case opened;  // in MissionCode(0), by the server
  Sample sample;    // of it
  const ServerView* server;
  Requests* requests;  // makes the payloads of leaves
};

// The statement that storage/ runs for `operation`, to the letter, under row-level security, with parameters
// of the size and kind that the server sends, for cases chosen as Requests chooses them. Needs a
// ContextSchema. Reads of cases and lists are in pgbench's prepared mode. Writes need a new UUID in the midst
// of JSON each time and a search its mission's tokens, which pgbench's variables cannot be; they are prepared
// with PREPARE and run with EXECUTE, whose text pgbench can fill in. New for each round, since UUIDs must be.
//
// What is sealed is the sample's: of the size that it must have, and unreadable in any other row. Its data
// keys are kRawKek's, by which System::RemoveRawRows() finds what to take away.
PgbenchScript MakeRawScript(Operation operation, const RawSide& side);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_RAW_H_
