#include "storage/log/requests.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/keys/case_keys.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"

namespace arasha::storage {
namespace {

// $1 context, $2 principal, $3 request_id.
const std::string& FindAnswerSql() {
  static const std::string sql = absl::StrCat(
      "\nSELECT ", kAnswerColumns, ", ",
      "(SELECT coalesce(json_agg(json_build_array(k.uid, k.kek, k.wrapped)), '[]') FROM data_key k"
      " WHERE k.mission = rc.mission AND k.case_uid = rc.uid), r.case_uid, rc.erase_time IS NOT NULL",
      R"sql( FROM caller, LATERAL (
  SELECT * FROM request WHERE known AND principal = $2::text AND request_id = $3::uuid OFFSET 0) r
LEFT JOIN LATERAL (SELECT * FROM case_file c WHERE c.mission = r.mission AND c.uid = r.case_uid OFFSET 0) rc ON true)sql");
  return sql;
}

std::string Place(const WriteContext& context) {
  return absl::StrCat("response/", context.audit.actor, "/", context.request_id);
}

// In batches, so that a first run on a large table holds no lock for long. No FOR UPDATE SKIP LOCKED: it
// would take the right to update, and a replica that waits for another's batch loses nothing.
// $1 context, $2 time.
constexpr absl::string_view kForget = R"sql(
,
old AS MATERIALIZED (
  SELECT r.ctid AS place FROM caller, LATERAL (
    SELECT ctid FROM request WHERE known AND create_time < $2::timestamptz ORDER BY create_time LIMIT 5000) r
)
DELETE FROM request WHERE ctid = ANY (ARRAY(SELECT place FROM old)))sql";

}  // namespace

std::string SealResponse(const WriteContext& context, const DataKey& key, absl::string_view response) {
  return BytesText(Vault::Seal(key, Place(context), response));
}

absl::StatusOr<std::optional<StoredAnswer>> ReadAnswer(const pqxx::row& row, int first_column,
                                                       const WriteContext& context,
                                                       absl::Span<const DataKey> keys) {
  const auto column = [&](int i) { return row[static_cast<pqxx::row::size_type>(first_column + i)]; };
  if (column(0).is_null()) return std::nullopt;
  StoredAnswer answer{.method = column(0).as<std::string>(),
                      .content_hash = ParseBytesText(column(1).c_str()),
                      .response = {},
                      .number = {column(3).as<std::string>(""), column(4).as<int>(0), column(5).as<int>(0)}};
  // Answers of other methods may be sealed otherwise; that the id was used before is all there is to say.
  if (column(2).is_null() || answer.method != context.audit.action) return answer;
  if (keys.empty()) {
    return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_ERASED,
                  "the answer to this request was erased with the case's content");
  }
  auto response = Vault::Unseal(keys, Place(context), ParseBytesText(column(2).c_str()));
  if (!response.ok()) return response.status();
  answer.response = *std::move(response);
  return answer;
}

absl::StatusOr<std::optional<StoredAnswer>> FindAnswer(Connection& connection, const WriteContext& context,
                                                       AnswerSeal seal) {
  return Guarded([&]() -> absl::StatusOr<std::optional<StoredAnswer>> {
    auto result = connection.ExecuteAs(context.audit.access, FindAnswerSql(),
                                       {context.audit.actor, context.request_id});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    // An answer of another method is not opened, and need not be about a case that has keys.
    if (seal == AnswerSeal::kRegister || row[0].c_str() != context.audit.action) {
      return ReadAnswer(row, 0, context, {context.audit.server_keys->register_key});
    }
    if (row[3].is_null()) {
      return Refuse(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                    "the case that this request was about: there is none, or none that you may see");
    }
    auto keys = ReadKeys(context.audit.sealing->vault, ParseJsonText(row[6].c_str()), row[7].c_str(),
                         row[8].as<bool>());
    if (!keys.ok()) return keys.status();
    return ReadAnswer(row, 0, context, *keys);
  });
}

absl::StatusOr<int> ForgetAnswersBefore(Connection& connection, const AccessContext& access,
                                        absl::Time time) {
  auto result = connection.ExecuteAs(access, kForget, {TimeText(time)});
  if (!result.ok()) return result.status();
  return static_cast<int>(result->affected_rows());
}

}  // namespace arasha::storage
