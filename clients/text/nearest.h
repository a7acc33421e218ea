#ifndef ARASHA_CLIENTS_TEXT_NEAREST_H_
#define ARASHA_CLIENTS_TEXT_NEAREST_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace arasha::clients {

// Which of the names somebody may have meant who typed another: at most three, those that differ in the
// fewest letters first, and none that differs in more than a third of them; if there is none such, those that
// begin with what was typed. Case makes no difference.
std::vector<std::string> Nearest(absl::string_view typed, const std::vector<std::string>& names);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_NEAREST_H_
