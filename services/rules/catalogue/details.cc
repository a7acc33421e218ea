#include "services/rules/catalogue/details.h"

#include <unicode/ucal.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "proto/conditions.h"
#include "proto/durations.h"
#include "services/rules/catalogue/examination.h"
#include "services/rules/catalogue/field_values.h"
#include "services/rules/catalogue/money_caps.h"
#include "services/rules/identity/identifiers.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

using google::protobuf::Value;

constexpr size_t kDefaultMaxLength = 1000;
constexpr size_t kDefaultMaxLongText = 10'000;
// Whole numbers that a JSON number keeps exactly.
constexpr double kMaxInteger = 9007199254740992.0;

// The longest name of a party or a case.
constexpr size_t kMaxName = 200;

// With nine digits of a second; more are taken by the parser, and would be kept.
constexpr size_t kMaxInstant = 35;

// RFC 3339 with its offset: an instant, wherever it is read. The form is looked at first, because the parser
// also takes blanks, years of five digits and words for infinity.
std::optional<absl::Time> ParseInstant(absl::string_view text) {
  if (text.size() < 20 || text.size() > kMaxInstant || !ParseDate(text.substr(0, 10))) return std::nullopt;
  if (absl::ascii_isspace(static_cast<unsigned char>(text.back()))) return std::nullopt;
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return std::nullopt;
  return time;
}

// Digits after the point that the currency has: 2 of USD, none of JPY. nullopt if ISO 4217 has or had none of
// this code.
std::optional<size_t> DecimalsOf(absl::string_view currency) {
  icu::UnicodeString code = icu::UnicodeString::fromUTF8(icu::StringPiece(currency.data(), 3));
  UErrorCode status = U_ZERO_ERROR;
  if (!ucurr_isAvailable(code.getTerminatedBuffer(), U_DATE_MIN, U_DATE_MAX, &status) || U_FAILURE(status)) {
    return std::nullopt;
  }
  const int32_t digits = ucurr_getDefaultFractionDigits(code.getTerminatedBuffer(), &status);
  if (U_FAILURE(status)) return std::nullopt;
  return static_cast<size_t>(digits);
}

// Judges an amount, which is of the form that IsMoney asks for, by its currency.
void CheckCurrency(absl::string_view text, const std::string& path, Violations& violations) {
  const absl::string_view currency = text.substr(text.size() - 3);
  const auto most = DecimalsOf(currency);
  if (!most) {
    violations.push_back({path, Problem::kUnknownCurrency});
    return;
  }
  const size_t point = text.find('.');
  const size_t decimals = point == absl::string_view::npos ? 0 : text.find(' ') - point - 1;
  if (decimals > *most)
    violations.push_back({path, Problem::kTooManyDecimals, {{"most", absl::StrCat(*most)}}});
}

