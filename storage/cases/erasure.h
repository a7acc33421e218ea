#ifndef ARASHA_STORAGE_CASES_ERASURE_H_
#define ARASHA_STORAGE_CASES_ERASURE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

// Lawful erasure: a case's keys are destroyed, and with them whatever was sealed under them, here and
// wherever else the ciphertext is. What was written of access to the case is sealed under a key of the
// server, which stays, and so is emptied, and reports that tell it are taken back; times of fields that stand
// in clear, for lists to be restricted by, are emptied as well. What is not personal
// stays, as do all leaves and proofs: they hold hashes of sealed rows and salted commitments.
namespace arasha::storage {

// A case that is due to be erased.
struct DueCase {
  CaseNumber number;
  int version = 0;
};

// Erases a case, with a leaf. False, and nothing done, if it is not of this version any more. As the schema's
// owner: the server's role cannot destroy keys.
absl::StatusOr<bool> EraseCase(Connection& owner, const AuditContext& context, const DueCase& due);

// Destroys and empties what was added to a case at the moment at which it was erased, which that erasure did
// not see yet: whoever adds to a case, or grants access to it, holds it, so that nothing comes after this.
// With a leaf; false if there is none.
absl::StatusOr<bool> EmptyErased(Connection& owner, const AuditContext& context);

// Two persons' order to erase a case.
struct ErasureOrder {
  DueCase due;
  std::string text;  // number and date of the order
  std::string proposed_by;
  std::string approved_by;
};

// Cases of a type's version of which somebody approved `event`, which somebody else had proposed, that have
// not changed since, and still have their content; first ordered, first told, at most a thousand.
// Those that cannot be read are noted in `damaged`.
absl::StatusOr<std::vector<ErasureOrder>> OrderedErasures(Connection& owner, Vault& vault,
                                                          const std::string& type, int version,
                                                          const std::string& event, DamagedRows& damaged);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_ERASURE_H_
