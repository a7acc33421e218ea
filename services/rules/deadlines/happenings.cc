#include "services/rules/deadlines/happenings.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/conditions.h"
#include "proto/timestamps.h"
#include "proto/trigger_keys.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/deadlines/work_calendar.h"

namespace arasha::rules {
namespace {

constexpr absl::string_view kEntryKindPrefix = "ENTRY_KIND_";
constexpr absl::string_view kPartyRolePrefix = "PARTY_ROLE_";
constexpr absl::string_view kTransitionPrefix = "transition:";
constexpr absl::string_view kFieldPrefix = "field:";
constexpr absl::string_view kExtendedPrefix = "extended:";

std::string FieldKey(absl::string_view id, absl::string_view other = "", absl::string_view choice = "") {
  return absl::StrCat(kFieldPrefix, id, other.empty() ? "" : absl::StrCat("?", other, "=", choice));
}

}  // namespace

Happening Opened(absl::Time received) { return {.keys = {"opened"}, .at = received}; }

Happening OfTransition(absl::string_view event, absl::Time at) {
  return {.keys = {absl::StrCat(kTransitionPrefix, event)}, .at = at};
}

Happening OfExtension(absl::string_view rule, absl::Time at) {
  return {.keys = {absl::StrCat(kExtendedPrefix, rule)}, .at = at};
}

Happening OfEntry(const v1::Entry& entry, const About& about) {
  const std::string kind = v1::EntryKind_Name(entry.kind()).substr(kEntryKindPrefix.size());
  std::vector<std::string> directions = {""};
  if (entry.direction() == v1::DIRECTION_SENT) directions.emplace_back("SENT");
  if (entry.direction() == v1::DIRECTION_RECEIVED) directions.emplace_back("RECEIVED");
  std::vector<std::string> roles = {"", v1::PartyRole_Name(about.role).substr(kPartyRolePrefix.size())};
  if (!about.case_role.empty()) roles.push_back(about.case_role);
  Happening happening;
  happening.at = ToTime(entry.happened_time());
  for (const std::string& direction : directions) {
    for (const std::string& of : roles) {
      happening.keys.push_back(EntryKey(kind, false, direction, of));
      if (entry.in_person()) happening.keys.push_back(EntryKey(kind, true, direction, of));
    }
  }
  return happening;
}

Happening OfEntry(const CaseType& type, const v1::Entry& entry, const About& about) {
  Happening happening = OfEntry(entry, about);
  for (v1::EntryTrigger asked : type.asked_of_entries()) {
    if (!Says(entry.details(), asked.only_if())) continue;
    std::string key = EntryTriggerKey(asked);
    asked.clear_only_if();
    if (Overlap(happening.keys, {EntryTriggerKey(asked)})) happening.keys.push_back(std::move(key));
  }
  return happening;
}

std::vector<Happening> OfFields(const CaseType& type, const google::protobuf::Struct& details,
                                absl::TimeZone zone) {
  return OfFields(type.proto().fields(), details, zone);
}

std::vector<Happening> OfFields(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                                const google::protobuf::Struct& details, absl::TimeZone zone) {
  std::vector<Happening> happenings;
  for (const auto& field : fields) {
    const auto value = details.fields().find(field.id());
    if (value == details.fields().end()) continue;
    const auto time = FieldTime(field, value->second, zone);
    if (!time) continue;
    Happening happening{.keys = {FieldKey(field.id())}, .at = *time};
    if (field.kind() == v1::FIELD_KIND_DATE)
      happening.within = EndOf(absl::ToCivilDay(*time, zone), zone) - *time;
    for (const auto& other : fields) {
      const auto said = details.fields().find(other.id());
      if (other.choices().empty() || said == details.fields().end()) continue;
      for (const std::string& id : IdsOf(said->second)) {
        happening.keys.push_back(FieldKey(field.id(), other.id(), id));
      }
    }
    happenings.push_back(std::move(happening));
  }
  return happenings;
}

std::vector<Happening> Undone(absl::Span<const Happening> before, absl::Span<const Happening> after) {
  std::vector<Happening> undone;
  for (Happening happening : before) {
    std::erase_if(happening.keys, [&](const std::string& key) {
      return std::any_of(after.begin(), after.end(), [&](const Happening& other) {
        return other.at == happening.at && Overlap(other.keys, {key});
      });
    });
    if (!happening.keys.empty()) undone.push_back(std::move(happening));
  }
  return undone;
}

std::string TriggerKey(const v1::Trigger& trigger) {
  switch (trigger.on_case()) {
    case v1::Trigger::kOpened:
      return "opened";
    case v1::Trigger::kField:
      return FieldKey(trigger.field(), trigger.only_if().field(), trigger.only_if().choice());
    case v1::Trigger::kTransition:
      return absl::StrCat(kTransitionPrefix, trigger.transition());
    case v1::Trigger::kEntry:
      return EntryTriggerKey(trigger.entry());
    case v1::Trigger::kExtended:
      return absl::StrCat(kExtendedPrefix, trigger.extended());
    case v1::Trigger::ON_NOT_SET:
      break;  // CaseType::Create lets none through.
  }
  return "";
}

std::vector<std::string> TriggerKeys(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
  std::vector<std::string> keys;
  for (const auto& trigger : triggers) keys.push_back(TriggerKey(trigger));
  return keys;
}

bool Overlap(absl::Span<const std::string> some, absl::Span<const std::string> others) {
  return std::find_first_of(some.begin(), some.end(), others.begin(), others.end()) != some.end();
}

std::string FieldOf(const Happening& happening) {
  absl::string_view key = happening.keys.front();
  return absl::ConsumePrefix(&key, kFieldPrefix) ? std::string(key) : "";
}

bool ComesFromOutside(const Happening& happening) {
  return happening.keys.front() == "opened" || !FieldOf(happening).empty();
}

const v1::TransitionRule* TransitionOf(const CaseType& type, const Happening& happening) {
  absl::string_view event = happening.keys.front();
  return absl::ConsumePrefix(&event, kTransitionPrefix) ? type.FindTransition(event) : nullptr;
}

bool IsReopening(const CaseType& type, const Happening& happening) {
  const v1::TransitionRule* transition = TransitionOf(type, happening);
  return transition != nullptr && !type.IsFinal(transition->to()) &&
         std::any_of(transition->from().begin(), transition->from().end(),
                     [&](const std::string& state) { return type.IsFinal(state); });
}

std::optional<absl::Time> MetAt(absl::Span<const std::string> met_by, absl::Time from,
                                absl::Span<const Happening> happenings) {
  std::optional<absl::Time> met;
  for (const Happening& happening : happenings) {
    if (happening.at + happening.within < from || !Overlap(happening.keys, met_by)) continue;
    const absl::Time at = std::max(happening.at, from);
    if (!met || at < *met) met = at;
  }
  return met;
}

}  // namespace arasha::rules
