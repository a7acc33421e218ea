#include "clients/input/called_so.h"

#include "absl/strings/str_join.h"
#include "clients/input/time_words.h"
#include "clients/text/local_error.h"

namespace arasha::clients {

bool IsLabel(absl::string_view typed, const v1::LocalisedText& label) {
  const std::string word = Normalised(typed);
  // A blank is no label of what has none.
  if (word.empty()) return false;
  return word == Normalised(label.kk()) || word == Normalised(label.ru()) || word == Normalised(label.en());
}

bool LooksLikeId(absl::string_view typed) {
  return typed.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == absl::string_view::npos;
}

absl::StatusOr<std::string> TheOneOf(const std::set<std::string>& ids, const std::string& typed) {
  if (ids.empty()) return typed;
  if (ids.size() == 1) return *ids.begin();
  return UsageError("usage.label_of_several", {{"text", typed}, {"values", absl::StrJoin(ids, ", ")}});
}

}  // namespace arasha::clients
