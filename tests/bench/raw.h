#ifndef ARASHA_TESTS_BENCH_RAW_H_
#define ARASHA_TESTS_BENCH_RAW_H_

#include <string>

#include "tests/bench/operations.h"
#include "tests/bench/pgbench.h"
#include "tests/bench/requests.h"
#include "tests/bench/system.h"

namespace arasha::bench {

// What the raw side does in the server's place.
struct RawSide {
  std::string principal;
  Population population;
  Sample sample;       // of MissionCode(0)
  Requests* requests;  // makes the payloads of leaves
};

// The statement that storage/ runs for `operation`, to the letter, with parameters of the size and kind
// that the server sends, for cases chosen as Requests chooses them. Reads are in pgbench's prepared mode.
// Writes need a new UUID in the midst of JSON each time, which pgbench's variables, being numbers, cannot
// be; they are prepared with PREPARE and run with EXECUTE, whose text pgbench can fill in. New for each
// round, since UUIDs must be.
PgbenchScript MakeRawScript(Operation operation, const RawSide& side);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_RAW_H_
