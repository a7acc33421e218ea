#include <algorithm>
#include <string>
#include <vector>

#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/access/access.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {

void Examination::Deadline(const v1::DeadlineRule& deadline, const std::string& where) {
  Label(deadline.label(), absl::StrCat(where, " label"));
  Expect(!deadline.source().empty(), where, "a source is needed");
  Expect(deadline.starts_on_size() > 0, where, "starts_on is needed");
  Expect(deadline.met_by_size() > 0, where, "met_by is needed");
  for (const auto& trigger : deadline.starts_on()) Trigger(trigger, absl::StrCat(where, " starts_on"));
  for (const auto& trigger : deadline.met_by()) Trigger(trigger, absl::StrCat(where, " met_by"));
  if (deadline.has_due_on()) {
    Expect(!deadline.has_period(), where, "period or due_on, not both");
    FieldDate(deadline.due_on(), absl::StrCat(where, " due_on"));
  } else if (deadline.has_period() || deadline.host_states().empty()) {
    Period(deadline.period(), absl::StrCat(where, " period"));
  }
  if (deadline.has_repeats()) Repeats(deadline, absl::StrCat(where, " repeats"));
  Conditions(deadline.when(), absl::StrCat(where, " when"));
  if (deadline.has_extension()) Extension(deadline.extension(), absl::StrCat(where, " extension"));
  PausedIn(deadline.paused_in(), absl::StrCat(where, " paused_in"));
  Warnings(deadline.warnings(), &deadline, absl::StrCat(where, " "));
  if (HangsOnMore(deadline)) NotByReopening(deadline.starts_on(), absl::StrCat(where, " starts_on"));
  for (int i = 0; i < deadline.host_states_size(); ++i) HostState(deadline, i, where);
}

void Examination::HostState(const v1::DeadlineRule& deadline, int index, const std::string& where) {
  const v1::HostStateRule& there = deadline.host_states(index);
  const std::string& name = there.group().empty() ? there.host_state() : there.group();
  const std::string place = absl::StrCat(where, " host_states ", name);
  Expect(there.group().empty() || there.host_state().empty(), place, "host_state or group, not both");
  if (there.group().empty()) {
    Expect(IsCountryCode(there.host_state()), place, "must be an ISO 3166-1 alpha-2 code");
  } else {
    Expect(Find(type_.state_groups(), there.group()) != nullptr, place,
           absl::StrCat("there is no group of states ", there.group()));
  }
  Expect(!there.source().empty(), place, "a source is needed");
  if (there.has_period() || (!deadline.has_period() && !deadline.has_due_on())) Period(there.period(), place);
  Expect(there.has_period() || there.starts_on_size() > 0 || there.met_by_size() > 0, place,
         "says nothing of its own: starts_on, met_by or period is needed");
  for (const auto& trigger : there.starts_on()) Trigger(trigger, absl::StrCat(place, " starts_on"));
  for (const auto& trigger : there.met_by()) Trigger(trigger, absl::StrCat(place, " met_by"));
  NotByReopening(there.starts_on(), absl::StrCat(place, " starts_on"));
  for (const std::string& day : {there.valid_from(), there.valid_until()}) {
    Expect(day.empty() || ParseDate(day), place, absl::StrCat(day, " is no date, as 2026-03-01"));
  }
  // Dates in this form are in order as texts, too.
  Expect(there.valid_until().empty() || there.valid_from() <= there.valid_until(), place,
         "valid_from is after valid_until");
  const auto before = [](const std::string& until, const std::string& from) {
    return !until.empty() && until < from;
  };
  for (int i = 0; i < index; ++i) {
    const v1::HostStateRule& other = deadline.host_states(i);
    const bool same = other.group() == there.group() && other.host_state() == there.host_state();
    Expect(!same || before(other.valid_until(), there.valid_from()) ||
               before(there.valid_until(), other.valid_from()),
           place, "is given twice");
  }
}

void Examination::Repeats(const v1::DeadlineRule& deadline, const std::string& where) {
  const v1::Recurrence& repeats = deadline.repeats();
  Expect(repeats.phases_size() > 0, where, "phases are needed");
  const bool ends = repeats.until_size() > 0 || repeats.has_until_date() || repeats.runs() > 0;
  bool all_pass = true;
  for (int i = 0; i < repeats.phases_size(); ++i) {
    const v1::RecurrencePhase& phase = repeats.phases(i);
    const std::string place = absl::StrCat(where, " phase ", i + 1);
    Period(phase.every(), absl::StrCat(place, " every"));
    Expect(!phase.every().less_than(), place, "less_than is not for what repeats");
    if (phase.has_until()) Period(phase.until(), absl::StrCat(place, " until"));
    Conditions(phase.when(), absl::StrCat(place, " when"));
    const bool last = i + 1 == repeats.phases_size();
    Expect(last || phase.has_until() || phase.when_size() > 0, place,
           "without until or when it never passes, and the next is never reached");
    all_pass = all_pass && phase.has_until();
  }
  Expect(ends || all_pass, where,
         "it has no end: until, until_date, runs, or until of every phase is needed");
  Expect(repeats.runs() == 0 || repeats.runs() > 1, where, "runs must be 2 or more");
  if (repeats.has_until_date()) FieldDate(repeats.until_date(), absl::StrCat(where, " until_date"));
  for (const auto& trigger : repeats.until()) {
    Trigger(trigger, absl::StrCat(where, " until"));
    Expect(!trigger.has_opened(), absl::StrCat(where, " until"), "the opening of a case ends nothing");
  }
  std::vector<v1::Trigger> meets(deadline.met_by().begin(), deadline.met_by().end());
  for (const auto& there : deadline.host_states()) {
    meets.insert(meets.end(), there.met_by().begin(), there.met_by().end());
  }
  for (const v1::Trigger& trigger : meets) {
    // A field says when something happened last, and no more when it happened before.
    Expect(trigger.has_entry() || trigger.has_transition(), where,
           "what repeats is met by entries and transitions alone");
  }
  Expect(deadline.statistic().empty(), where, "a figure is of what happens once");
}

