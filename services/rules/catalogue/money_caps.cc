#include "services/rules/catalogue/money_caps.h"

#include <cmath>
#include <optional>
#include <set>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "proto/conditions.h"
#include "proto/durations.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

// Amounts have at most four digits after the point, and are compared in the ten-thousandths that these are.
constexpr size_t kDecimals = 4;
constexpr uint64_t kUnit = 10'000;

// More of anything than a case can have. Three such numbers multiply an amount without overflow.
constexpr int64_t kMostCounted = 1'000'000;

absl::string_view CurrencyOf(absl::string_view text) { return text.substr(text.find(' ') + 1); }

absl::uint128 UnitsOf(absl::string_view text) {
  absl::uint128 units = 0;
  size_t decimals = 0;
  bool after_point = false;
  for (const char c : text.substr(0, text.find(' '))) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      after_point = true;
      continue;
    }
    units = units * 10 + static_cast<uint64_t>(c - '0');
    decimals += after_point ? 1 : 0;
  }
  for (; decimals < kDecimals; ++decimals) units *= 10;
  return units;
}

// `450.00 USD`: two digits after the point unless there are more.
std::string AmountText(absl::uint128 units, absl::string_view currency) {
  const uint64_t rest = absl::Uint128Low64(units % kUnit);
  const std::string decimals =
      rest % 100 == 0 ? absl::StrFormat("%02d", rest / 100) : absl::StrFormat("%04d", rest);
  std::string whole;
  for (absl::uint128 left = units / kUnit; left > 0 || whole.empty(); left /= 10) {
    whole.insert(whole.begin(), static_cast<char>('0' + absl::Uint128Low64(left % 10)));
  }
  return absl::StrCat(whole, ".", decimals, " ", currency);
}

// How many of what the cap is for each of there are; nullopt if its field does not say.
std::optional<int64_t> CountOf(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                               const std::string& id, const google::protobuf::Struct& details) {
  const v1::FieldRule* field = Find(fields, id);
  const auto said = details.fields().find(id);
  if (field == nullptr || said == details.fields().end()) return std::nullopt;
  if (field->kind() == v1::FIELD_KIND_DURATION) {
    const auto duration = ParseDuration(said->second.string_value());
    return duration ? std::optional(DaysBegun(*duration)) : std::nullopt;
  }
  if (said->second.kind_case() != google::protobuf::Value::kNumberValue) return std::nullopt;
  const double number = said->second.number_value();
  if (number < 0 || number > static_cast<double>(kMostCounted)) return std::nullopt;
  return static_cast<int64_t>(std::floor(number));
}

}  // namespace

void CheckCaps(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields, const v1::FieldRule& field,
               const google::protobuf::Struct& details, const std::string& text, const std::string& path,
               Violations& violations) {
  std::set<absl::string_view> currencies;
  for (const v1::MoneyCap& cap : field.caps()) {
    if (!Hold(cap.when(), details)) continue;
    const absl::string_view currency = CurrencyOf(cap.amount());
    currencies.insert(currency);
    if (currency != CurrencyOf(text)) continue;
    absl::uint128 most = UnitsOf(cap.amount());
    for (const std::string& counted : cap.for_each()) {
      const auto count = CountOf(fields, counted, details);
      if (!count) {
        violations.push_back({path, Problem::kCapNeedsCount, {{"cap", cap.amount()}, {"field", counted}}});
        return;
      }
      most *= static_cast<uint64_t>(*count);
    }
    if (UnitsOf(text) <= most) continue;
    violations.push_back({path,
                          Problem::kOverCap,
                          {{"most", AmountText(most, currency)},
                           {"field", field.id()},
                           {"source", cap.source()},
                           {"label", cap.label().en()},
                           {"label.kk", cap.label().kk()},
                           {"label.ru", cap.label().ru()}}});
    return;
  }
  if (currencies.empty() || currencies.contains(CurrencyOf(text))) return;
  violations.push_back(
      {path, Problem::kCapInOtherCurrency, {{"currencies", absl::StrJoin(currencies, ", ")}}});
}

}  // namespace arasha::rules
