#ifndef ARASHA_CLIENTS_INPUT_CALLED_SO_H_
#define ARASHA_CLIENTS_INPUT_CALLED_SO_H_

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"

// What tables show by its label is typed by its label, too, where requests have an id. Only a whole label
// counts, in any language and in whatever case.
namespace arasha::clients {

// Whether what was typed is the label. A blank is none.
bool IsLabel(absl::string_view typed, const v1::LocalisedText& label);

// Whether it may be the id of a field, an event, an item or a deadline, rather than a label.
bool LooksLikeId(absl::string_view typed);

// The one of these ids; what was typed if there is none. A usage error if there are several.
absl::StatusOr<std::string> TheOneOf(const std::set<std::string>& ids, const std::string& typed);

// The same of those of the rules that are called so; an id stays itself.
template <typename Rules>
absl::StatusOr<std::string> IdCalledSo(const Rules& rules, const std::string& typed) {
  std::set<std::string> ids;
  for (const auto& rule : rules) {
    if (rule.id() == typed) return typed;
    if (IsLabel(typed, rule.label())) ids.insert(rule.id());
  }
  return TheOneOf(ids, typed);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_CALLED_SO_H_
