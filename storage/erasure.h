#ifndef ARASHA_STORAGE_ERASURE_H_
#define ARASHA_STORAGE_ERASURE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/audit.h"
#include "storage/connection.h"
#include "storage/rows.h"

// Lawful erasure: a case's keys are destroyed, and with them whatever was sealed under them, here and
// wherever else the ciphertext is. What is not personal stays, as do all leaves and proofs: they hold hashes
// of sealed rows and salted commitments.
namespace arasha::storage {

// Erases a case, with a leaf. False if there is none, or it was erased before. As the schema's owner: the
// server's role cannot destroy keys.
absl::StatusOr<bool> EraseCase(Connection& owner, const AuditContext& context, const CaseNumber& number);

// Cases of a type's version that closed before `time` and still have their content, oldest first, at most a
// thousand.
absl::StatusOr<std::vector<CaseNumber>> CasesClosedBefore(Connection& owner, const std::string& type,
                                                          int version, absl::Time time);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_ERASURE_H_
