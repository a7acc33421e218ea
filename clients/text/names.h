#ifndef ARASHA_CLIENTS_TEXT_NAMES_H_
#define ARASHA_CLIENTS_TEXT_NAMES_H_

#include <cstdint>
#include <functional>
#include <string>
#include "absl/strings/string_view.h"

#include "absl/status/statusor.h"

namespace arasha::clients {

// All missions, where a name of one stands.
inline constexpr char kAllMissions[] = "missions/-";

// Resource names as people type them, made full. Only the shape is checked; whether there is such a
// resource is for the server to say.

// `IST`, `ist` or `missions/IST`; `-` for all missions.
absl::StatusOr<std::string> MissionName(absl::string_view typed);

// `IST-2026-000123`, `ist-2026-123`, or `missions/IST/cases/IST-2026-000123`; `2026-123` of the mission that
// is then asked for, and `123` of this year.
absl::StatusOr<std::string> CaseName(absl::string_view typed, int this_year,
                                     const std::function<absl::StatusOr<std::string>()>& mission);

// Of what belongs to a mission: `missions/IST` of `missions/IST/cases/IST-2026-000123`.
std::string MissionOf(absl::string_view name);

// A party of the case: its uuid or its full name.
absl::StatusOr<std::string> PartyName(absl::string_view case_name, absl::string_view typed);

// `a.omarova`, `staff/a.omarova` or `partners/iom/registry`.
std::string StaffName(absl::string_view typed);

// A grant on a case: its uuid or `accessGrants/{uuid}`.
std::string AccessGrantName(absl::string_view typed);

// `rights.detention`, `rights.detention@2`, or with `caseTypes/` before it.
std::string CaseTypeName(absl::string_view typed);

// The last segment of a resource name: `IST-2026-000123`, `a.omarova`.
absl::string_view ShortName(absl::string_view name);

// As much of its uuid, from the random end, as tells it from others of its case: `4f21c07a`.
std::string ShortId(absl::string_view name);

// The case of what is within one: `missions/IST/cases/IST-2026-000123` of
// `missions/IST/cases/IST-2026-000123/approvals/{uuid}`.
std::string CaseOf(absl::string_view name);

// A new random UUID (version 4).
std::string NewUuid();

// Another UUID, made of this one and a number: the same of the same. What is no UUID comes back as it is.
std::string UuidBeside(const std::string& uuid, uint32_t number);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_NAMES_H_
