#ifndef ARASHA_TESTS_BENCH_SYSTEM_CONTEXT_SCHEMA_H_
#define ARASHA_TESTS_BENCH_SYSTEM_CONTEXT_SCHEMA_H_

#include <string>

#include "tests/bench/system/database.h"

namespace arasha::bench {

// A hole in row-level security, open while this lives: pgbench cannot sign access contexts, so a function of
// the owner's, bench.context(labels), signs them for the role of the server, for its own backend and long
// enough for a round. Throws on failure.
class ContextSchema {
 public:
  explicit ContextSchema(const std::string& owner_database);
  ~ContextSchema();

  ContextSchema(const ContextSchema&) = delete;
  ContextSchema& operator=(const ContextSchema&) = delete;

 private:
  Database database_;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_CONTEXT_SCHEMA_H_
