#ifndef ARASHA_SERVICES_CALLS_NAMES_H_
#define ARASHA_SERVICES_CALLS_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/calls/call.h"
#include "services/rules/access/access.h"
#include "storage/cases/case_facts.h"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"

// Resource names of cases and what is within them, and whether the caller may touch what they name. Who asks
// for permission notes in the call what it is about.
namespace arasha::cases {

// `missions/IST` to "IST"; "-" is let through. INVALID_ARGUMENT on `field` for anything else.
absl::StatusOr<std::string> ParseMission(absl::string_view name, absl::string_view field);

// `missions/IST/cases/IST-2026-000123`. INVALID_ARGUMENT on `field` for anything else.
absl::StatusOr<storage::CaseNumber> ParseCase(absl::string_view name, absl::string_view field);

// A child of a case, `…/parties/{uid}` with `collection` "parties".
struct ChildName {
  storage::CaseNumber number;
  std::string uid;
};
absl::StatusOr<ChildName> ParseChild(absl::string_view name, absl::string_view collection,
                                     absl::string_view field);

// The uid of `accessGrants/{uuid}`, with `collection` "accessGrants".
absl::StatusOr<std::string> ParseUid(absl::string_view name, absl::string_view collection,
                                     absl::string_view field);

// Whether this is a UUID in its canonical form.
bool IsUuid(absl::string_view text);

// The mission, if the caller may do this there. NOT_FOUND of `name` if there is no such mission or the
// caller may not even read cases there; PERMISSION_DENIED if it may read but not do this.
absl::StatusOr<const server::Mission*> Permit(server::Call& call, rules::Action action,
                                              absl::string_view mission, absl::string_view name);

// The same about one case. Whoever holds a grant on a case of the mission is asked about this very one, for
// one round trip more: NOT_FOUND if it does not see it. All others are decided by their roles alone, and the
// statements that follow show them nothing that they do not see.
absl::StatusOr<const server::Mission*> PermitOn(server::Call& call, const storage::AuditContext& audit,
                                                rules::Action action, const storage::CaseNumber& number,
                                                absl::string_view name);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CALLS_NAMES_H_
