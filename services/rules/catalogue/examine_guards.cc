#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "arasha/v1/case.pb.h"
#include "arasha/v1/entry.pb.h"
#include "proto/entry_kinds.h"
#include "services/rules/access/access.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

// Whether the two ask the same field, which has one value at a time, for what it cannot say at once.
bool Contradict(const v1::Condition& one, const v1::Condition& other) {
  if (one.field() != other.field() || one.values().empty() || other.values().empty()) return false;
  return std::find_first_of(one.values().begin(), one.values().end(), other.values().begin(),
                            other.values().end()) == one.values().end();
}

}  // namespace

void Examination::Guard(const v1::TransitionRule& transition, const v1::Guard& guard,
                        const std::string& where) {
  Label(guard.label(), absl::StrCat(where, " label"));
  Conditions(guard.when(), absl::StrCat(where, " when"));
  v1::Trigger happening;
  switch (guard.needs_case()) {
    case v1::Guard::kPartyRole:
      return Expect(IsPartyRole(guard.party_role()), where,
                    absl::StrCat("there is no role of a party ", guard.party_role()));
    case v1::Guard::kEntry: {
      *happening.mutable_entry() = guard.entry();
      Trigger(happening, where);
      v1::EntryKind kind = v1::ENTRY_KIND_UNSPECIFIED;
      const bool known = v1::EntryKind_Parse(absl::StrCat("ENTRY_KIND_", guard.entry().kind()), &kind);
      return Expect(
          !known || PeopleWrite(kind), where,
          absl::StrCat("nobody can satisfy it: ", guard.entry().kind(), " is written by the server"));
    }
    case v1::Guard::kTransition:
      happening.set_transition(guard.transition());
      Trigger(happening, where);
      return Expect(guard.transition() != transition.id(), where,
                    "nobody can satisfy it: it asks for the transition itself");
    case v1::Guard::kNoOpenDeadline:
      for (const std::string& id : guard.no_open_deadline().deadlines()) {
        const v1::DeadlineRule* rule = Find(type_.deadlines(), id);
        Expect(rule != nullptr, where, absl::StrCat("there is no deadline ", id));
        if (rule == nullptr) continue;
        Expect(!rule->has_repeats(), where,
               absl::StrCat("nobody can satisfy it: ", id, " repeats, and a run of it is always open"));
        const bool meets =
            std::any_of(rule->met_by().begin(), rule->met_by().end(),
                        [&](const v1::Trigger& trigger) { return trigger.transition() == transition.id(); });
        Expect(!meets, where, absl::StrCat("it says nothing: the transition itself meets ", id));
      }
      if (guard.no_open_deadline().deadlines().empty()) {
        for (const v1::DeadlineRule& rule : type_.deadlines()) {
          Expect(
              !rule.has_repeats() || rule.owed_by_host_state(), where,
              absl::StrCat("nobody can satisfy it: ", rule.id(), " repeats, and a run of it is always open"));
        }
      }
      return;
    case v1::Guard::kField: {
      google::protobuf::RepeatedPtrField<v1::Condition> asked;
      *asked.Add() = guard.field();
      Conditions(asked, where);
      for (const v1::Condition& condition : guard.when()) {
        const v1::FieldRule* field = Find(type_.fields(), condition.field());
        const bool several = field != nullptr && field->kind() == v1::FIELD_KIND_CHOICES;
        Expect(several || !Contradict(guard.field(), condition), where,
               absl::StrCat("nobody can satisfy it: ", condition.field(),
                            " is something else when it is asked"));
      }
      return;
    }
    case v1::Guard::NEEDS_NOT_SET:
      return Expect(false, where, "one of party_role, entry, transition, no_open_deadline, field is needed");
  }
}

void Examination::TwoPersons(const v1::TransitionRule& transition, const std::string& where) {
  Conditions(transition.four_eyes_when(), absl::StrCat(where, " four_eyes_when"));
  Conditions(transition.headquarters_when(), absl::StrCat(where, " headquarters_when"));
  Expect(transition.four_eyes_when().empty() || !transition.four_eyes(), where,
         "four_eyes or four_eyes_when, not both");
  const bool two = transition.four_eyes() || transition.four_eyes_when_size() > 0;
  Expect(two || (transition.approver_roles().empty() && transition.headquarters_when().empty()), where,
         "approver_roles and headquarters_when are only for what takes two persons");
  const std::vector<std::string> movers = RolesThatMay(Action::kTransitionCase);
  for (const std::string& role : transition.approver_roles()) {
    Expect(IsRole(role), where, absl::StrCat("there is no role ", role));
    Expect(!IsRole(role) || std::find(movers.begin(), movers.end(), role) != movers.end(), where,
           absl::StrCat("nobody can approve it: ", role, " moves no cases"));
  }
}

void Examination::Raise(const v1::RaiseRule& rule, const std::string& where) {
  Label(rule.label(), absl::StrCat(where, " label"));
  Conditions(rule.when(), absl::StrCat(where, " when"));
  for (const v1::EntryTrigger& on : rule.on()) {
    v1::Trigger written;
    *written.mutable_entry() = on;
    Trigger(written, absl::StrCat(where, " on"));
  }
  const bool asks = rule.when_size() > 0 || rule.subject_under() != 0 || rule.subject_from() != 0;
  Expect(asks || rule.on_size() > 0, where, "when, subject_under, subject_from or on is needed");
  Expect(rule.subject_under() >= 0 && rule.subject_from() >= 0, where, "an age must not be negative");
  Expect(rule.subject_under() == 0 || rule.subject_from() < rule.subject_under(), where,
         "nobody is so old and so young at once");
  Expect(!rule.sensitivity().empty() || !rule.priority().empty() || rule.headquarters(), where,
         "it raises nothing: sensitivity, priority or headquarters is needed");
  Expect(rule.sensitivity() != "ORDINARY", where, "ORDINARY would lower it: it raises to SENSITIVE");
  Expect(rule.sensitivity().empty() || rule.sensitivity() == "ORDINARY" || rule.sensitivity() == "SENSITIVE",
         where, "sensitivity can only be SENSITIVE");
  const bool lowers = rule.priority() == "LOW" || rule.priority() == "NORMAL";
  Expect(!lowers, where, absl::StrCat(rule.priority(), " would lower it: it raises to HIGH or URGENT"));
  Expect(lowers || rule.priority().empty() || rule.priority() == "HIGH" || rule.priority() == "URGENT", where,
         "priority can only be HIGH or URGENT");
}

void Examination::Makeable() {
  std::set<std::string> states = {type_.states(0).id()};
  std::set<std::string> made;
  const auto can_be_made = [&](const v1::TransitionRule& transition) {
    return std::any_of(transition.from().begin(), transition.from().end(),
                       [&](const std::string& from) { return states.count(from) > 0; }) &&
           std::all_of(transition.guards().begin(), transition.guards().end(), [&](const v1::Guard& guard) {
             return guard.needs_case() != v1::Guard::kTransition || guard.when_size() > 0 ||
                    made.count(guard.transition()) > 0;
           });
  };
  for (size_t before = type_.transitions_size() + 1; before != made.size();) {
    before = made.size();
    for (const v1::TransitionRule& transition : type_.transitions()) {
      if (!can_be_made(transition)) continue;
      made.insert(transition.id());
      states.insert(transition.to());
    }
  }
  for (const v1::TransitionRule& transition : type_.transitions()) {
    Expect(made.count(transition.id()) > 0, absl::StrCat("transitions ", transition.id()),
           "can never be made: its guards, or those on the way to it, ask for what comes after it");
  }
}

}  // namespace arasha::rules
