#include "storage/erasure.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/pg_errors.h"

namespace arasha::storage {
namespace {

// $1 context, $2 leaf_head, $3 mission, $4 year, $5 serial.
constexpr absl::string_view kEraseCase = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), erased AS (
  UPDATE case_file AS c SET erased_at = ($2::leaf_head).occurred_at, version = c.version + 1
  FROM caller
  WHERE known AND c.mission = $3::text AND c.year = $4::smallint AND c.serial = $5::integer AND c.erased_at IS NULL
  RETURNING c AS row
), keys AS (
  DELETE FROM data_key AS k USING erased WHERE k.mission = (row).mission AND k.case_uid = (row).uid
), found_no_more AS (
  DELETE FROM case_index AS i USING erased WHERE i.mission = (row).mission AND i.case_uid = (row).uid
), secrets AS (
  DELETE FROM audit_secret AS s USING erased, audit_leaf AS l
  WHERE l.object_uid = (row).uid AND s.leaf_id = l.leaf_id
)
SELECT audit_append($2::leaf_head, 'done', (row).mission, (row).uid,
                    audit_object('case', (row).uid::text, (row).version, audit_state(row)), ''::bytea) AS leaf
FROM erased)sql";

// $1 type, $2 version, $3 time.
constexpr absl::string_view kClosedBefore = R"sql(
SELECT mission, year, serial FROM case_file
WHERE type = $1::text AND type_version = $2::integer AND NOT open AND closed_at < $3::timestamptz AND erased_at IS NULL
ORDER BY closed_at LIMIT 1000)sql";

}  // namespace

absl::StatusOr<bool> EraseCase(Connection& owner, const AuditContext& context, const CaseNumber& number) {
  auto result = owner.ExecuteAs(
      context.access, kEraseCase,
      {LeafHead(context), number.mission, absl::StrCat(number.year), absl::StrCat(number.serial)});
  if (!result.ok()) return result.status();
  context.sealing->case_keys.Forget(CaseName(number));
  return !result->empty();
}

absl::StatusOr<std::vector<CaseNumber>> CasesClosedBefore(Connection& owner, const std::string& type,
                                                          int version, absl::Time time) {
  return Guarded([&]() -> absl::StatusOr<std::vector<CaseNumber>> {
    auto result = owner.Execute(kClosedBefore, {type, absl::StrCat(version), TimeText(time)});
    if (!result.ok()) return result.status();
    std::vector<CaseNumber> numbers;
    for (const auto& row : *result) {
      numbers.push_back({row[0].as<std::string>(), row[1].as<int>(), row[2].as<int>()});
    }
    return numbers;
  });
}

}  // namespace arasha::storage
