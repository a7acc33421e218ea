#include "services/rules/filter.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

constexpr size_t kMaxFilter = 1000;
constexpr size_t kMaxTerms = 10;

// Times outside of 1900 to 9999 are nothing's, and PostgreSQL need not read how we would print them.
absl::Time Year(int year) { return absl::FromCivil(absl::CivilYear(year), absl::UTCTimeZone()); }

// The values of an enum by their names without the prefix, but for the first, which says that there is none.
std::vector<std::pair<std::string, int>> ValuesOf(const google::protobuf::EnumDescriptor& type) {
  const absl::string_view zero = type.value(0)->name();
  const size_t prefix = zero.rfind("UNSPECIFIED");
  std::vector<std::pair<std::string, int>> values;
  for (int i = 1; i < type.value_count(); ++i) {
    values.emplace_back(type.value(i)->name().substr(prefix), type.value(i)->number());
  }
  return values;
}

// Reads a filter from left to right; every part says what it wanted when it does not find it.
class Reader {
 public:
  Reader(absl::Span<const ListField> fields, absl::string_view text)
      : fields_(fields), text_(text), rest_(text) {}

  Filter Read() {
    while (true) {
      auto term = ReadTerm();
      if (!term) break;
      terms_.push_back(*std::move(term));
      SkipSpace();
      if (rest_.empty()) return {.terms = std::move(terms_)};
      if (Word() != "AND") {
        Expected("AND");
        break;
      }
      if (terms_.size() == kMaxTerms) {
        violations_.push_back({"filter", Problem::kFilterTooLong, {{"most", absl::StrCat(kMaxTerms)}}});
        break;
      }
    }
    return {.terms = {}, .violations = std::move(violations_)};
  }

 private:
  std::optional<FilterTerm> ReadTerm() {
    const ListField* field = FindField(fields_, Word());
    if (field == nullptr) return Expected(absl::StrJoin(NamesOf(fields_), ", "));
    const auto comparison = ReadComparison();
    if (!comparison || !Takes(field->kind, *comparison)) {
      return Expected(absl::StrJoin(SignsOf(field->kind), ", "));
    }
    auto value = ReadValue();
    if (!value) return Wrong(Problem::kFilterValueExpected);
    return MakeTerm(*field, *comparison, *std::move(value));
  }

  std::optional<FilterTerm> MakeTerm(const ListField& field, Comparison comparison, std::string value) {
    FilterTerm term{.field = static_cast<size_t>(&field - fields_.data()),
                    .comparison = comparison,
                    .value = std::move(value)};
    switch (field.kind) {
      case ListFieldKind::kText:
      case ListFieldKind::kPerson:
        break;
      case ListFieldKind::kEnum: {
        std::vector<std::string> names;
        for (const auto& [name, number] : ValuesOf(*field.values())) {
          if (absl::EqualsIgnoreCase(name, term.value)) {
            term.value = absl::StrCat(number);
            return term;
          }
          names.push_back(name);
        }
        return Expected(absl::StrJoin(names, ", "));
      }
      case ListFieldKind::kCountry:
        if (!IsCountryCode(term.value)) return Expected("KZ, TR, PL, …");
        break;
      case ListFieldKind::kBool:
        if (term.value != "true" && term.value != "false") return Expected("true, false");
        break;
      case ListFieldKind::kNumber: {
        int number = 0;
        if (!absl::SimpleAtoi(term.value, &number) || number < 0) return Expected("0, 1, 90, …");
        break;
      }
      case ListFieldKind::kTime: {
        std::string error;
        if (!absl::ParseTime(absl::RFC3339_full, term.value, &term.time, &error) || term.time < Year(1900) ||
            term.time >= Year(10000)) {
          return Expected("\"2026-12-01T00:00:00Z\"");
        }
        break;
      }
    }
    return term;
  }

  std::nullopt_t Wrong(Problem problem, std::map<std::string, std::string> parameters = {}) {
    parameters["at"] = absl::StrCat(text_.size() - rest_.size() + 1);
    violations_.push_back({"filter", problem, std::move(parameters)});
    return std::nullopt;
  }

  // One of these, as they are written.
  std::nullopt_t Expected(absl::string_view what) {
    return Wrong(Problem::kFilterExpected, {{"expected", std::string(what)}});
  }

  void SkipSpace() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  absl::string_view Word() {
    SkipSpace();
    size_t length = 0;
    while (length < rest_.size() && (absl::ascii_isalnum(static_cast<unsigned char>(rest_[length])) ||
                                     rest_[length] == '_' || rest_[length] == '.')) {
      ++length;
    }
    const absl::string_view word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return word;
  }

  std::optional<Comparison> ReadComparison() {
    SkipSpace();
    // The longest: "<=" begins with "<".
    const ComparisonSign* read = nullptr;
    for (const ComparisonSign& sign : kComparisonSigns) {
      const bool longer = read == nullptr || sign.text.size() > read->text.size();
      if (longer && absl::StartsWith(rest_, sign.text)) read = &sign;
    }
    if (read == nullptr) return std::nullopt;
    rest_.remove_prefix(read->text.size());
    return read->comparison;
  }

  std::optional<std::string> ReadValue() {
    SkipSpace();
    std::string value;
    if (!absl::ConsumePrefix(&rest_, "\"")) {
      while (!rest_.empty() && rest_[0] != ' ' && rest_[0] != '"' && rest_[0] != '(' && rest_[0] != ')') {
        value += rest_[0];
        rest_.remove_prefix(1);
      }
      if (value.empty()) return std::nullopt;
      return value;
    }
    while (!rest_.empty() && rest_[0] != '"') {
      if (rest_[0] == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      value += rest_[0];
      rest_.remove_prefix(1);
    }
    if (!absl::ConsumePrefix(&rest_, "\"")) return std::nullopt;
    return value;
  }

  const absl::Span<const ListField> fields_;
  const absl::string_view text_;
  absl::string_view rest_;
  std::vector<FilterTerm> terms_;
  Violations violations_;
};

}  // namespace

Filter ReadFilter(absl::Span<const ListField> fields, absl::string_view filter) {
  if (filter.size() > kMaxFilter) {
    return {.terms = {},
            .violations = {{"filter", Problem::kTooManyBytes, {{"most", absl::StrCat(kMaxFilter)}}}}};
  }
  if (absl::StripAsciiWhitespace(filter).empty()) return {};
  return Reader(fields, filter).Read();
}

std::optional<ListOrder> ReadOrder(absl::Span<const ListField> fields, absl::string_view order_by) {
  absl::string_view name = absl::StripAsciiWhitespace(order_by);
  const bool descending = absl::ConsumeSuffix(&name, " desc");
  const ListField* field = FindField(fields, name);
  if (field == nullptr || !field->orders) return std::nullopt;
  return ListOrder{.field = static_cast<size_t>(field - fields.data()), .descending = descending};
}

}  // namespace arasha::rules
