#ifndef ARASHA_SERVICES_CASES_NEW_ROWS_H_
#define ARASHA_SERVICES_CASES_NEW_ROWS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/calls/call.h"
#include "services/rules/violations.h"
#include "storage/cases/rows.h"

namespace arasha::cases {

// Checks the fields of a case that a caller may set, details and parties aside.
rules::Violations CheckFields(const v1::Case& message, absl::Time now, absl::string_view prefix);

// A compartment for which nobody is cleared, most likely a slip, would hide the case from everybody. Which
// others there are is told to those who administer them, and to the others as far as they are cleared.
rules::Violations CheckCompartment(const server::Call& call, const v1::Case& message);

// rules::CheckParty, and that those whom the party names as related to it are people who may act. Whom it
// named `before` may have left since.
rules::Violations CheckParty(const server::Call& call, const v1::Party& party, const v1::Party& before,
                             absl::string_view prefix);

// Labels of the case as it will stand.
std::vector<std::string> LabelsOf(const storage::CaseRow& row);

// Puts the party's telephone number into the form in which it is kept, if it is one as it is written;
// CheckParty refuses any other. As it is dialled at the mission, which a colleague there would understand,
// too.
void WritePhoneNumber(v1::Party& party, const server::Mission& mission);

// The party as it will stand: what the caller said, and what the server sets. Its name lacks the case's.
v1::Party NewParty(const v1::Party& asked, absl::Time now);

// The entry as it will stand: what the caller said, and what the server sets. Its name lacks the case's.
v1::Entry NewEntry(const server::Call& call, const v1::Entry& asked);

// INVALID_ARGUMENT if the party that an entry names is not one of this case. `prefix`: the entry's path in
// the request.
absl::Status CheckEntryParty(const v1::Entry& asked, absl::string_view case_name, absl::string_view prefix);

// The role of the party that the entry names, of the subject if it names none; nothing if it is not on the
// case.
std::optional<v1::PartyRole> RoleOf(const v1::Entry& entry, const v1::Case& message);

// An entry that the server writes about this call; its name lacks the case's.
v1::Entry ServerEntry(const server::Call& call, v1::EntryKind kind);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_NEW_ROWS_H_
