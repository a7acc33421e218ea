#include "services/rules/catalogue/case_type.h"

#include <algorithm>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/access/access.h"
#include "services/rules/text.h"
#include "services/rules/text_proto.h"

namespace arasha::rules {
namespace {

template <typename Range>
auto* Find(const Range& range, absl::string_view id) {
  const auto found =
      std::find_if(range.begin(), range.end(), [&](const auto& item) { return item.id() == id; });
  return found == range.end() ? nullptr : &*found;
}

bool Contains(const google::protobuf::RepeatedPtrField<std::string>& list, absl::string_view id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

bool IsMoment(const v1::FieldRule& field) {
  return field.kind() == v1::FIELD_KIND_DATE || field.kind() == v1::FIELD_KIND_TIME;
}

// Whether the deadline comes, goes or moves with what fields of the case say, once it has started.
bool HangsOnFields(const v1::DeadlineRule& rule) { return rule.has_due_on() || rule.when_size() > 0; }

// Whether one of the triggers waits for an entry or a transition.
bool HappensInCase(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
  return std::any_of(triggers.begin(), triggers.end(), [](const v1::Trigger& trigger) {
    return trigger.has_entry() || trigger.has_transition();
  });
}

// Gathers every fault of one case type, so that its author mends them in one go.
class Examination {
 public:
  explicit Examination(const v1::CaseType& type) : type_(type) {}

  std::vector<std::string> Run() {
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
    for (const auto& field : type_.fields()) Field(field, absl::StrCat("fields ", field.id()));
    for (const auto& state : type_.states())
      Label(state.label(), absl::StrCat("states ", state.id(), " label"));
    for (const auto& transition : type_.transitions()) {
      Transition(transition, absl::StrCat("transitions ", transition.id()));
    }
    for (const auto& deadline : type_.deadlines())
      Deadline(deadline, absl::StrCat("deadlines ", deadline.id()));
    for (const auto& rule : type_.statistics())
      Statistics(rule, absl::StrCat("statistics ", rule.category()));
    Sensitivity();
    if (type_.has_correct_within()) Period(type_.correct_within(), "correct_within");
    if (faults_.empty()) Reachability();
    return faults_;
  }

 private:
  void Statistics(const v1::StatisticsRule& rule, const std::string& where) {
    Expect(IsId(rule.category()), where, "a category is needed, in lower case, digits and underscores");
    Trigger(rule.on(), where);
    // Values of fields are sealed: what counts cases cannot read them.
    Expect(!rule.on().has_field(), where, "counts opened, transition or entry, not field");
    v1::PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;
    Expect(rule.party_role().empty() ||
               (rule.on().has_entry() &&
                v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", rule.party_role()), &role)),
           where, "party_role is the name of a PartyRole, and only for entries");
  }

  void Sensitivity() {
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
  }

  void Expect(bool holds, absl::string_view where, absl::string_view expected) {
    if (!holds) faults_.push_back(absl::StrCat(type_.id(), ": ", where, ": ", expected));
  }

  void Label(const v1::LocalisedText& text, absl::string_view where) {
    Expect(!text.kk().empty() && !text.ru().empty() && !text.en().empty(), where,
           "must be given in kk, ru and en");
  }

  template <typename Range>
  void Ids(const Range& range, absl::string_view where) {
    std::set<std::string> seen;
    for (const auto& item : range) {
      Expect(IsId(item.id()), absl::StrCat(where, " ", item.id()),
             "an id is lower case, digits and underscores");
      Expect(seen.insert(item.id()).second, absl::StrCat(where, " ", item.id()), "is given twice");
    }
  }

  void Field(const v1::FieldRule& field, const std::string& where) {
    Label(field.label(), absl::StrCat(where, " label"));
    Expect(v1::FieldKind_IsValid(field.kind()) && field.kind() != v1::FIELD_KIND_UNSPECIFIED, where,
           "a kind is needed");
    Expect((field.kind() == v1::FIELD_KIND_CHOICE) == (field.choices_size() > 0), where,
           "choices go with FIELD_KIND_CHOICE, and only with it");
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

  void Conditions(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                  const std::string& where) {
    for (const v1::Condition& condition : conditions) {
      const v1::FieldRule* field = Find(type_.fields(), condition.field());
      if (field == nullptr ||
          (field->kind() != v1::FIELD_KIND_CHOICE && field->kind() != v1::FIELD_KIND_BOOL)) {
        Expect(false, where, absl::StrCat("there is no CHOICE or BOOL field ", condition.field()));
        continue;
      }
      Expect(condition.values_size() > 0, where, absl::StrCat("a value of ", field->id(), " is needed"));
      std::set<std::string> seen;
      for (const std::string& value : condition.values()) {
        const bool known = field->kind() == v1::FIELD_KIND_BOOL ? value == "true" || value == "false"
                                                                : Find(field->choices(), value) != nullptr;
        Expect(known, where, absl::StrCat(field->id(), " is never ", value));
        Expect(seen.insert(value).second, where, absl::StrCat(value, " is given twice"));
      }
    }
  }

  void Transition(const v1::TransitionRule& transition, const std::string& where) {
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
  }

  void Deadline(const v1::DeadlineRule& deadline, const std::string& where) {
    Label(deadline.label(), absl::StrCat(where, " label"));
    Expect(!deadline.source().empty(), where, "a source is needed");
    Expect(deadline.starts_on_size() > 0, where, "starts_on is needed");
    Expect(deadline.met_by_size() > 0, where, "met_by is needed");
    for (const auto& trigger : deadline.starts_on()) Trigger(trigger, absl::StrCat(where, " starts_on"));
    for (const auto& trigger : deadline.met_by()) Trigger(trigger, absl::StrCat(where, " met_by"));
    if (deadline.has_due_on()) {
      Expect(!deadline.has_period(), where, "period or due_on, not both");
      FieldDate(deadline.due_on(), absl::StrCat(where, " due_on"));
    } else {
      Period(deadline.period(), absl::StrCat(where, " period"));
    }
    Conditions(deadline.when(), absl::StrCat(where, " when"));
    if (HangsOnFields(deadline)) NotByReopening(deadline.starts_on(), absl::StrCat(where, " starts_on"));
    std::set<std::string> seen;
    for (const auto& bilateral : deadline.host_states()) {
      const std::string place = absl::StrCat(where, " host_states ", bilateral.host_state());
      Expect(IsCountryCode(bilateral.host_state()), place, "must be an ISO 3166-1 alpha-2 code");
      Expect(seen.insert(bilateral.host_state()).second, place, "is given twice");
      Expect(!bilateral.source().empty(), place, "a source is needed");
      Period(bilateral.period(), place);
    }
  }

  void Trigger(const v1::Trigger& trigger, const std::string& where) {
    if (trigger.has_only_if()) {
      const v1::FieldRule* other = Find(type_.fields(), trigger.only_if().field());
      Expect(trigger.on_case() == v1::Trigger::kField && other != nullptr &&
                 other->kind() == v1::FIELD_KIND_CHOICE &&
                 Find(other->choices(), trigger.only_if().choice()) != nullptr,
             where, "only_if is for fields, and names a CHOICE field and one of its choices");
    }
    switch (trigger.on_case()) {
      case v1::Trigger::kOpened:
        return Expect(trigger.opened(), where, "opened can only be true");
      case v1::Trigger::kField: {
        const v1::FieldRule* field = Find(type_.fields(), trigger.field());
        return Expect(field != nullptr && IsMoment(*field), where,
                      absl::StrCat("there is no DATE or TIME field ", trigger.field()));
      }
      case v1::Trigger::kTransition:
        return Expect(Find(type_.transitions(), trigger.transition()) != nullptr, where,
                      absl::StrCat("there is no transition ", trigger.transition()));
      case v1::Trigger::kEntry: {
        v1::EntryKind kind = v1::ENTRY_KIND_UNSPECIFIED;
        const bool known = v1::EntryKind_Parse(absl::StrCat("ENTRY_KIND_", trigger.entry().kind()), &kind);
        Expect(known && kind != v1::ENTRY_KIND_UNSPECIFIED, where,
               absl::StrCat("there is no kind of entry ", trigger.entry().kind()));
        v1::PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;
        const std::string& about = trigger.entry().party_role();
        Expect(about.empty() || (v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", about), &role) &&
                                 role != v1::PARTY_ROLE_UNSPECIFIED),
               where, absl::StrCat("there is no role of a party ", about));
        const std::string& direction = trigger.entry().direction();
        return Expect(direction.empty() || (kind == v1::ENTRY_KIND_NOTE_VERBALE &&
                                            (direction == "SENT" || direction == "RECEIVED")),
                      where, "direction is SENT or RECEIVED, and only for NOTE_VERBALE");
      }
      case v1::Trigger::ON_NOT_SET:
        return Expect(false, where, "one of opened, field, transition, entry is needed");
    }
  }

  void FieldDate(const v1::FieldDate& date, const std::string& where) {
    const v1::FieldRule* field = Find(type_.fields(), date.field());
    Expect(field != nullptr && IsMoment(*field), where,
           absl::StrCat("there is no DATE or TIME field ", date.field()));
    if (date.offset_case() == v1::FieldDate::OFFSET_NOT_SET) return;
    const v1::Period& offset = date.has_before() ? date.before() : date.after();
    Period(offset, absl::StrCat(where, date.has_before() ? " before" : " after"));
    Expect(!offset.has_hours() || field == nullptr || field->kind() == v1::FIELD_KIND_TIME, where,
           absl::StrCat("hours are counted from a TIME, and ", date.field(), " is none"));
    Expect(!offset.less_than(), where, "less_than is not for due_on");
  }

  // A later run, which a reopening starts, would not follow the fields.
  void NotByReopening(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                      const std::string& where) {
    for (const auto& trigger : triggers) {
      const v1::TransitionRule* transition = Find(type_.transitions(), trigger.transition());
      if (transition == nullptr) continue;
      const bool reopens =
          std::any_of(transition->from().begin(), transition->from().end(), [&](const std::string& from) {
            const v1::StateRule* state = Find(type_.states(), from);
            return state != nullptr && state->final();
          });
      Expect(
          !reopens, where,
          absl::StrCat(transition->id(), " reopens the case, and that starts nothing that hangs on fields"));
    }
  }

  void Period(const v1::Period& period, const std::string& where) {
    const int length =
        period.hours() + period.days() + period.working_days() + period.months() + period.years();
    Expect(period.length_case() != v1::Period::LENGTH_NOT_SET && length > 0, where,
           "one positive length is needed (hours, days, working_days, months or years)");
    Expect(!period.less_than() || period.days() > 1 || period.months() > 0 || period.years() > 0, where,
           "less_than is only for days (two or more), months and years");
  }

  // Only worth asking of a type whose ids are in order.
  void Reachability() {
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
      const bool left =
          std::any_of(type_.transitions().begin(), type_.transitions().end(),
                      [&](const auto& transition) { return Contains(transition.from(), state.id()); });
      Expect(state.final() || left, absl::StrCat("states ", state.id()),
             "is not final, but no transition leaves it");
    }
  }

  const v1::CaseType& type_;
  std::vector<std::string> faults_;
};

}  // namespace

absl::StatusOr<v1::CaseType> ParseCaseType(absl::string_view text) {
  v1::CaseType type;
  if (absl::Status read = ParseTextProto(text, type); !read.ok()) return read;
  return type;
}

absl::StatusOr<CaseType> CaseType::Create(v1::CaseType proto) {
  const std::vector<std::string> faults = Examination(proto).Run();
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return CaseType(std::move(proto));
}

const v1::FieldRule* CaseType::FindField(absl::string_view id) const { return Find(proto_.fields(), id); }
const v1::StateRule* CaseType::FindState(absl::string_view id) const { return Find(proto_.states(), id); }
const v1::TransitionRule* CaseType::FindTransition(absl::string_view id) const {
  return Find(proto_.transitions(), id);
}
const v1::DeadlineRule* CaseType::FindDeadline(absl::string_view id) const {
  return Find(proto_.deadlines(), id);
}

v1::Sensitivity CaseType::default_sensitivity() const {
  v1::Sensitivity sensitivity = v1::SENSITIVITY_ORDINARY;
  v1::Sensitivity_Parse(absl::StrCat("SENSITIVITY_", proto_.default_sensitivity()), &sensitivity);
  return sensitivity;
}

bool CaseType::IsFinal(absl::string_view state) const {
  const v1::StateRule* found = FindState(state);
  return found != nullptr && found->final();
}

bool CaseType::NeedsTimeline() const {
  return std::any_of(proto_.deadlines().begin(), proto_.deadlines().end(), [](const v1::DeadlineRule& rule) {
    return HangsOnFields(rule) && HappensInCase(rule.starts_on());
  });
}

std::vector<std::string> CaseType::EventsFrom(absl::string_view state) const {
  std::vector<std::string> events;
  for (const auto& transition : proto_.transitions()) {
    if (Contains(transition.from(), state)) events.push_back(transition.id());
  }
  return events;
}

}  // namespace arasha::rules
