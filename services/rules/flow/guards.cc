#include "services/rules/flow/guards.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/conditions.h"
#include "services/rules/casework/party_roles.h"

namespace arasha::rules {
namespace {

bool IsOnCase(const GuardFacts& facts, absl::string_view role) {
  return std::any_of(facts.parties.begin(), facts.parties.end(),
                     [&](const v1::Party& party) { return HasRole(party, role); });
}

bool Happened(const GuardFacts& facts, const v1::Trigger& trigger) {
  const std::string key = TriggerKey(trigger);
  return std::any_of(facts.timeline.begin(), facts.timeline.end(), [&](const Happening& happening) {
    return std::find(happening.keys.begin(), happening.keys.end(), key) != happening.keys.end();
  });
}

// Ids of the deadlines among those that the guard asks for that are neither met nor stopped.
std::set<std::string> StillOpen(const GuardFacts& facts, const v1::OpenDeadlines& asked,
                                absl::string_view event) {
  v1::Trigger made;
  made.set_transition(std::string(event));
  const std::string own = TriggerKey(made);
  std::set<std::string> open;
  for (const DeadlineCourse& course : facts.courses) {
    const StartedDeadline& started = course.started;
    const v1::DeadlineRule* rule = facts.type.FindDeadline(started.rule);
    if (rule == nullptr || course.met || course.stopped || started.start == absl::InfiniteFuture()) continue;
    const auto& ids = asked.deadlines();
    const bool wanted = ids.empty() ? !rule->owed_by_host_state()
                                    : std::find(ids.begin(), ids.end(), rule->id()) != ids.end();
    const bool met_by_it =
        std::find(started.met_by.begin(), started.met_by.end(), own) != started.met_by.end();
    if (wanted && !met_by_it) open.insert(rule->id());
  }
  return open;
}

FieldViolation Lacks(const v1::Guard& guard, std::string field, Problem problem,
                     std::map<std::string, std::string> parameters) {
  parameters["label"] = guard.label().en();
  parameters["label.kk"] = guard.label().kk();
  parameters["label.ru"] = guard.label().ru();
  return {std::move(field), problem, std::move(parameters)};
}

// What a condition asks a field to be, as it is typed.
std::string Wanted(const v1::Condition& condition) {
  return condition.over().empty() ? absl::StrJoin(condition.values(), ", ")
                                  : absl::StrCat("> ", condition.over());
}

void Ask(const v1::Guard& guard, const GuardFacts& facts, absl::string_view event, Violations& lacking) {
  v1::Trigger trigger;
  switch (guard.needs_case()) {
    case v1::Guard::kPartyRole:
      if (IsOnCase(facts, guard.party_role())) return;
      lacking.push_back(
          Lacks(guard, "case.parties", Problem::kPartyNeeded, {{"values", guard.party_role()}}));
      return;
    case v1::Guard::kEntry:
      *trigger.mutable_entry() = guard.entry();
      if (Happened(facts, trigger)) return;
      lacking.push_back(
          Lacks(guard, "case.timeline", Problem::kEntryNeeded, {{"values", guard.entry().kind()}}));
      return;
    case v1::Guard::kTransition:
      trigger.set_transition(guard.transition());
      if (Happened(facts, trigger)) return;
      lacking.push_back(
          Lacks(guard, "case.timeline", Problem::kEventNeeded, {{"event", guard.transition()}}));
      return;
    case v1::Guard::kNoOpenDeadline:
      for (const std::string& rule : StillOpen(facts, guard.no_open_deadline(), event)) {
        lacking.push_back(Lacks(guard, absl::StrCat("case.deadlines.", rule), Problem::kDeadlineOpen,
                                {{"deadline", rule}}));
      }
      return;
    case v1::Guard::kField: {
      google::protobuf::RepeatedPtrField<v1::Condition> condition;
      *condition.Add() = guard.field();
      if (Hold(condition, facts.details)) return;
      lacking.push_back(Lacks(guard, absl::StrCat("case.details.", guard.field().field()),
                              Problem::kValueNeeded,
                              {{"field", guard.field().field()}, {"wanted", Wanted(guard.field())}}));
      return;
    }
    case v1::Guard::NEEDS_NOT_SET:
      return;
  }
}

}  // namespace

Violations UnsatisfiedGuards(const GuardFacts& facts, absl::string_view event) {
  Violations lacking;
  const v1::TransitionRule* transition = facts.type.FindTransition(event);
  if (transition == nullptr) return lacking;
  for (const v1::Guard& guard : transition->guards()) {
    if (Hold(guard.when(), facts.details)) Ask(guard, facts, event, lacking);
  }
  for (FieldViolation& role : RolesFor(facts.type, event, facts.parties, "case.parties")) {
    lacking.push_back(std::move(role));
  }
  return lacking;
}

}  // namespace arasha::rules
