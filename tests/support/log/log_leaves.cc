#include "tests/support/log/log_leaves.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "services/process/operator_log.h"
#include "storage/postgres/encoding.h"

namespace arasha::support {
namespace {

constexpr absl::string_view kAppendLeaf = R"sql(
WITH appended AS (
  INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision)
  VALUES (sha256('\x00'::bytea || $1::bytea), $1::bytea, now(), 'staff/a.omarova', 'GetCase', 'done')
  RETURNING leaf_id, leaf_hash
), queued AS (
  INSERT INTO audit_pending (leaf_id, leaf_hash) SELECT leaf_id, leaf_hash FROM appended
)
SELECT leaf_id || ':' || encode(leaf_hash, 'hex') FROM appended)sql";

}  // namespace

std::string AppendLeaf(storage::Connection& owner, absl::string_view data) {
  const auto result = owner.Execute(kAppendLeaf, {storage::BytesText(data)});
  if (!result.ok()) {
    ADD_FAILURE() << server::DetailOf(result.status());
    return "";
  }
  return result->front()[0].as<std::string>();
}

}  // namespace arasha::support
