#include "tests/bench/system/database.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace arasha::bench {
namespace {

// libpq holds a message as a whole.
constexpr size_t kCopyChunk = 1 << 20;

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

bool Succeeded(const Result& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

Database::Database(const std::string& conninfo)
    : connection_(PQconnectdb((conninfo +
                               " options='-c TimeZone=UTC -c DateStyle=ISO -c client_min_messages=warning'")
                                  .c_str()),
                  PQfinish) {
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

std::vector<NamedRow> Database::Rows(const std::string& sql) {
  const Result result(PQexec(connection_.get(), sql.c_str()), PQclear);
  if (!Succeeded(result)) Fail();
  std::vector<NamedRow> rows(static_cast<size_t>(PQntuples(result.get())));
  for (int i = 0; i < PQntuples(result.get()); ++i) {
    for (int j = 0; j < PQnfields(result.get()); ++j) {
      std::optional<std::string> value;
      if (PQgetisnull(result.get(), i, j) == 0) value = PQgetvalue(result.get(), i, j);
      rows[static_cast<size_t>(i)].emplace_back(PQfname(result.get(), j), std::move(value));
    }
  }
  return rows;
}

void Database::Copy(CopyRows rows) {
  const Result begun(PQexec(connection_.get(), rows.Statement().c_str()), PQclear);
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) Fail();
  const std::string bytes = std::move(rows).Finish();
  for (size_t at = 0; at < bytes.size(); at += kCopyChunk) {
    const size_t size = std::min(kCopyChunk, bytes.size() - at);
    if (PQputCopyData(connection_.get(), bytes.data() + at, static_cast<int>(size)) != 1) Fail();
  }
  if (PQputCopyEnd(connection_.get(), nullptr) != 1) Fail();
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
