#ifndef ARASHA_STORAGE_CASES_CASE_FACTS_H_
#define ARASHA_STORAGE_CASES_CASE_FACTS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "proto/case_facts.h"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

namespace arasha::storage {

using arasha::CaseFacts;

// nullopt if there is no such case that the context sees. Leaves no leaf: the operation that decides by it
// does.
absl::StatusOr<std::optional<CaseFacts>> FindCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number);

// The same where the facts are what was asked for: leaves a leaf that names the case.
absl::StatusOr<std::optional<CaseFacts>> ReadCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CASE_FACTS_H_