// Judges a value by its field's kind.
void CheckValue(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields, const v1::FieldRule& field,
                const google::protobuf::Struct& details, const Value& value, const std::string& path,
                Violations& violations) {
  const bool is_string = value.kind_case() == Value::kStringValue;
  const std::string& text = value.string_value();
  const auto expect = [&](bool holds, Problem problem) {
    if (!holds) violations.push_back({path, problem});
  };
  switch (field.kind()) {
    case v1::FIELD_KIND_TEXT:
    case v1::FIELD_KIND_LONG_TEXT: {
      if (!is_string) return expect(false, Problem::kNotText);
      const size_t most = field.max_length() > 0                ? static_cast<size_t>(field.max_length())
                          : field.kind() == v1::FIELD_KIND_TEXT ? kDefaultMaxLength
                                                                : kDefaultMaxLongText;
      return CheckLength(path, text, 1, most, violations);
    }
    case v1::FIELD_KIND_CHOICE:
    case v1::FIELD_KIND_CHOICES:
      return CheckChoices(field, value, path, violations);
    case v1::FIELD_KIND_BOOL:
      return expect(value.kind_case() == Value::kBoolValue, Problem::kNotTrueOrFalse);
    case v1::FIELD_KIND_INTEGER: {
      const double number = value.number_value();
      return expect(value.kind_case() == Value::kNumberValue && std::abs(number) <= kMaxInteger &&
                        std::floor(number) == number,
                    Problem::kNotAWholeNumber);
    }
    case v1::FIELD_KIND_DATE:
      return expect(is_string && ParseDate(text), Problem::kNotADate);
    case v1::FIELD_KIND_TIME:
      return expect(is_string && ParseInstant(text), Problem::kNotATime);
    case v1::FIELD_KIND_MONEY:
      if (is_string && text.starts_with('-') && IsMoney(text.substr(1)))
        return expect(false, Problem::kNegative);
      if (!is_string || !IsMoney(text)) return expect(false, Problem::kNotAnAmount);
      CheckCurrency(text, path, violations);
      return CheckCaps(fields, field, details, text, path, violations);
    case v1::FIELD_KIND_COUNTRY:
      return expect(is_string && IsCountryCode(text), Problem::kNotACountry);
    case v1::FIELD_KIND_PARTY:
    case v1::FIELD_KIND_CASE:
      // Whether it is one is for who knows the case (services/cases/detail_references.h).
      if (!is_string) return expect(false, Problem::kNotText);
      return CheckLength(path, text, 1, kMaxName, violations);
    case v1::FIELD_KIND_DURATION:
      return expect(is_string && ParseDuration(text), Problem::kNotADuration);
    case v1::FIELD_KIND_IDENTIFIER: {
      if (!is_string) return expect(false, Problem::kNotText);
      const auto read = ParseIdentifier(field.identifier(), text);
      if (const auto* problem = std::get_if<Problem>(&read)) expect(false, *problem);
      return;
    }
    default:
      return expect(false, Problem::kUnknownKind);
  }
}

}  // namespace

bool IsMoney(absl::string_view text) {
  const size_t space = text.find(' ');
  if (space == absl::string_view::npos || text.size() - space != 4) return false;
  for (const char c : text.substr(space + 1)) {
    if (!absl::ascii_isupper(static_cast<unsigned char>(c))) return false;
  }
  const absl::string_view amount = text.substr(0, space);
  const size_t point = std::min(amount.find('.'), amount.size());
  const auto digits = [](absl::string_view part, size_t most) {
    return !part.empty() && part.size() <= most && std::all_of(part.begin(), part.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
  };
  return digits(amount.substr(0, point), 15) &&
         (point == amount.size() || digits(amount.substr(point + 1), 4));
}

Violations CheckDetails(const CaseType& type, const google::protobuf::Struct& details,
                        absl::string_view prefix) {
  return CheckDetails(type.proto().fields(), details, prefix);
}

Violations CheckDetails(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                        const google::protobuf::Struct& details, absl::string_view prefix) {
  Violations violations;
  for (const auto& field : fields) {
    const auto value = details.fields().find(field.id());
    const std::string path = absl::StrCat(prefix, ".", field.id());
    if (value == details.fields().end()) {
      if (field.required() && Hold(field.required_when(), details))
        violations.push_back({path, Problem::kRequired});
      continue;
    }
    CheckValue(fields, field, details, value->second, path, violations);
  }
  for (const auto& [key, value] : details.fields()) {
    if (Find(fields, key) != nullptr) continue;
    // The key itself is the caller's text; it is named so that a typing error can be found.
    violations.push_back({absl::StrCat(prefix, ".", key), Problem::kUnknownField});
  }
  std::sort(violations.begin(), violations.end(),
            [](const FieldViolation& a, const FieldViolation& b) { return a.field < b.field; });
  return violations;
}

std::optional<absl::Time> FieldTime(const v1::FieldRule& field, const Value& value, absl::TimeZone zone) {
  if (field.kind() == v1::FIELD_KIND_TIME) return ParseInstant(value.string_value());
  if (field.kind() != v1::FIELD_KIND_DATE) return std::nullopt;
  const auto date = ParseDate(value.string_value());
  if (!date) return std::nullopt;
  return absl::FromCivil(*date, zone);
}

}  // namespace arasha::rules
