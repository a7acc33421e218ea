#include "clients/input/typed_filter.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/input/countries.h"
#include "clients/text/times.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kAnd = " AND ";

// The comparisons, parted at each AND that stands in no quotes.
std::vector<absl::string_view> Comparisons(absl::string_view filter) {
  std::vector<absl::string_view> comparisons;
  bool quoted = false;
  size_t begin = 0;
  for (size_t i = 0; i < filter.size(); ++i) {
    if (quoted && filter[i] == '\\') {
      ++i;
    } else if (filter[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && absl::StartsWith(filter.substr(i), kAnd)) {
      comparisons.push_back(filter.substr(begin, i - begin));
      begin = i + kAnd.size();
      i = begin - 1;
    }
  }
  comparisons.push_back(filter.substr(begin));
  return comparisons;
}

TimeUse UseOf(const ListField& field, absl::string_view operation) {
  if (operation == "<=") return field.lies_ahead ? TimeUse::kExpiry : TimeUse::kUntil;
  if (field.lies_ahead) return TimeUse::kComing;
  return operation.front() == '>' ? TimeUse::kSince : TimeUse::kBefore;
}

absl::StatusOr<std::string> Rewritten(
    absl::Span<const ListField> fields, absl::string_view comparison,
    const std::function<absl::StatusOr<absl::Time>(const std::string& typed, TimeUse use)>& read,
    const WordReader& word) {
  const size_t sign = comparison.find_first_of("<>=!");
  if (sign == absl::string_view::npos) {
    // What holds or does not may stand by itself, as AIP-160 has it.
    absl::string_view name = absl::StripAsciiWhitespace(comparison);
    const bool holds = !absl::ConsumePrefix(&name, "NOT ") && !absl::ConsumePrefix(&name, "-");
    const ListField* alone = FindField(fields, absl::StripAsciiWhitespace(name));
    if (alone == nullptr || alone->kind != ListFieldKind::kBool) return std::string(comparison);
    return absl::StrCat(alone->name, " = ", holds ? "true" : "false");
  }
  const ListField* field = FindField(fields, absl::StripAsciiWhitespace(comparison.substr(0, sign)));
  if (field == nullptr) return std::string(comparison);
  const size_t end = comparison.find_first_not_of("<>=!", sign);
  if (end == absl::string_view::npos) return std::string(comparison);
  const absl::string_view operation = comparison.substr(sign, end - sign);
  absl::string_view value = absl::StripAsciiWhitespace(comparison.substr(end));
  if (absl::ConsumePrefix(&value, "\"")) absl::ConsumeSuffix(&value, "\"");
  if (value.empty()) return std::string(comparison);
  if (field->kind == ListFieldKind::kCountry) {
    return absl::StrCat(field->name, " ", operation, " \"", CountryCode(value).value_or(std::string(value)),
                        "\"");
  }
  if (field->kind == ListFieldKind::kText || field->kind == ListFieldKind::kEnum) {
    const absl::StatusOr<std::string> meant = word(field->name, std::string(value));
    if (!meant.ok()) return meant.status();
    if (*meant == value) return std::string(comparison);
    return absl::StrCat(field->name, " ", operation, " \"", *meant, "\"");
  }
  if (field->kind != ListFieldKind::kTime) return std::string(comparison);
  const absl::StatusOr<absl::Time> time = read(std::string(value), UseOf(*field, operation));
  if (!time.ok()) return time.status();
  return absl::StrCat(field->name, " ", operation, " \"", UtcText(*time), "\"");
}

}  // namespace

absl::StatusOr<std::string> TypedFilter(
    absl::Span<const ListField> fields, absl::string_view filter,
    const std::function<absl::StatusOr<absl::Time>(const std::string& typed, TimeUse use)>& read,
    const WordReader& word) {
  std::vector<std::string> rewritten;
  for (const absl::string_view comparison : Comparisons(filter)) {
    absl::StatusOr<std::string> one = Rewritten(fields, comparison, read, word);
    if (!one.ok()) return one;
    rewritten.push_back(*std::move(one));
  }
  return absl::StrJoin(rewritten, kAnd);
}

}  // namespace arasha::clients
