#ifndef ARASHA_TESTS_BENCH_SYSTEM_DATABASE_H_
#define ARASHA_TESTS_BENCH_SYSTEM_DATABASE_H_

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/bench/system/copy_rows.h"

namespace arasha::bench {

// Names and values of a row's columns, nullopt for NULL.
using NamedRow = std::vector<std::pair<std::string, std::optional<std::string>>>;

// One connection to PostgreSQL. Everything throws std::runtime_error with PostgreSQL's words on failure.
class Database {
 public:
  explicit Database(const std::string& conninfo);

  // Runs a statement; returns how many rows it changed or found.
  int Execute(const std::string& sql);

  // The one row that a query finds, NULL as "".
  std::vector<std::string> Row(const std::string& sql);

  // All that it finds.
  std::vector<NamedRow> Rows(const std::string& sql);

  void Copy(CopyRows rows);

 private:
  [[noreturn]] void Fail();

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

// As an SQL literal.
std::string Quoted(absl::string_view text);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_DATABASE_H_
