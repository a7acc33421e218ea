#include "clients/commands/case/events.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/input/time_words.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

bool MayBeId(absl::string_view typed) {
  return typed.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == absl::string_view::npos;
}

bool Means(absl::string_view typed, const v1::TransitionRule& rule) {
  const std::string word = Normalised(typed);
  // A blank is no name of an event that has none.
  if (word.empty()) return false;
  const v1::LocalisedText& label = rule.label();
  return word == rule.id() || word == Normalised(label.kk()) || word == Normalised(label.ru()) ||
         word == Normalised(label.en());
}

bool StartsFrom(const std::string& state, const v1::TransitionRule& rule) {
  return std::find(rule.from().begin(), rule.from().end(), state) != rule.from().end();
}

}  // namespace

absl::StatusOr<std::string> EventOf(Session& session, const std::string& case_name,
                                    const std::string& typed) {
  if (MayBeId(typed)) return typed;
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), case_name);
  if (!matter.ok()) return matter.status();
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (!type.ok()) return type.status();
  // Several events may be called the same where only one is possible.
  for (const bool possible : {true, false}) {
    std::vector<std::string> meant;
    for (const v1::TransitionRule& rule : type->transitions()) {
      if (StartsFrom(matter->state(), rule) == possible && Means(typed, rule)) meant.push_back(rule.id());
    }
    if (meant.size() == 1) return meant.front();
    if (!meant.empty()) break;
  }
  std::vector<std::string> events;
  for (const v1::TransitionRule& rule : type->transitions()) {
    if (!StartsFrom(matter->state(), rule)) continue;
    events.push_back(absl::StrCat(rule.id(), " (", session.messages().Text(rule.label(), rule.id()), ")"));
  }
  return UsageError("usage.event", {{"text", typed}, {"events", absl::StrJoin(events, ", ")}});
}

}  // namespace arasha::clients
