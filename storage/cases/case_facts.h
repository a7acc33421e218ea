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

// A case, by what decides who may do what with it.
struct FoundCase : CaseFacts {
  // Its content was erased: no erasure would find what is written of it from then on.
  bool erased = false;
};

// nullopt if there is no such case that the context sees. Leaves no leaf: the operation that decides by it
// does.
absl::StatusOr<std::optional<FoundCase>> FindCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number);

// The same where the facts are what was asked for: leaves a leaf that names the case.
absl::StatusOr<std::optional<FoundCase>> ReadCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CASE_FACTS_H_
