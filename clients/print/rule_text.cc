#include "clients/print/rule_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "clients/text/rule_label.h"
#include "proto/entry_fields.h"

namespace arasha::clients {
namespace {

std::string LengthText(const v1::Period& period, const Texts& messages) {
  switch (period.length_case()) {
    case v1::Period::kHours:
      return messages.Text("period.hours", {{"count", absl::StrCat(period.hours())}});
    case v1::Period::kDays:
      return messages.Text("period.days", {{"count", absl::StrCat(period.days())}});
    case v1::Period::kWorkingDays:
      return messages.Text("period.working_days", {{"count", absl::StrCat(period.working_days())}});
    case v1::Period::kMonths:
      return messages.Text("period.months", {{"count", absl::StrCat(period.months())}});
    case v1::Period::kYears:
      return messages.Text("period.years", {{"count", absl::StrCat(period.years())}});
    case v1::Period::LENGTH_NOT_SET:
      return "";
  }
  return "";
}

}  // namespace

std::string PeriodText(const v1::Period& period, const Texts& messages) {
  const std::string length = LengthText(period, messages);
  if (period.of() == v1::WORKING_DAYS_OF_HOME) return messages.Text("period.of_home", {{"period", length}});
  if (period.of() == v1::WORKING_DAYS_OF_HOST) return messages.Text("period.of_host", {{"period", length}});
  return period.less_than() ? messages.Text("period.less_than", {{"period", length}}) : length;
}

std::string FieldDateText(const v1::FieldDate& date, const v1::CaseType& type, const Texts& messages) {
  std::string field = LabelOf(type.fields(), date.field(), messages);
  switch (date.offset_case()) {
    case v1::FieldDate::kBefore:
      return messages.Text("period.before",
                           {{"period", PeriodText(date.before(), messages)}, {"field", field}});
    case v1::FieldDate::kAfter:
      return messages.Text("period.after",
                           {{"period", PeriodText(date.after(), messages)}, {"field", field}});
    case v1::FieldDate::OFFSET_NOT_SET:
      break;
  }
  return field;
}

std::string ChoiceText(const std::string& field, const std::string& value, const v1::CaseType& type,
                       const Texts& messages) {
  if (value == "true" || value == "false") {
    return messages.Text(value == "true" ? "label.yes" : "label.no");
  }
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.id() == field) return LabelOf(rule.choices(), value, messages);
  }
  return value;
}

std::string ConditionText(const v1::Condition& condition, const v1::CaseType& type, const Texts& messages) {
  if (!condition.over().empty()) {
    return absl::StrCat(LabelOf(type.fields(), condition.field(), messages), " > ", condition.over());
  }
  const auto value = [&](std::string* out, const std::string& one) {
    absl::StrAppend(out, ChoiceText(condition.field(), one, type, messages));
  };
  return absl::StrCat(LabelOf(type.fields(), condition.field(), messages), ": ",
                      absl::StrJoin(condition.values(), ", ", value));
}

namespace {

// Of a general role, or of one of the type.
std::string RoleLabel(const std::string& role, const v1::CaseType& type, const Texts& messages) {
  const std::string general = absl::StrCat("PARTY_ROLE_", role);
  return messages.Has(general) ? messages.Text(general) : LabelOf(type.party_roles(), role, messages);
}

}  // namespace

std::string TriggerText(const v1::Trigger& trigger, const v1::CaseType& type, const Texts& messages) {
  switch (trigger.on_case()) {
    case v1::Trigger::kOpened:
      return messages.Text("trigger.opened");
    case v1::Trigger::kField: {
      std::string field = LabelOf(type.fields(), trigger.field(), messages);
      if (!trigger.has_only_if()) return field;
      v1::Condition only_if;
      only_if.set_field(trigger.only_if().field());
      only_if.add_values(trigger.only_if().choice());
      return absl::StrCat(field, " (", ConditionText(only_if, type, messages), ")");
    }
    case v1::Trigger::kTransition:
      return messages.Text("trigger.transition",
                           {{"event", LabelOf(type.transitions(), trigger.transition(), messages)}});
    case v1::Trigger::kEntry: {
      const v1::EntryTrigger& entry = trigger.entry();
      std::vector<std::string> parts = {messages.Text(absl::StrCat("ENTRY_KIND_", entry.kind()))};
      if (entry.in_person()) parts.push_back(messages.Text("label.in_person"));
      if (!entry.direction().empty())
        parts.push_back(messages.Text(absl::StrCat("DIRECTION_", entry.direction())));
      if (!entry.party_role().empty()) parts.push_back(RoleLabel(entry.party_role(), type, messages));
      if (entry.has_only_if()) {
        v1::EntryKind kind = v1::ENTRY_KIND_UNSPECIFIED;
        v1::EntryKind_Parse(absl::StrCat("ENTRY_KIND_", entry.kind()), &kind);
        v1::CaseType told;
        *told.mutable_fields() = EntryFieldsOf(type, kind);
        v1::Condition only_if;
        only_if.set_field(entry.only_if().field());
        only_if.add_values(entry.only_if().choice());
        parts.push_back(ConditionText(only_if, told, messages));
      }
      return absl::StrJoin(parts, " · ");
    }
    case v1::Trigger::kExtended:
      return messages.Text("trigger.extended",
                           {{"deadline", LabelOf(type.deadlines(), trigger.extended(), messages)}});
    case v1::Trigger::ON_NOT_SET:
      break;
  }
  return "";
}

std::string TriggersText(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                         const v1::CaseType& type, const Texts& messages) {
  return absl::StrJoin(triggers, "; ", [&](std::string* out, const v1::Trigger& trigger) {
    absl::StrAppend(out, TriggerText(trigger, type, messages));
  });
}

}  // namespace arasha::clients
