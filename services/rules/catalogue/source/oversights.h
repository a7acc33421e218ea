#ifndef ARASHA_SERVICES_RULES_CATALOGUE_OVERSIGHTS_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_OVERSIGHTS_H_

#include <string>
#include <vector>

#include "services/rules/catalogue/source/compile_case_type.h"

namespace arasha::rules {

// What keeps no type from being applied, and was hardly meant by who wrote it: states with no way to an end,
// deadlines that never run or that nothing meets, rules that others always go before, groups that no rule
// names, texts that lack a language, two names for one thing and one name for two, includes and overrides
// that change nothing. The types are ones that CaseType::Create takes.
//
// Each begins with the file and line, says what is wrong and what to do, and is there once.
std::vector<std::string> FindOversights(const std::vector<CompiledCaseType>& types);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_OVERSIGHTS_H_
