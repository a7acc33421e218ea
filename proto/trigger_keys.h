#ifndef ARASHA_PROTO_TRIGGER_KEYS_H_
#define ARASHA_PROTO_TRIGGER_KEYS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "proto/party_roles.h"

// What stands in an entry's `triggers`: by these keys deadlines are met and statistics counted, also by who
// checks an export.
namespace arasha {

// Of entries of this kind; of some alone, where more than the kind is asked for. Names without their
// prefixes.
inline std::string EntryKey(absl::string_view kind, bool in_person, absl::string_view direction,
                            absl::string_view role) {
  return absl::StrCat("entry:", kind, in_person ? "/in_person" : "", direction.empty() ? "" : "/", direction,
                      role.empty() ? "" : "/", role);
}

// What the trigger asks for.
inline std::string EntryTriggerKey(const v1::EntryTrigger& trigger) {
  const v1::FieldValue& value = trigger.only_if();
  return absl::StrCat(
      EntryKey(trigger.kind(), trigger.in_person(), trigger.direction(), trigger.party_role()),
      trigger.has_only_if() ? absl::StrCat("?", value.field(), "=", value.choice()) : "");
}

// The entries that the rule counts: about whom, too, where that is a role of the type. A general role is
// asked of the party itself.
inline v1::EntryTrigger CountedEntries(const v1::StatisticsRule& rule) {
  v1::EntryTrigger trigger = rule.on().entry();
  if (IsRoleOfType(rule.party_role())) trigger.set_party_role(rule.party_role());
  return trigger;
}

// The key by which the rule counts entries; empty where their kind and party say enough.
inline std::string CountedKey(const v1::StatisticsRule& rule) {
  const v1::EntryTrigger trigger = CountedEntries(rule);
  return trigger.has_only_if() || IsRoleOfType(trigger.party_role()) ? EntryTriggerKey(trigger) : "";
}

// An entry of the kind with this value in a field of its own.
inline std::string EntryValueKey(const std::string& kind, const v1::FieldValue& value) {
  v1::EntryTrigger trigger;
  trigger.set_kind(kind);
  *trigger.mutable_only_if() = value;
  return EntryTriggerKey(trigger);
}

}  // namespace arasha

#endif  // ARASHA_PROTO_TRIGGER_KEYS_H_