void Examination::Trigger(const v1::Trigger& trigger, const std::string& where) {
  if (trigger.has_only_if()) {
    const v1::FieldRule* other = Find(type_.fields(), trigger.only_if().field());
    Expect(trigger.on_case() == v1::Trigger::kField && other != nullptr &&
               other->kind() != v1::FIELD_KIND_BOOL && IsAskedById(*other) &&
               Find(other->choices(), trigger.only_if().choice()) != nullptr,
           where, "only_if is for fields, and names a CHOICE or CHOICES field and one of its choices");
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
      const std::string& about = trigger.entry().party_role();
      Expect(about.empty() || IsPartyRole(about), where, absl::StrCat("there is no role of a party ", about));
      if (trigger.entry().has_only_if()) OfEntry(trigger.entry().kind(), trigger.entry().only_if(), where);
      const std::string& direction = trigger.entry().direction();
      return Expect(direction.empty() || (kind == v1::ENTRY_KIND_NOTE_VERBALE &&
                                          (direction == "SENT" || direction == "RECEIVED")),
                    where, "direction is SENT or RECEIVED, and only for NOTE_VERBALE");
    }
    case v1::Trigger::kExtended: {
      const v1::DeadlineRule* extended = Find(type_.deadlines(), trigger.extended());
      return Expect(extended != nullptr && extended->has_extension(), where,
                    absl::StrCat("there is no deadline ", trigger.extended(), " that may be extended"));
    }
    case v1::Trigger::ON_NOT_SET:
      return Expect(false, where, "one of opened, field, transition, entry, extended is needed");
  }
}

void Examination::FieldDate(const v1::FieldDate& date, const std::string& where) {
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

void Examination::NotByReopening(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
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
        absl::StrCat(
            transition->id(),
            " reopens the case, and that starts nothing that repeats, or hangs on fields or the host state"));
  }
}

void Examination::Extension(const v1::Extension& extension, const std::string& where) {
  Expect(extension.roles_size() > 0, where, "roles are needed");
  const std::vector<std::string> workers = RolesThatMay(Action::kUpdateCase);
  for (const std::string& role : extension.roles()) {
    Expect(IsRole(role), where, absl::StrCat("there is no role ", role));
    Expect(!IsRole(role) || std::find(workers.begin(), workers.end(), role) != workers.end(), where,
           absl::StrCat("nobody can extend it: ", role, " changes no cases"));
  }
  Period(extension.at_most(), absl::StrCat(where, " at_most"));
  Expect(extension.times() >= 0, where, "times must be 1 or more");
}

void Examination::PausedIn(const google::protobuf::RepeatedPtrField<std::string>& states,
                           const std::string& where) {
  std::set<std::string> seen;
  for (const std::string& id : states) {
    const v1::StateRule* state = Find(type_.states(), id);
    Expect(state != nullptr, where, absl::StrCat("there is no state ", id));
    Expect(state == nullptr || !state->final(), where,
           absl::StrCat(id, " is final, and nothing runs there anyhow"));
    Expect(seen.insert(id).second, where, absl::StrCat(id, " is given twice"));
  }
}

void Examination::Conditions(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                             const std::string& where) {
  for (const v1::Condition& condition : conditions) {
    const v1::FieldRule* field = Find(type_.fields(), condition.field());
    if (!condition.over().empty()) {
      Over(condition, field, where);
      continue;
    }
    if (field == nullptr || !IsAskedById(*field)) {
      Expect(false, where, absl::StrCat("there is no CHOICE, CHOICES or BOOL field ", condition.field()));
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

void Examination::Period(const v1::Period& period, const std::string& where) {
  const int length =
      period.hours() + period.days() + period.working_days() + period.months() + period.years();
  Expect(period.length_case() != v1::Period::LENGTH_NOT_SET && length > 0, where,
         "one positive length is needed (hours, days, working_days, months or years)");
  Expect(!period.less_than() || period.days() > 1 || period.months() > 0 || period.years() > 0, where,
         "less_than is only for days (two or more), months and years");
  Expect(period.of() == v1::WORKING_DAYS_OF_UNSPECIFIED || period.working_days() > 0, where,
         "of is only for working_days");
}

}  // namespace arasha::rules
