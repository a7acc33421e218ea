#include "clients/commands/case/events.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/input/time_words.h"
#include "clients/session/labels.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

bool MayBeId(absl::string_view typed) {
  return typed.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == absl::string_view::npos;
}

bool Means(absl::string_view typed, const v1::TransitionRule& rule) {
  return Normalised(typed) == rule.id() || IsLabel(typed, rule.label());
}

bool StartsFrom(const std::string& state, const v1::TransitionRule& rule) {
  return std::find(rule.from().begin(), rule.from().end(), state) != rule.from().end();
}

bool IsFinal(const v1::CaseType& type, const std::string& state) {
  return std::any_of(type.states().begin(), type.states().end(),
                     [&](const v1::StateRule& rule) { return rule.id() == state && rule.final(); });
}

bool Leads(const v1::CaseType& type, const v1::TransitionRule& rule, Passage passage) {
  if (rule.erases()) return false;
  if (passage == Passage::kToEnd) return IsFinal(type, rule.to());
  return std::any_of(rule.from().begin(), rule.from().end(),
                     [&](const std::string& state) { return IsFinal(type, state); });
}

// That what was typed means none of these alone.
absl::Status NoSingleEvent(const std::string& typed, const std::vector<const v1::TransitionRule*>& events,
                           const Texts& messages) {
  const auto named = [&](std::string* out, const v1::TransitionRule* rule) {
    absl::StrAppend(out, rule->id(), " (", messages.Text(rule->label(), rule->id()), ")");
  };
  return UsageError("usage.event", {{"text", typed}, {"events", absl::StrJoin(events, ", ", named)}});
}

}  // namespace

absl::StatusOr<std::string> EventOf(Session& session, const std::string& case_name, Passage passage,
                                    const std::string& word) {
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), case_name);
  if (!matter.ok()) return matter.status();
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (!type.ok()) return type.status();
  std::vector<const v1::TransitionRule*> possible;
  std::vector<const v1::TransitionRule*> leading;
  std::vector<const v1::TransitionRule*> fitting;
  for (const v1::TransitionRule& rule : type->transitions()) {
    const bool starts = StartsFrom(matter->state(), rule);
    const bool leads = Leads(*type, rule, passage);
    if (starts) possible.push_back(&rule);
    if (leads) leading.push_back(&rule);
    if (starts && leads) fitting.push_back(&rule);
  }
  if (fitting.size() == 1) return fitting.front()->id();
  if (!fitting.empty()) return NoSingleEvent(word, fitting, session.messages());
  if (leading.size() == 1) return leading.front()->id();
  if (!leading.empty()) return NoSingleEvent(word, possible, session.messages());
  return word;
}

absl::StatusOr<std::string> EventOf(Session& session, const std::string& case_name,
                                    const std::string& typed) {
  if (MayBeId(typed)) return typed;
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), case_name);
  if (!matter.ok()) return matter.status();
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (!type.ok()) return type.status();
  bool unclear = Normalised(typed).empty();
  // Several events may be called the same where only one is possible.
  for (const bool possible : {true, false}) {
    std::vector<std::string> meant;
    for (const v1::TransitionRule& rule : type->transitions()) {
      if (StartsFrom(matter->state(), rule) == possible && Means(typed, rule)) meant.push_back(rule.id());
    }
    if (meant.size() == 1) return meant.front();
    unclear = unclear || !meant.empty();
    if (unclear) break;
  }
  std::vector<const v1::TransitionRule*> events;
  for (const v1::TransitionRule& rule : type->transitions()) {
    if (StartsFrom(matter->state(), rule)) events.push_back(&rule);
  }
  const absl::Status none = NoSingleEvent(typed, events, session.messages());
  // What the type has not, ends as an id that it has not does.
  return unclear ? none : RefusedAs(absl::FailedPreconditionError(""), none);
}

}  // namespace arasha::clients
