#ifndef ARASHA_SERVICES_CASES_ALSO_IN_H_
#define ARASHA_SERVICES_CASES_ALSO_IN_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/calls/call.h"
#include "storage/cases/cases.h"
#include "storage/postgres/case_number.h"

// Of the other open cases of a party, whoever enters it is told at once.
namespace arasha::cases {

// Whether the caller may be led from one side of a wrong to the other, from the offender to the victim's case
// and back: heads and supervisors, who may grant access to any case of the mission.
bool MayCross(const server::Call& call, absl::string_view mission);

// Names those that a write found.
void ShowAlsoIn(const storage::AlsoIn& also_in, v1::Case& message);
void ShowAlsoIn(const storage::AlsoIn& also_in, v1::Party& message);

// Finds them and names them where nothing is written: in a draft, whose `number` has no serial, and in a
// first answer that is given again, which was kept before any was known. They are told as they are now, and
// as the caller may see them. That is a look at other cases, whose leaf is a list's; there is none if the
// parties have nothing by which they could be found.
absl::Status FindAlsoIn(const server::Call& call, const storage::CaseNumber& number, v1::Case& message);
absl::Status FindAlsoIn(const server::Call& call, const storage::CaseNumber& number, v1::Party& message);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_ALSO_IN_H_
