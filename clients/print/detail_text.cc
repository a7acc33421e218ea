#include "clients/print/detail_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/input/countries.h"
#include "clients/print/print_json.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "proto/conditions.h"
#include "proto/durations.h"
#include "proto/timestamps.h"

namespace arasha::clients {

std::string DetailText(const google::protobuf::Value& value, const v1::FieldRule* rule,
                       const TableStyle& style) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kBoolValue:
      return style.messages.Text(value.bool_value() ? "label.yes" : "label.no");
    case google::protobuf::Value::kNumberValue:
      return absl::StrFormat("%.17g", value.number_value());
    case google::protobuf::Value::kStringValue: {
      absl::Time time;
      if (rule == nullptr) return value.string_value();
      if (rule->kind() == v1::FIELD_KIND_TIME &&
          absl::ParseTime(absl::RFC3339_full, value.string_value(), &time, nullptr)) {
        return style.TimeText(ToTimestamp(time));
      }
      if (rule->kind() == v1::FIELD_KIND_COUNTRY) {
        return CountryName(value.string_value(), style.messages.language());
      }
      if (rule->kind() == v1::FIELD_KIND_DURATION) {
        return DurationInWords(value.string_value(), style.messages);
      }
      if (rule->kind() == v1::FIELD_KIND_PARTY) {
        const auto party = style.parties.find(value.string_value());
        if (party != style.parties.end() && !party->second.empty()) return party->second;
      }
      if (rule->kind() == v1::FIELD_KIND_PARTY || rule->kind() == v1::FIELD_KIND_CASE) {
        return std::string(ShortName(value.string_value()));
      }
      return LabelOf(rule->choices(), value.string_value(), style.messages);
    }
    case google::protobuf::Value::kListValue: {
      if (rule == nullptr || rule->choices().empty()) return CompactJson(value);
      return absl::StrJoin(IdsOf(value), ", ", [&](std::string* out, const std::string& id) {
        *out += LabelOf(rule->choices(), id, style.messages);
      });
    }
    default:
      return CompactJson(value);
  }
}

std::string DurationInWords(const std::string& value, const Texts& messages) {
  const auto duration = ParseDuration(value);
  if (!duration) return value;
  std::vector<std::string> parts;
  const auto add = [&](int64_t count, absl::string_view key) {
    if (count > 0) parts.push_back(messages.Text(key, {{"count", absl::StrCat(count)}}));
  };
  add(duration->months / 12, "period.years");
  add(duration->months % 12, "period.months");
  add(duration->minutes / 1440, "period.days");
  add(duration->minutes % 1440 / 60, "period.hours");
  add(duration->minutes % 60, "period.minutes");
  return parts.empty() ? messages.Text("period.days", {{"count", "0"}}) : absl::StrJoin(parts, " ");
}

std::vector<std::pair<std::string, std::string>> DetailTexts(const google::protobuf::Struct& details,
                                                             const FieldRules& fields,
                                                             const TableStyle& style) {
  std::vector<std::pair<std::string, std::string>> texts;
  std::map<std::string, google::protobuf::Value> rest(details.fields().begin(), details.fields().end());
  for (const v1::FieldRule& rule : fields) {
    const auto field = rest.find(rule.id());
    if (field == rest.end()) continue;
    texts.emplace_back(style.messages.Text(rule.label(), rule.id()), DetailText(field->second, &rule, style));
    rest.erase(field);
  }
  for (const auto& [id, value] : rest) texts.emplace_back(id, DetailText(value, nullptr, style));
  return texts;
}

std::string EntryDetailsText(const v1::Entry& entry, const TableStyle& style) {
  const auto texts = DetailTexts(entry.details(), EntryFieldsOf(style.TypeOf(), entry.kind()), style);
  return absl::StrJoin(texts, "; ", absl::PairFormatter(": "));
}

}  // namespace arasha::clients
