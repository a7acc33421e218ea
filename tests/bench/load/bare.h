#ifndef ARASHA_TESTS_BENCH_LOAD_BARE_H_
#define ARASHA_TESTS_BENCH_LOAD_BARE_H_

#include "tests/bench/load/pgbench.h"
#include "tests/bench/system/bare_tables.h"
#include "tests/bench/system/operations.h"
#include "tests/bench/system/server_view.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {

// What is measured without any of the server's promises.
struct BareSide {
  Population population;
  BareSample sample;
  const ServerView* server;  // knows what a search is for
};

// One prepared statement on BareTables that does what `operation` is about, as their owner, on cases chosen
// as Requests chooses them: no context, policy, seal, leaf or stored answer. Every value that a client would
// send is a parameter. New for each round, since UUIDs must be.
//
// A search asks the same index of hashes the same question as the server does by find_cases(): an index of
// plain words would be another one. Hashes are their mission's own, which pgbench's variables cannot be, so
// they stand in the text of an EXECUTE, as on the raw side.
PgbenchScript MakeBareScript(Operation operation, const BareSide& side);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_BARE_H_
