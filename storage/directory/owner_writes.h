#ifndef ARASHA_STORAGE_DIRECTORY_OWNER_WRITES_H_
#define ARASHA_STORAGE_DIRECTORY_OWNER_WRITES_H_

#include <string>
#include <vector>
#include "absl/strings/string_view.h"

#include "absl/status/statusor.h"
#include "storage/directory/directory.h"
#include "storage/log/audit.h"
#include "storage/log/log.h"
#include "storage/postgres/connection.h"

// What operators write with the owner's connection; the server's role may not. Each write leaves a leaf that
// commits to the rows it wrote.
namespace arasha::storage {

// A case type's definition to apply.
struct CaseTypeRow {
  std::string id;
  int version = 0;
  std::string definition;  // text proto
};

// Adds a version of a case type. False, and no leaf, if that version stands already with this very
// definition; FAILED_PRECONDITION if it stands with another: versions never change.
absl::StatusOr<bool> ApplyCaseType(Connection& owner, const AuditContext& context, const CaseTypeRow& row);

// A state's calendar to apply.
struct CalendarRow {
  std::string state;
  int version = 0;
  std::string definition;  // text proto
};

// Adds a version of a calendar; otherwise as ApplyCaseType.
absl::StatusOr<bool> ApplyCalendar(Connection& owner, const AuditContext& context, const CalendarRow& row);

// Registers or changes missions and principals. A principal named here holds exactly the grants given
// for it here; those not named are left alone. Some hundred principals at a time, each time with a leaf: what
// is applied before a failure stays, and applying it again writes none of it again.
absl::Status ApplyDirectory(Connection& owner, const AuditContext& context,
                            const std::vector<MissionRow>& missions,
                            const std::vector<PrincipalRow>& principals, const std::vector<GrantRow>& grants);

// Refuses a certificate from now on; servers know within a second or two. False, and no leaf, if it was
// revoked before.
absl::StatusOr<bool> RevokeCertificate(Connection& owner, const AuditContext& context,
                                       absl::string_view fingerprint, absl::string_view reason);

// Leaves a leaf of what an operator does, and no row with it.
absl::StatusOr<PendingLeaf> AppendOperatorLeaf(Connection& owner, const AuditContext& context);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_DIRECTORY_OWNER_WRITES_H_
