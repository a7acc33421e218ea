#ifndef ARASHA_SERVICES_CASES_ROWS_NEW_ROWS_H_
#define ARASHA_SERVICES_CASES_ROWS_NEW_ROWS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "arasha/v1/row.pb.h"
#include "services/calls/call.h"
#include "storage/cases/rows.h"

// Rows as they will stand: what callers said, and what the server sets.
namespace arasha::cases {

// Labels of the case as it will stand.
std::vector<std::string> LabelsOf(const storage::CaseRow& row);

// Puts the party's telephone and passport number into the form in which they are kept, if they are such as
// they are written; rules::CheckParty refuses any other. A telephone number also as it is dialled at the
// mission, which a colleague there would understand, too.
void WriteNumbers(v1::Party& party, const server::Mission& mission);

// The party as it will stand: what the caller said, and what the server sets. Its name lacks the case's.
v1::Party NewParty(const v1::Party& asked, absl::Time now);

// The row of a group as it will stand: what the caller said, and what the server sets. Its name lacks the
// case's.
v1::Row NewRow(const v1::Row& asked, absl::Time now);

// The entry as it will stand: what the caller said, and what the server sets. Its name lacks the case's.
v1::Entry NewEntry(const server::Call& call, const v1::Entry& asked);

// An entry that the server writes about this call; its name lacks the case's.
v1::Entry ServerEntry(const server::Call& call, v1::EntryKind kind);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_ROWS_NEW_ROWS_H_
