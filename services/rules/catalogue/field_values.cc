#include "services/rules/catalogue/field_values.h"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/conditions.h"
#include "proto/durations.h"
#include "services/rules/catalogue/examination.h"
#include "services/rules/identity/identifiers.h"

namespace arasha::rules {
namespace {

using google::protobuf::Value;

// In the order of the type, so that the same choices are the same value; as it is, if it is no such list.
Value InOrder(const v1::FieldRule& field, const Value& value) {
  Violations violations;
  CheckChoices(field, value, "", violations);
  if (!violations.empty()) return value;
  const std::vector<std::string> ids = IdsOf(value);
  Value kept;
  kept.mutable_list_value();
  for (const v1::Choice& choice : field.choices()) {
    if (std::find(ids.begin(), ids.end(), choice.id()) == ids.end()) continue;
    kept.mutable_list_value()->add_values()->set_string_value(choice.id());
  }
  return kept;
}

}  // namespace

void KeepDetails(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                 google::protobuf::Struct& details) {
  for (const v1::FieldRule& field : fields) {
    const auto said = details.mutable_fields()->find(field.id());
    if (said == details.mutable_fields()->end()) continue;
    Value& value = said->second;
    if (field.kind() == v1::FIELD_KIND_CHOICES) {
      value = InOrder(field, value);
    } else if (field.kind() == v1::FIELD_KIND_DURATION) {
      if (const auto duration = ParseDuration(value.string_value())) {
        value.set_string_value(DurationText(*duration));
      }
    } else if (field.kind() == v1::FIELD_KIND_IDENTIFIER) {
      auto read = ParseIdentifier(field.identifier(), value.string_value());
      if (auto* kept = std::get_if<std::string>(&read)) value.set_string_value(std::move(*kept));
    }
  }
}

void CheckChoices(const v1::FieldRule& field, const Value& value, const std::string& path,
                  Violations& violations) {
  const auto id = [](std::string* out, const v1::Choice& choice) { *out += choice.id(); };
  const auto expect = [&](bool holds, Problem problem) {
    if (holds) return true;
    violations.push_back({path, problem, {{"values", absl::StrJoin(field.choices(), ", ", id)}}});
    return false;
  };
  const auto is_choice = [&](const Value& one) {
    return one.kind_case() == Value::kStringValue && Find(field.choices(), one.string_value()) != nullptr;
  };
  if (field.kind() == v1::FIELD_KIND_CHOICE) {
    expect(is_choice(value), Problem::kNotOneOf);
    return;
  }
  if (value.kind_case() == Value::kStringValue) {
    expect(is_choice(value), Problem::kNotChoices);
    return;
  }
  const auto& given = value.list_value().values();
  // More than there are cannot be each of them once, and are not looked at one by one.
  if (given.size() > field.choices_size()) {
    violations.push_back({path, Problem::kTooMany, {{"most", absl::StrCat(field.choices_size())}}});
    return;
  }
  std::set<std::string> seen;
  if (!expect(!given.empty() && std::all_of(given.begin(), given.end(), is_choice), Problem::kNotChoices)) {
    return;
  }
  for (const Value& one : given) {
    if (seen.insert(one.string_value()).second) continue;
    violations.push_back({path, Problem::kChoiceTwice, {{"choice", one.string_value()}}});
    return;
  }
}

}  // namespace arasha::rules
