#include "services/rules/catalogue/case_type.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <map>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/conditions.h"
#include "proto/trigger_keys.h"
#include "services/rules/catalogue/examination.h"
#include "services/rules/text_proto.h"

namespace arasha::rules {
namespace {

using google::protobuf::Message;

// Whether one of the triggers waits for an entry, a transition or an extension.
bool HappensInCase(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
  return std::any_of(triggers.begin(), triggers.end(), [](const v1::Trigger& trigger) {
    return trigger.has_entry() || trigger.has_transition() || trigger.has_extended();
  });
}

// Every trigger within the message that asks for a value of an entry, and what statistics leave out by one.
void FindAsking(const Message& message, std::map<std::string, v1::EntryTrigger>& found) {
  if (const auto* trigger = google::protobuf::DynamicCastToGenerated<v1::EntryTrigger>(&message)) {
    if (trigger->has_only_if()) found.emplace(trigger->SerializeAsString(), *trigger);
    return;
  }
  if (const auto* rule = google::protobuf::DynamicCastToGenerated<v1::StatisticsRule>(&message)) {
    if (const v1::EntryTrigger counted = CountedEntries(*rule); counted.has_only_if()) {
      found.emplace(counted.SerializeAsString(), counted);
    }
    for (const v1::FieldValue& value : rule->unless()) {
      v1::EntryTrigger trigger;
      trigger.set_kind(rule->on().entry().kind());
      *trigger.mutable_only_if() = value;
      found.emplace(trigger.SerializeAsString(), trigger);
    }
  }
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const auto* field : set) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      FindAsking(reflection->GetMessage(message, field), found);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      FindAsking(reflection->GetRepeatedMessage(message, field, i), found);
    }
  }
}

bool IsOfKind(const v1::EntryTrigger& trigger, v1::EntryKind kind) {
  return absl::StrCat("ENTRY_KIND_", trigger.kind()) == v1::EntryKind_Name(kind);
}

}  // namespace

bool Says(const google::protobuf::Struct& details, const v1::FieldValue& value) {
  google::protobuf::RepeatedPtrField<v1::Condition> said;
  said.Add()->set_field(value.field());
  said.Mutable(0)->add_values(value.choice());
  return Hold(said, details);
}

bool HangsOnMore(const v1::DeadlineRule& rule) {
  return rule.has_due_on() || rule.when_size() > 0 || rule.has_repeats() || !rule.has_period() ||
         std::any_of(rule.host_states().begin(), rule.host_states().end(),
                     [](const v1::HostStateRule& there) {
                       return there.starts_on_size() > 0 || there.met_by_size() > 0;
                     });
}

int MaxRows(const v1::RowGroup& group) {
  constexpr int kUnlessSaid = 200;
  return group.max_rows() > 0 ? group.max_rows() : kUnlessSaid;
}

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

CaseType::CaseType(v1::CaseType proto) : proto_(std::move(proto)) {
  std::map<std::string, v1::EntryTrigger> asked;
  FindAsking(proto_, asked);
  for (const auto& [key, trigger] : asked) asked_of_entries_.push_back(trigger);
}

const v1::FieldRule* CaseType::FindField(absl::string_view id) const { return Find(proto_.fields(), id); }
const v1::StateRule* CaseType::FindState(absl::string_view id) const { return Find(proto_.states(), id); }
const v1::TransitionRule* CaseType::FindTransition(absl::string_view id) const {
  return Find(proto_.transitions(), id);
}
const v1::DeadlineRule* CaseType::FindDeadline(absl::string_view id) const {
  return Find(proto_.deadlines(), id.substr(0, id.find('/')));
}
const v1::StateGroup* CaseType::FindStateGroup(absl::string_view id) const {
  return Find(proto_.state_groups(), id);
}
const v1::PartyRoleRule* CaseType::FindPartyRole(absl::string_view id) const {
  return Find(proto_.party_roles(), id);
}

const v1::RowGroup* CaseType::FindRowGroup(absl::string_view id) const {
  return Find(proto_.row_groups(), id);
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
    const bool in_case =
        HappensInCase(rule.starts_on()) ||
        std::any_of(rule.host_states().begin(), rule.host_states().end(),
                    [](const v1::HostStateRule& there) { return HappensInCase(there.starts_on()); });
    return rule.has_repeats() || rule.paused_in_size() > 0 || (in_case && HangsOnMore(rule));
  });
}

bool CaseType::GuardsAskTimeline() const {
  return std::any_of(proto_.transitions().begin(), proto_.transitions().end(), [](const auto& transition) {
    return std::any_of(transition.guards().begin(), transition.guards().end(), [](const v1::Guard& guard) {
      return guard.has_entry() || guard.needs_case() == v1::Guard::kTransition;
    });
  });
}

bool CaseType::EntryStartsDeadline(const v1::Entry& entry) const {
  const auto means = [&](const v1::EntryTrigger& asked) {
    return IsOfKind(asked, entry.kind()) && (!asked.has_only_if() || Says(entry.details(), asked.only_if()));
  };
  const auto waits = [&](const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
    return std::any_of(triggers.begin(), triggers.end(), [&](const v1::Trigger& trigger) {
      return trigger.has_entry() && means(trigger.entry());
    });
  };
  for (const v1::RaiseRule& rule : proto_.raises()) {
    if (std::any_of(rule.on().begin(), rule.on().end(), means)) return true;
  }
  return std::any_of(proto_.deadlines().begin(), proto_.deadlines().end(), [&](const v1::DeadlineRule& rule) {
    const bool repeats = rule.has_repeats();
    return waits(rule.starts_on()) || (repeats && (waits(rule.met_by()) || waits(rule.repeats().until()))) ||
           std::any_of(rule.host_states().begin(), rule.host_states().end(),
                       [&](const v1::HostStateRule& there) {
                         return waits(there.starts_on()) || (repeats && waits(there.met_by()));
                       });
  });
}

const google::protobuf::RepeatedPtrField<v1::FieldRule>& CaseType::EntryFields(v1::EntryKind kind) const {
  static const google::protobuf::RepeatedPtrField<v1::FieldRule> kNone;
  for (const v1::EntryFields& of : proto_.entry_fields()) {
    if (absl::StrCat("ENTRY_KIND_", of.kind()) == v1::EntryKind_Name(kind)) return of.fields();
  }
  return kNone;
}

bool CaseType::EntryNeedsFields(v1::EntryKind kind) const {
  const auto& fields = EntryFields(kind);
  return std::any_of(fields.begin(), fields.end(),
                     [](const v1::FieldRule& field) { return field.required(); });
}

std::vector<std::string> CaseType::EventsFrom(absl::string_view state) const {
  std::vector<std::string> events;
  for (const auto& transition : proto_.transitions()) {
    if (std::find(transition.from().begin(), transition.from().end(), state) != transition.from().end())
      events.push_back(transition.id());
  }
  return events;
}

}  // namespace arasha::rules
