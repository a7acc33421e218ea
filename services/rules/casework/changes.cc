#include "services/rules/casework/changes.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "proto/conditions.h"

namespace arasha::rules {
namespace {

using google::protobuf::Value;

constexpr std::array<absl::string_view, 13> kPartyFields = {
    "role",       "case_role",   "kind",  "display_name", "iin",  "bin",          "passport_number",
    "birth_date", "nationality", "phone", "email",        "note", "related_staff"};

// One line of its own for each field, whatever the value holds.
std::string InOneLine(const std::string& value) {
  return absl::StrReplaceAll(value, {{"\r\n", " "}, {"\n", " "}, {"\r", " "}});
}

void AppendChange(std::string& text, absl::string_view field, const std::string& before,
                  const std::string& after) {
  if (before == after) return;
  absl::StrAppend(&text, text.empty() ? "" : "\n", field, ": ", before.empty() ? "—" : InOneLine(before),
                  " → ", after.empty() ? "—" : InOneLine(after));
}

std::string ValueText(const google::protobuf::Struct& details, const std::string& field) {
  const auto found = details.fields().find(field);
  if (found == details.fields().end()) return "";
  const Value& value = found->second;
  switch (value.kind_case()) {
    case Value::kStringValue:
      return value.string_value();
    case Value::kBoolValue:
      return value.bool_value() ? "true" : "false";
    case Value::kNumberValue:
      return absl::StrFormat("%.17g", value.number_value());
    case Value::kListValue:
      return absl::StrJoin(IdsOf(value), ", ");
    default:
      return "";
  }
}

// The value's name without its enum's, `PRIORITY_URGENT` as `URGENT`.
std::string EnumText(const std::string& name, absl::string_view prefix) {
  return std::string(absl::StripPrefix(name, prefix));
}

std::string FieldText(const v1::Party& party, absl::string_view name) {
  const auto* field = v1::Party::descriptor()->FindFieldByName(std::string(name));
  const auto* reflection = v1::Party::GetReflection();
  if (field->is_repeated()) return absl::StrJoin(party.related_staff(), ", ");  // There is no other.
  if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_ENUM) {
    return name == "kind" ? EnumText(v1::PartyKind_Name(party.kind()), "PARTY_KIND_")
                          : EnumText(v1::PartyRole_Name(party.role()), "PARTY_ROLE_");
  }
  return reflection->GetString(party, field);
}

}  // namespace

std::string ChangesText(const CaseType& type, const v1::Case& before, const v1::Case& after) {
  std::string text;
  AppendChange(text, "type_version", absl::StrCat(before.type_version()), absl::StrCat(after.type_version()));
  AppendChange(text, "summary", before.summary(), after.summary());
  AppendChange(text, "priority", EnumText(v1::Priority_Name(before.priority()), "PRIORITY_"),
               EnumText(v1::Priority_Name(after.priority()), "PRIORITY_"));
  AppendChange(text, "sensitivity", EnumText(v1::Sensitivity_Name(before.sensitivity()), "SENSITIVITY_"),
               EnumText(v1::Sensitivity_Name(after.sensitivity()), "SENSITIVITY_"));
  AppendChange(text, "compartment", before.compartment(), after.compartment());
  AppendChange(text, "host_state", before.host_state(), after.host_state());
  using google::protobuf::util::TimeUtil;
  AppendChange(text, "received_time", TimeUtil::ToString(before.received_time()),
               TimeUtil::ToString(after.received_time()));
  return JoinedLines(std::move(text), DetailsText(type.proto().fields(), before.details(), after.details()));
}

std::string DetailsText(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                        const google::protobuf::Struct& before, const google::protobuf::Struct& after) {
  std::string text;
  for (const v1::FieldRule& field : fields) {
    AppendChange(text, absl::StrCat("details.", field.id()), ValueText(before, field.id()),
                 ValueText(after, field.id()));
  }
  return text;
}

std::string DeadlineText(absl::string_view rule, int run, std::optional<absl::Time> before,
                         std::optional<absl::Time> after) {
  const auto stamp = [](std::optional<absl::Time> time) {
    return time ? absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *time, absl::UTCTimeZone()) : "—";
  };
  return absl::StrCat("deadlines.", rule, run > 1 ? absl::StrCat("/", run) : "", ": ", stamp(before), " → ",
                      stamp(after));
}

std::string ReasonText(const std::string& reason) { return absl::StrCat("reason: ", InOneLine(reason)); }

std::string JoinedLines(std::string first, const std::string& second) {
  if (!first.empty() && !second.empty()) first += '\n';
  return first + second;
}

std::string ChangesText(const v1::Party& before, const v1::Party& after) {
  std::string text;
  for (const absl::string_view field : kPartyFields) {
    AppendChange(text, field, FieldText(before, field), FieldText(after, field));
  }
  return absl::StrCat(PartyText(before), text.empty() ? "" : "\n", text);
}

std::string PartyText(const v1::Party& party) {
  const std::string role = party.case_role().empty()
                               ? EnumText(v1::PartyRole_Name(party.role()), "PARTY_ROLE_")
                               : party.case_role();
  return absl::StrCat(role, ": ", InOneLine(party.display_name()));
}

bool IsChangeablePartyField(absl::string_view path) {
  return std::find(kPartyFields.begin(), kPartyFields.end(), path) != kPartyFields.end();
}

std::string ChangeablePartyFields() { return absl::StrJoin(kPartyFields, ", "); }

}  // namespace arasha::rules
