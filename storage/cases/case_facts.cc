#include "storage/cases/case_facts.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// $1 context, $2 leaf_head, or NULL where none is left, $3 labels, $4 mission, $5 year, $6 serial.
constexpr absl::string_view kCaseFacts = R"sql(
SELECT c.uid, c.sensitivity, c.compartment, c.created_by, c.assignee,
       audit_read($2::leaf_head, c.mission, c.uid, ''::bytea) AS read
FROM caller, LATERAL (
  SELECT mission, uid, sensitivity, compartment, created_by, assignee FROM case_file
  WHERE known AND mission = $4::text AND year = $5::smallint AND serial = $6::integer AND labels && $3::text[]
  OFFSET 0) AS c)sql";

std::vector<Param> ParamsOf(const AuditContext& context, const CaseNumber& number) {
  return {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
          absl::StrCat(number.serial)};
}

absl::StatusOr<std::optional<CaseFacts>> ReadFacts(const CaseNumber& number,
                                                   const absl::StatusOr<pqxx::result>& result) {
  return Guarded([&]() -> absl::StatusOr<std::optional<CaseFacts>> {
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    return CaseFacts{.mission = number.mission,
                     .uid = row[0].as<std::string>(),
                     .sensitivity = static_cast<v1::Sensitivity>(row[1].as<int>()),
                     .compartment = row[2].as<std::string>(""),
                     .created_by = row[3].as<std::string>(),
                     .assignee = row[4].as<std::string>("")};
  });
}

}  // namespace

absl::StatusOr<std::optional<CaseFacts>> FindCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number) {
  std::vector<Param> params = ParamsOf(context, number);
  params.insert(params.begin(), std::nullopt);
  return ReadFacts(number, connection.ExecuteAs(context.access, kCaseFacts, params));
}

absl::StatusOr<std::optional<CaseFacts>> ReadCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number) {
  return ReadFacts(number, Read(connection, context, kCaseFacts, ParamsOf(context, number)));
}

}  // namespace arasha::storage
