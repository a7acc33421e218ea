#ifndef ARASHA_SERVICES_RULES_CASEWORK_CHECKLIST_H_
#define ARASHA_SERVICES_RULES_CASEWORK_CHECKLIST_H_

#include <google/protobuf/struct.pb.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/violations.h"

// What is to be seen to in a case, by the checklist of its type.
namespace arasha::rules {

// Why an item cannot be ticked: the checklist lacks it, it does not concern a case with these details, or it
// is `ticked` already (ids). Empty if it can. `field`: path of the item's id in the request.
Violations CheckTick(const CaseType& type, const google::protobuf::Struct& details,
                     const std::set<std::string>& ticked, const std::string& item, absl::string_view field);

// The items that concern the case and must be ticked before the event, but are not, in the order of the type.
std::vector<const v1::CheckItem*> OpenItems(const CaseType& type, const google::protobuf::Struct& details,
                                            const std::set<std::string>& ticked, absl::string_view event);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_CHECKLIST_H_
