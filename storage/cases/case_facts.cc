#include "storage/cases/case_facts.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// $1 context, $2 leaf_head, $3 labels, $4 mission, $5 year, $6 serial, $7 whether a leaf is left; $2 may be
// NULL where none is.
constexpr absl::string_view kCaseFacts = R"sql(
SELECT c.uid, c.sensitivity, c.compartment, c.created_by, c.assignee, c.erase_time IS NOT NULL,
       CASE WHEN $7::boolean THEN audit_read($2::leaf_head, c.mission, c.uid, ''::bytea) END AS read
FROM caller, LATERAL (
  SELECT mission, uid, sensitivity, compartment, created_by, assignee, erase_time FROM case_file
  WHERE known AND mission = $4::text AND year = $5::smallint AND serial = $6::integer AND labels && $3::text[]
  OFFSET 0) AS c)sql";

// From $3 on.
std::vector<Param> ParamsOf(const AuditContext& context, const CaseNumber& number, bool leaves_leaf) {
  return {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
          absl::StrCat(number.serial), leaves_leaf ? "true" : "false"};
}

absl::StatusOr<std::optional<FoundCase>> ReadFacts(const CaseNumber& number,
                                                   const absl::StatusOr<pqxx::result>& result) {
  return Guarded([&]() -> absl::StatusOr<std::optional<FoundCase>> {
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    return FoundCase{{.mission = number.mission,
                      .uid = row[0].as<std::string>(),
                      .sensitivity = static_cast<v1::Sensitivity>(row[1].as<int>()),
                      .compartment = row[2].as<std::string>(""),
                      .created_by = row[3].as<std::string>(),
                      .assignee = row[4].as<std::string>("")},
                     row[5].as<bool>()};
  });
}

}  // namespace

absl::StatusOr<std::optional<FoundCase>> FindCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number) {
  std::vector<Param> params = ParamsOf(context, number, /*leaves_leaf=*/false);
  params.insert(params.begin(), std::nullopt);
  return ReadFacts(number, connection.ExecuteAs(context.access, kCaseFacts, params));
}

absl::StatusOr<std::optional<FoundCase>> ReadCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number) {
  return ReadFacts(number,
                   Read(connection, context, kCaseFacts, ParamsOf(context, number, /*leaves_leaf=*/true)));
}

}  // namespace arasha::storage
