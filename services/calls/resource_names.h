#ifndef ARASHA_SERVICES_CALLS_RESOURCE_NAMES_H_
#define ARASHA_SERVICES_CALLS_RESOURCE_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/postgres/case_number.h"

// Resource names: of missions, of cases and what is within them, and of what is in none.
namespace arasha::server {

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

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_RESOURCE_NAMES_H_
