#ifndef ARASHA_STORAGE_CASES_CASE_FACTS_H_
#define ARASHA_STORAGE_CASES_CASE_FACTS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

// What of a case decides who may do what to it, and nothing of its content.
namespace arasha::storage {

struct CaseFacts {
  CaseNumber number;
  std::string uid;
  v1::Sensitivity sensitivity = v1::SENSITIVITY_UNSPECIFIED;
  std::string compartment;
  std::string created_by;
  std::string assignee;
};

// nullopt if there is no such case that the context sees. Leaves no leaf: the operation that decides by it
// does.
absl::StatusOr<std::optional<CaseFacts>> FindCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number);

// The same where the facts are what was asked for: leaves a leaf that names the case.
absl::StatusOr<std::optional<CaseFacts>> ReadCaseFacts(Connection& connection, const AuditContext& context,
                                                       const CaseNumber& number);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CASE_FACTS_H_
