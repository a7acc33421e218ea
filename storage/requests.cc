#include "storage/requests.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/pg_errors.h"

namespace arasha::storage {
namespace {

const std::string& FindAnswerSql() {
  static const std::string sql =
      absl::StrCat("SELECT ", kAnswerColumns,
                   " FROM request r JOIN case_file rc ON rc.mission = r.mission AND rc.uid = r.case_uid"
                   " WHERE r.principal = $1 AND r.request_id = $2::uuid");
  return sql;
}

// In batches, so that a first run on a large table holds no lock for long. No FOR UPDATE SKIP LOCKED: it
// would take the right to update, and a replica that waits for another's batch loses nothing.
constexpr absl::string_view kForget = R"sql(
DELETE FROM request WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM request WHERE created_at < $1::timestamptz ORDER BY created_at LIMIT 5000)))sql";

}  // namespace

std::optional<StoredAnswer> ReadAnswer(const pqxx::row& row, int first_column) {
  const auto column = [&](int i) { return row[static_cast<pqxx::row::size_type>(first_column + i)]; };
  if (column(0).is_null()) return std::nullopt;
  return StoredAnswer{.method = column(0).as<std::string>(),
                      .content_hash = ParseBytesText(column(1).c_str()),
                      .response = ParseBytesText(column(2).c_str()),
                      .number = {column(3).as<std::string>(), column(4).as<int>(), column(5).as<int>()}};
}

absl::StatusOr<std::optional<StoredAnswer>> FindAnswer(Connection& connection, absl::string_view principal,
                                                       absl::string_view request_id) {
  return Guarded([&]() -> absl::StatusOr<std::optional<StoredAnswer>> {
    auto result = connection.Execute(FindAnswerSql(), {std::string(principal), std::string(request_id)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    return ReadAnswer(result->front(), 0);
  });
}

absl::StatusOr<int> ForgetAnswersBefore(Connection& connection, absl::Time time) {
  auto result = connection.Execute(kForget, {TimeText(time)});
  if (!result.ok()) return result.status();
  return static_cast<int>(result->affected_rows());
}

}  // namespace arasha::storage
