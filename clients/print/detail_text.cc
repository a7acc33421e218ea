#include "clients/print/detail_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/input/countries.h"
#include "clients/print/print_json.h"
#include "clients/text/rule_label.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

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
      return LabelOf(rule->choices(), value.string_value(), style.messages);
    }
    default:
      return CompactJson(value);
  }
}

}  // namespace

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
