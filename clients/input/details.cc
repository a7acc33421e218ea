#include "clients/input/details.h"

#include <google/protobuf/util/json_util.h>

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "clients/input/called_so.h"
#include "clients/input/countries.h"
#include "clients/input/time_input.h"
#include "clients/input/typed_duration.h"
#include "clients/input/value_input.h"
#include "clients/text/local_error.h"
#include "clients/text/times.h"
#include "proto/timestamps.h"

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

bool HasOffset(const std::string& text) {
  absl::Time ignored;
  return absl::ParseTime(absl::RFC3339_full, text, &ignored, nullptr);
}

// Ids of choices, `food,shelter`. A text of several words with commas is none.
bool LooksLikeIds(const std::string& text) {
  return text.find(',') != std::string::npos &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_,") == std::string::npos;
}

// What stands between the commas.
google::protobuf::Value ListOf(const std::string& typed) {
  google::protobuf::Value value;
  value.mutable_list_value();
  for (const absl::string_view one : absl::StrSplit(typed, ',', absl::SkipWhitespace())) {
    value.mutable_list_value()->add_values()->set_string_value(std::string(absl::StripAsciiWhitespace(one)));
  }
  return value;
}

bool Ambiguous(const std::string& text) {
  return TypedDuration(text).has_value() || LooksLikeIds(text) || WholeNumber(text).has_value() ||
         YesOrNo(text).has_value() || LooksLikeTime(text) || Amount(text).has_value() ||
         CountryCode(text).has_value();
}

v1::FieldKind KindOf(const v1::CaseType& type, const std::string& field) {
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.id() == field) return rule.kind();
  }
  return v1::FIELD_KIND_TEXT;
}

}  // namespace

absl::StatusOr<google::protobuf::Value> DetailValue(v1::FieldKind kind, const std::string& typed,
                                                    const TimeReaders& times) {
  google::protobuf::Value value;
  value.set_string_value(typed);
  switch (kind) {
    case v1::FIELD_KIND_BOOL:
      if (const std::optional<bool> answer = YesOrNo(typed)) value.set_bool_value(*answer);
      break;
    case v1::FIELD_KIND_INTEGER:
      if (const std::optional<double> number = WholeNumber(typed)) value.set_number_value(*number);
      break;
    case v1::FIELD_KIND_TIME: {
      if (HasOffset(typed)) break;
      const absl::StatusOr<google::protobuf::Timestamp> instant = times.instant(typed);
      if (!instant.ok()) return instant.status();
      value.set_string_value(UtcText(ToTime(*instant)));
      break;
    }
    case v1::FIELD_KIND_DATE: {
      const absl::StatusOr<std::string> day = times.day(typed);
      if (!day.ok()) return day.status();
      value.set_string_value(*day);
      break;
    }
    case v1::FIELD_KIND_MONEY:
      value.set_string_value(Amount(typed).value_or(typed));
      break;
    case v1::FIELD_KIND_COUNTRY:
      value.set_string_value(CountryCode(typed).value_or(typed));
      break;
    case v1::FIELD_KIND_DURATION:
      value.set_string_value(TypedDuration(typed).value_or(typed));
      break;
    case v1::FIELD_KIND_CHOICES:
      return ListOf(typed);
    default:
      break;
  }
  return value;
}

absl::StatusOr<google::protobuf::Struct> ParseDetails(const std::vector<std::string>& assignments,
                                                      const CaseTypeSource& type, const TimeReaders& times) {
  google::protobuf::Struct details;
  std::optional<v1::CaseType> fetched;
  const auto fetch = [&]() -> absl::Status {
    if (fetched) return absl::OkStatus();
    absl::StatusOr<v1::CaseType> answer = type();
    if (answer.ok()) fetched = *std::move(answer);
    return answer.status();
  };
  for (const std::string& assignment : assignments) {
    const size_t equals = assignment.find('=');
    const bool json = equals != std::string::npos && equals > 0 && assignment[equals - 1] == ':';
    std::string field = assignment.substr(0, equals - (json ? 1 : 0));
    if (equals == std::string::npos || field.empty()) {
      return UsageError("usage.assignment", {{"text", assignment}});
    }
    if (!LooksLikeId(field)) {
      if (absl::Status s = fetch(); !s.ok()) return s;
      absl::StatusOr<std::string> id = IdCalledSo(fetched->fields(), field);
      if (!id.ok()) return id.status();
      field = *std::move(id);
    }
    if (details.fields().contains(field)) return UsageError("usage.set_twice", {{"field", field}});
    const std::string typed = assignment.substr(equals + 1);
    google::protobuf::Value value;
    if (json) {
      if (!google::protobuf::util::JsonStringToMessage(typed, &value).ok()) {
        return UsageError("usage.assignment_json", {{"text", assignment}});
      }
    } else if (Ambiguous(typed)) {
      if (absl::Status s = fetch(); !s.ok()) return s;
      absl::StatusOr<google::protobuf::Value> read = DetailValue(KindOf(*fetched, field), typed, times);
      if (!read.ok()) return read.status();
      value = *std::move(read);
    } else {
      value.set_string_value(typed);
    }
    (*details.mutable_fields())[field] = value;
  }
  return details;
}

}  // namespace arasha::clients
