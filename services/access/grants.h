#ifndef ARASHA_SERVICES_ACCESS_GRANTS_H_
#define ARASHA_SERVICES_ACCESS_GRANTS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/access.pb.h"
#include "services/calls/call.h"
#include "services/rules/access/grants.h"
#include "storage/directory/access_grants.h"
#include "storage/log/audit.h"

// What the operations on grants share.
namespace arasha::access {

// A grant as it is shown at `now`: one on an erased case has no review to wait for.
v1::AccessGrant Shown(const storage::AccessGrantRow& row, absl::Time now);

// Adds a grant and answers with it, or with the first answer if this is a repeat. FAILED_PRECONDITION
// (CASE_ERASED) if the case was erased meanwhile.
absl::StatusOr<v1::AccessGrant> AddAndAnswer(server::Call& call, const v1::AccessGrant& grant);

// Saves a grant and answers with it. ABORTED (CONTENTION) if somebody else changed it meanwhile.
absl::StatusOr<v1::AccessGrant> SaveAndAnswer(server::Call& call, const storage::AccessGrantRow& row);

// What the leaf of a refusal tells: the case that the grant is on, where the caller sees it.
void SetAbout(server::Call& call, const storage::AccessGrantRow& row);

absl::Status GrantEnded();

}  // namespace arasha::access

#endif  // ARASHA_SERVICES_ACCESS_GRANTS_H_
