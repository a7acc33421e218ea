#include "services/rules/catalogue/case_type.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/catalogue/examination.h"
#include "services/rules/text_proto.h"

namespace arasha::rules {
namespace {

// Whether one of the triggers waits for an entry, a transition or an extension.
bool HappensInCase(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
  return std::any_of(triggers.begin(), triggers.end(), [](const v1::Trigger& trigger) {
    return trigger.has_entry() || trigger.has_transition() || trigger.has_extended();
  });
}

}  // namespace

bool HangsOnMore(const v1::DeadlineRule& rule) {
  return rule.has_due_on() || rule.when_size() > 0 || rule.has_repeats() || !rule.has_period() ||
         std::any_of(rule.host_states().begin(), rule.host_states().end(),
                     [](const v1::HostStateRule& there) {
                       return there.starts_on_size() > 0 || there.met_by_size() > 0;
                     });
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

const v1::FieldRule* CaseType::FindField(absl::string_view id) const { return Find(proto_.fields(), id); }
const v1::StateRule* CaseType::FindState(absl::string_view id) const { return Find(proto_.states(), id); }
const v1::TransitionRule* CaseType::FindTransition(absl::string_view id) const {
  return Find(proto_.transitions(), id);
}
const v1::DeadlineRule* CaseType::FindDeadline(absl::string_view id) const {
  return Find(proto_.deadlines(), id);
}
const v1::StateGroup* CaseType::FindStateGroup(absl::string_view id) const {
  return Find(proto_.state_groups(), id);
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

bool CaseType::EntryStartsDeadline(v1::EntryKind kind) const {
  const std::string& name = v1::EntryKind_Name(kind);
  const auto waits = [&](const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
    return std::any_of(triggers.begin(), triggers.end(), [&](const v1::Trigger& trigger) {
      return trigger.has_entry() && absl::StrCat("ENTRY_KIND_", trigger.entry().kind()) == name;
    });
  };
  return std::any_of(proto_.deadlines().begin(), proto_.deadlines().end(), [&](const v1::DeadlineRule& rule) {
    const bool repeats = rule.has_repeats();
    return waits(rule.starts_on()) || (repeats && (waits(rule.met_by()) || waits(rule.repeats().until()))) ||
           std::any_of(rule.host_states().begin(), rule.host_states().end(),
                       [&](const v1::HostStateRule& there) {
                         return waits(there.starts_on()) || (repeats && waits(there.met_by()));
                       });
  });
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
