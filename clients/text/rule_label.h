#ifndef ARASHA_CLIENTS_TEXT_RULE_LABEL_H_
#define ARASHA_CLIENTS_TEXT_RULE_LABEL_H_

#include <algorithm>
#include <string>

#include "services/rules/texts/texts.h"

namespace arasha::clients {

// The label of the field, state, deadline or choice of this id; the id itself where there is none.
template <typename Rules>
std::string LabelOf(const Rules& rules, const std::string& id, const Texts& messages) {
  const auto rule = std::find_if(rules.begin(), rules.end(), [&](const auto& one) { return one.id() == id; });
  return rule == rules.end() ? id : messages.Text(rule->label(), id);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_RULE_LABEL_H_
