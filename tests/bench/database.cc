#include "tests/bench/database.h"

#include <cstdlib>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace arasha::bench {
namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

bool Succeeded(const Result& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

Database::Database(const std::string& conninfo)
    : connection_(PQconnectdb((conninfo + " options='-c TimeZone=UTC -c DateStyle=ISO'").c_str()), PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) Fail();
}

int Database::Execute(const std::string& sql) {
  const Result result(PQexec(connection_.get(), sql.c_str()), PQclear);
  if (!Succeeded(result)) Fail();
  return std::atoi(PQcmdTuples(result.get()));
}

std::vector<std::string> Database::Row(const std::string& sql) {
  const Result result(PQexec(connection_.get(), sql.c_str()), PQclear);
  if (!Succeeded(result)) Fail();
  if (PQntuples(result.get()) != 1) throw std::runtime_error(absl::StrCat("not one row: ", sql));
  std::vector<std::string> values;
  for (int i = 0; i < PQnfields(result.get()); ++i) values.emplace_back(PQgetvalue(result.get(), 0, i));
  return values;
}

void Database::Copy(absl::string_view table, absl::string_view columns, const std::string& lines) {
  const std::string sql = absl::StrCat("COPY ", table, " (", columns, ") FROM STDIN");
  const Result begun(PQexec(connection_.get(), sql.c_str()), PQclear);
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN ||
      PQputCopyData(connection_.get(), lines.data(), static_cast<int>(lines.size())) != 1 ||
      PQputCopyEnd(connection_.get(), nullptr) != 1) {
    Fail();
  }
  const Result ended(PQgetResult(connection_.get()), PQclear);
  if (!Succeeded(ended)) Fail();
  while (PGresult* more = PQgetResult(connection_.get())) PQclear(more);
}

void Database::Fail() {
  throw std::runtime_error(absl::StrCat("database: ", PQerrorMessage(connection_.get())));
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}}), "'");
}

}  // namespace arasha::bench
