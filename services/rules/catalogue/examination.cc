#include "services/rules/catalogue/examination.h"

#include "absl/strings/str_split.h"
#include "arasha/v1/case.pb.h"
#include "services/rules/access/access.h"

namespace arasha::rules {
namespace {

// Of years and of an age: longer than any term of keeping.
constexpr int kLongestKept = 100;

}  // namespace

std::vector<std::string> Examination::Run() {
  const std::vector<std::string> id_parts = absl::StrSplit(type_.id(), '.');
  Expect(id_parts.size() == 2 && IsId(id_parts[0]) && IsId(id_parts.back()), "id",
         "must be family.type in lower case, digits and underscores");
  Expect(type_.version() > 0, "version", "must be 1 or more");
  Label(type_.label(), "label");
  Label(type_.description(), "description");
  Expect(type_.states_size() > 0, "states", "at least one is needed; the first is where a case begins");
  Ids(type_.fields(), "fields");
  Ids(type_.states(), "states");
  Ids(type_.transitions(), "transitions");
  Ids(type_.deadlines(), "deadlines");
  Ids(type_.state_groups(), "state_groups");
  Ids(type_.raises(), "raises");
  for (const auto& field : type_.fields()) {
    Field(field, absl::StrCat("fields ", field.id()));
    Expect(field.kind() != v1::FIELD_KIND_PARTY || !field.required(), absl::StrCat("fields ", field.id()),
           "a case that is being opened has no party to name yet: required_for, not required");
  }
  for (const auto& state : type_.states())
    Label(state.label(), absl::StrCat("states ", state.id(), " label"));
  for (const auto& transition : type_.transitions()) {
    Transition(transition, absl::StrCat("transitions ", transition.id()));
  }
  for (const auto& deadline : type_.deadlines()) {
    const std::string where = absl::StrCat("deadlines ", deadline.id());
    if (deadline.per_row().empty()) {
      Deadline(deadline, where);
    } else {
      RowDeadline(deadline, where);
    }
  }
  for (const auto& rule : type_.statistics()) Statistics(rule, absl::StrCat("statistics ", rule.category()));
  PartyRoles();
  FollowOns();
  Checklist();
  EntryFields();
  Facts();
  Ids(type_.row_groups(), "row_groups");
  for (const auto& group : type_.row_groups()) RowGroup(group, absl::StrCat("row_groups ", group.id()));
  for (const auto& group : type_.state_groups()) StateGroup(group, absl::StrCat("state_groups ", group.id()));
  for (const auto& rule : type_.raises()) Raise(rule, absl::StrCat("raises ", rule.id()));
  Sensitivity();
  Warnings(type_.warnings(), nullptr, "");
  if (type_.has_correct_within()) Period(type_.correct_within(), "correct_within");
  if (faults_.empty()) Reachability();
  if (faults_.empty()) Makeable();
  return faults_;
}

void Examination::Statistics(const v1::StatisticsRule& rule, const std::string& where) {
  Expect(IsId(rule.category()), where, "a category is needed, in lower case, digits and underscores");
  Trigger(rule.on(), where);
  // Values of fields are sealed: what counts cases cannot read them.
  Expect(!rule.on().has_field(), where, "counts opened, transition or entry, not field");
  Expect(rule.party_role().empty() || (rule.on().has_entry() && IsPartyRole(rule.party_role())), where,
         "party_role is the name of a PartyRole or the id of one of party_roles, and only for entries");
  Expect(rule.unless().empty() || (rule.on().has_entry() && !rule.on().entry().has_only_if()), where,
         "unless is only for entries, and not beside only_if");
  if (!rule.on().has_entry()) return;
  for (const v1::FieldValue& value : rule.unless()) OfEntry(rule.on().entry().kind(), value, where);
}

void Examination::StateGroup(const v1::StateGroup& group, const std::string& where) {
  Label(group.label(), absl::StrCat(where, " label"));
  Expect(!group.source().empty(), where, "a source is needed");
  Expect(group.states_size() > 0, where, "a group without states");
  std::set<std::string> seen;
  for (const std::string& state : group.states()) {
    Expect(IsCountryCode(state), where, absl::StrCat(state, " is no ISO 3166-1 alpha-2 code"));
    Expect(seen.insert(state).second, where, absl::StrCat(state, " is given twice"));
  }
}

void Examination::Sensitivity() {
  v1::Sensitivity sensitivity = v1::SENSITIVITY_ORDINARY;
  Expect(
      type_.default_sensitivity().empty() ||
          (v1::Sensitivity_Parse(absl::StrCat("SENSITIVITY_", type_.default_sensitivity()), &sensitivity) &&
           sensitivity != v1::SENSITIVITY_UNSPECIFIED),
      "default_sensitivity", "must be ORDINARY, SENSITIVE or COMPARTMENTED");
  Expect((sensitivity == v1::SENSITIVITY_COMPARTMENTED) == !type_.default_compartment().empty(),
         "default_compartment", "is given if, and only if, cases are COMPARTMENTED by default");
  Expect(type_.default_compartment().empty() || IsId(type_.default_compartment()), "default_compartment",
         "must be an id");
  Expect(type_.retention_years() >= 0, "retention_years", "must not be negative");
  if (type_.has_retention()) Retention(type_.retention());
}

void Examination::Retention(const v1::Retention& rule) {
  Expect(type_.retention_years() == 0, "retention", "is not given beside retention_years");
  Expect(!rule.source().empty(), "retention", "a source is needed");
  const bool from = rule.from_case() != v1::Retention::FROM_NOT_SET;
  if (rule.archive()) {
    Expect(rule.years() == 0 && !from, "retention",
           "what is archived is kept for ever: it has neither years nor what they are counted from");
    return;
  }
  const bool by_age = rule.from_case() == v1::Retention::kAge;
  Expect(rule.years() > 0 || (by_age && rule.years() == 0), "retention",
         "years must be positive, or left out with an age");
  Expect(rule.years() <= kLongestKept, "retention",
         absl::StrCat("years must be at most ", kLongestKept, "; use archive for what is kept for ever"));
  if (by_age) {
    Expect(rule.age() > 0 && rule.age() <= kLongestKept, "retention",
           absl::StrCat("age must be from 1 to ", kLongestKept));
  }
  if (rule.from_case() == v1::Retention::kTransition) {
    Expect(Find(type_.transitions(), rule.transition()) != nullptr, "retention",
           absl::StrCat("there is no transition ", rule.transition()));
  }
  if (rule.from_case() == v1::Retention::kField) {
    const v1::FieldRule* field = Find(type_.fields(), rule.field());
    Expect(field != nullptr && field->kind() == v1::FIELD_KIND_DATE, "retention",
           absl::StrCat(rule.field(), " is no field of the kind DATE"));
  }
}

void Examination::Expect(bool holds, absl::string_view where, absl::string_view expected) {
  if (!holds) faults_.push_back(absl::StrCat(type_.id(), ": ", where, ": ", expected));
}

void Examination::Label(const v1::LocalisedText& text, absl::string_view where) {
  Expect(!text.kk().empty() && !text.ru().empty() && !text.en().empty(), where,
         "must be given in kk, ru and en");
}

void Examination::Field(const v1::FieldRule& field, const std::string& where) {
  Label(field.label(), absl::StrCat(where, " label"));
  Expect(v1::FieldKind_IsValid(field.kind()) && field.kind() != v1::FIELD_KIND_UNSPECIFIED, where,
         "a kind is needed");
  ByKind(field, where);
  Ids(field.choices(), absl::StrCat(where, " choices"));
  for (const auto& choice : field.choices())
    Label(choice.label(), absl::StrCat(where, " choice ", choice.id()));
  Expect(field.max_length() >= 0, where, "max_length must not be negative");
  Expect(IsMoment(field) || (!field.may_lie_ahead() && !field.known_at_receipt() &&
                             !field.has_reaches_back() && field.not_before().empty()),
         where, "may_lie_ahead, known_at_receipt, not_before and reaches_back are only for DATE and TIME");
  Expect(field.kind() == v1::FIELD_KIND_DATE || !field.subjects_birth(), where,
         "subjects_birth is only for DATE");
  if (field.has_reaches_back()) Period(field.reaches_back(), absl::StrCat(where, " reaches_back"));
  for (const std::string& id : field.not_before()) {
    const v1::FieldRule* other = Find(type_.fields(), id);
    Expect(other != nullptr && IsMoment(*other) && id != field.id(), absl::StrCat(where, " not_before"),
           absl::StrCat("there is no other DATE or TIME field ", id));
  }
  const std::string when = absl::StrCat(where, " required_when");
  Conditions(field.required_when(), when);
  Expect(field.required_when().empty() || field.required() || field.required_for_size() > 0, when,
         "it is required for nothing");
  for (const v1::Condition& condition : field.required_when()) {
    Expect(condition.field() != field.id(), when, "a field says nothing of whether it is required itself");
  }
  for (const std::string& event : field.required_for()) {
    Expect(Find(type_.transitions(), event) != nullptr, absl::StrCat(where, " required_for"),
           absl::StrCat("there is no transition ", event));
  }
}

void Examination::Transition(const v1::TransitionRule& transition, const std::string& where) {
  Label(transition.label(), absl::StrCat(where, " label"));
  Expect(transition.from_size() > 0, where, "at least one state to start from is needed");
  for (const std::string& from : transition.from()) {
    Expect(Find(type_.states(), from) != nullptr, where, absl::StrCat("there is no state ", from));
  }
  const v1::StateRule* to = Find(type_.states(), transition.to());
  Expect(to != nullptr, where, absl::StrCat("there is no state ", transition.to()));
  for (const std::string& from : transition.from()) {
    const v1::StateRule* start = Find(type_.states(), from);
    if (start == nullptr || to == nullptr) continue;
    Expect((start->final() && to->final()) == transition.erases(), where,
           transition.erases()
               ? "what erases leads from final states to a final state"
               : "from a final state a case can only be reopened, into a state that is not final");
  }
  Expect(transition.roles_size() > 0, where, "at least one role is needed");
  for (const std::string& role : transition.roles()) {
    Expect(IsRole(role), where, absl::StrCat("there is no role ", role));
  }
  Expect(!transition.erases() || (transition.four_eyes() && transition.text_required()), where,
         "what erases is four_eyes and text_required");
  for (const v1::Guard& guard : transition.guards()) Guard(transition, guard, absl::StrCat(where, " guards"));
  TwoPersons(transition, where);
}

void Examination::Reachability() {
  std::set<std::string> reached = {type_.states(0).id()};
  for (size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const auto& transition : type_.transitions()) {
      const bool starts = std::any_of(transition.from().begin(), transition.from().end(),
                                      [&](const std::string& from) { return reached.count(from) > 0; });
      if (starts) reached.insert(transition.to());
    }
  }
  for (const auto& state : type_.states()) {
    Expect(reached.count(state.id()) > 0, absl::StrCat("states ", state.id()),
           "cannot be reached from the first state");
    const bool left = std::any_of(
        type_.transitions().begin(), type_.transitions().end(), [&](const v1::TransitionRule& transition) {
          return std::find(transition.from().begin(), transition.from().end(), state.id()) !=
                 transition.from().end();
        });
    Expect(state.final() || left, absl::StrCat("states ", state.id()),
           "is not final, but no transition leaves it");
  }
}

}  // namespace arasha::rules
