#include "storage/log/key_renewal.h"

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// Keys made and stored at a time, as in key_rotation.cc.
constexpr int kRenewedAtOnce = 200;

constexpr char kBeforeAll[] = "00000000-0000-0000-0000-000000000000";

// $1 and $2 the last case looked at, $3 uids of keys made at the cutoff and later are not below, $4 limit.
constexpr absl::string_view kDue = R"sql(
SELECT c.mission, c.uid FROM case_file c
WHERE (c.mission, c.uid) > ($1, $2::uuid) AND c.open AND c.erase_time IS NULL
  AND NOT EXISTS (SELECT 1 FROM data_key k WHERE k.mission = c.mission AND k.case_uid = c.uid AND k.uid >= $3::uuid)
ORDER BY c.mission, c.uid LIMIT $4::integer)sql";

// $3 missions, $4 cases, $5 uids, $6 kek, $7 wrapped. A case that is being erased is waited for, and then
// gets none.
const std::string& StoreSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("anew", R"sql(
  SELECT a.* FROM caller, unnest($3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::bytea[])
    AS a (mission, case_uid, uid, kek, wrapped) WHERE known)sql")
        .Step("still", R"sql(
  SELECT a.* FROM anew a JOIN case_file c ON c.mission = a.mission AND c.uid = a.case_uid
  WHERE c.erase_time IS NULL
  ORDER BY a.mission, a.case_uid FOR SHARE OF c)sql")
        .Insert("stored", kDataKeyTable, "(mission, case_uid, uid, kek, wrapped) SELECT * FROM still");
    return statement.LeafAlone(
        {.from = "(SELECT 1 FROM stored LIMIT 1) AS any_stored", .about = "NULL, NULL"},
        "(SELECT count(*) FROM stored),");
  }();
  return sql;
}

// The least UUID version 7 (RFC 9562 section 5.7) of a time.
std::string LeastUid(absl::Time time) {
  const std::string millis = absl::StrFormat("%012x", absl::ToUnixMillis(time));
  return absl::StrCat(millis.substr(0, 8), "-", millis.substr(8), "-7000-8000-000000000000");
}

}  // namespace

absl::StatusOr<int64_t> RenewDataKeys(Connection& owner, const AuditContext& context, absl::Time cutoff,
                                      const std::function<void(int64_t)>& progress) {
  return Guarded([&]() -> absl::StatusOr<int64_t> {
    int64_t made = 0;
    std::vector<Param> last = {"", kBeforeAll};
    while (true) {
      const auto due =
          owner.Execute(kDue, {last[0], last[1], LeastUid(cutoff), absl::StrCat(kRenewedAtOnce)});
      if (!due.ok()) return due.status();
      if (due->empty()) return made;
      std::vector<std::vector<std::string>> columns(5);
      for (const auto& row : *due) {
        last = {row[0].c_str(), row[1].c_str()};
        const auto key = context.sealing->vault.NewKey();
        if (!key.ok()) return key.status();
        const std::vector<std::string> values = {row[0].c_str(), row[1].c_str(), key->uid, key->kek,
                                                 BytesText(key->wrapped)};
        for (size_t i = 0; i < values.size(); ++i) columns[i].push_back(values[i]);
      }
      std::vector<Param> params = {LeafHead(context)};
      for (const std::vector<std::string>& column : columns) params.push_back(ArrayText(column));
      const auto stored = owner.ExecuteAs(context.access, StoreSql(), params);
      if (!stored.ok()) return stored.status();
      made += stored->front()[0].as<int64_t>();
      progress(made);
    }
  });
}

}  // namespace arasha::storage
