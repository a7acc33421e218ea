#include "clients/details.h"

#include <google/protobuf/util/json_util.h>

#include <cstdint>
#include <optional>

#include "absl/strings/numbers.h"
#include "clients/local_error.h"

namespace arasha::clients {
namespace {

// Beyond this, a double, which is what JSON has, no longer holds every whole number.
constexpr int64_t kLargestExact = int64_t{1} << 53;

std::optional<double> WholeNumber(const std::string& text) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || number > kLargestExact || number < -kLargestExact)
    return std::nullopt;
  return static_cast<double>(number);
}

bool Ambiguous(const std::string& text) {
  return text == "true" || text == "false" || WholeNumber(text).has_value();
}

v1::FieldKind KindOf(const v1::CaseType& type, const std::string& field) {
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.id() == field) return rule.kind();
  }
  return v1::FIELD_KIND_TEXT;
}

}  // namespace

google::protobuf::Value DetailValue(v1::FieldKind kind, const std::string& typed) {
  google::protobuf::Value value;
  const std::optional<double> number = WholeNumber(typed);
  if (kind == v1::FIELD_KIND_BOOL && (typed == "true" || typed == "false")) {
    value.set_bool_value(typed == "true");
  } else if (kind == v1::FIELD_KIND_INTEGER && number) {
    value.set_number_value(*number);
  } else {
    value.set_string_value(typed);
  }
  return value;
}

absl::StatusOr<google::protobuf::Struct> ParseDetails(const std::vector<std::string>& assignments,
                                                      const CaseTypeSource& type) {
  google::protobuf::Struct details;
  std::optional<v1::CaseType> fetched;
  for (const std::string& assignment : assignments) {
    const size_t equals = assignment.find('=');
    const bool json = equals != std::string::npos && equals > 0 && assignment[equals - 1] == ':';
    const std::string field = assignment.substr(0, equals - (json ? 1 : 0));
    if (equals == std::string::npos || field.empty()) {
      return UsageError("usage.assignment", {{"text", assignment}});
    }
    const std::string typed = assignment.substr(equals + 1);
    google::protobuf::Value value;
    if (json) {
      if (!google::protobuf::util::JsonStringToMessage(typed, &value).ok()) {
        return UsageError("usage.assignment_json", {{"text", assignment}});
      }
    } else if (Ambiguous(typed)) {
      if (!fetched) {
        absl::StatusOr<v1::CaseType> answer = type();
        if (!answer.ok()) return answer.status();
        fetched = *std::move(answer);
      }
      value = DetailValue(KindOf(*fetched, field), typed);
    } else {
      value.set_string_value(typed);
    }
    (*details.mutable_fields())[field] = value;
  }
  return details;
}

}  // namespace arasha::clients
