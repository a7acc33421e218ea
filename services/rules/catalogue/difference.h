#ifndef ARASHA_SERVICES_RULES_CATALOGUE_DIFFERENCE_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_DIFFERENCE_H_

#include <string>
#include <vector>

#include "arasha/v1/case_type.pb.h"

namespace arasha::rules {

// What became of a case type, a line for each thing, in the order of CaseType's fields:
//
//     + fields passport: FIELD_KIND_TEXT …        there now, with all that it says
//     - states limbo: …                           there before
//     ~ transitions close roles: officer, head → head
//     ~ states order: new, work → work, new
//
// Elements are known by their ids; those that have none, such as triggers, by all that they say. Empty if
// nothing changed.
std::vector<std::string> Difference(const v1::CaseType& before, const v1::CaseType& after);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_DIFFERENCE_H_
