#ifndef ARASHA_SERVICES_RULES_CASEWORK_FOLLOW_ONS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_FOLLOW_ONS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/violations.h"

// Cases that follow from others: inheritance and guardianship from a death.
namespace arasha::rules {

// Why a case of the type `to` cannot follow from this one, which is of `type`: it offers none such, or not in
// its state. Empty if it can. `path`: where the request names the case that is followed.
Violations CheckFollowOn(const CaseType& type, const v1::Case& followed, absl::string_view to,
                         absl::string_view path);

// Takes over what is not given in `asked`, a case of the type `to`, and the type that is followed says:
// summary, host state, fields, and of each role that nobody was given in, the parties. `type` offers such a
// case. Of a TIME a DATE takes over the day that it tells. Parties come without names, which are those of
// rows.
void TakeOver(const CaseType& type, const v1::Case& followed, const CaseType& to, v1::Case& asked);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_FOLLOW_ONS_H_
