#include "storage/log/leaf_requests.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/keys/case_keys.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// $1 after, $2 limit.
const std::string& RequestsSql() {
  static const std::string sql = absl::StrCat(
      "SELECT l.leaf_id, s.tree_index, l.leaf_data, c.erase_time, x.salt, x.payload, ", kKeysOfCase, R"sql(
FROM (SELECT * FROM audit_leaf WHERE leaf_id > $1::bigint ORDER BY leaf_id LIMIT $2::integer) l
LEFT JOIN audit_sequence s USING (leaf_id)
LEFT JOIN audit_secret x USING (leaf_id)
LEFT JOIN case_file c ON c.mission = l.mission AND c.uid = l.object_uid
ORDER BY l.leaf_id)sql");
  return sql;
}

}  // namespace

absl::StatusOr<std::vector<LeafRequest>> ReadLeafRequests(Connection& owner, const AuditContext& context,
                                                          int64_t after, int limit) {
  return Guarded([&]() -> absl::StatusOr<std::vector<LeafRequest>> {
    auto result = owner.Execute(RequestsSql(), {absl::StrCat(after), absl::StrCat(limit)});
    if (!result.ok()) return result.status();
    std::vector<LeafRequest> requests;
    for (const auto& row : *result) {
      LeafRequest& request = requests.emplace_back();
      request.leaf_id = row[0].as<int64_t>();
      if (!row[1].is_null()) request.tree_index = row[1].as<int64_t>();
      request.leaf = ParseBytesText(row[2].c_str());
      if (!row[3].is_null()) request.erased = ParseTimeText(row[3].c_str());
      if (row[4].is_null()) continue;
      request.salt = ParseBytesText(row[4].c_str());
      request.sealed = ParseBytesText(row[5].c_str());
      // A request of a case without keys is told by its leaf, not by the case.
      auto keys = ReadKeys(context.sealing->vault, ParseJsonText(row[6].c_str()), "", /*erased=*/true);
      if (!keys.ok()) return keys.status();
      request.keys = *std::move(keys);
      request.keys.push_back(context.server_keys->payload);
    }
    return requests;
  });
}

bool OpensCommitment(const LeafRequest& request, absl::string_view event_uid, absl::string_view commitment) {
  const auto opened = Vault::Unseal(request.keys, RequestPlace(event_uid), request.sealed);
  return opened.ok() && Sha256(absl::StrCat(*request.salt, *opened)) == commitment;
}

}  // namespace arasha::storage
