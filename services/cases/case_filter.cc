#include "services/cases/case_filter.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "arasha/v1/case.pb.h"
#include "services/calls/errors.h"
#include "storage/postgres/encoding.h"

namespace arasha::cases {
namespace {

using storage::CaseField;
using storage::Comparison;

constexpr size_t kMaxFilter = 1000;
constexpr size_t kMaxTerms = 10;

// Times outside of 1900 to 9999 are no case's, and PostgreSQL need not read how we would print them.
absl::Time Year(int year) { return absl::FromCivil(absl::CivilYear(year), absl::UTCTimeZone()); }

enum class Kind { kText, kPriority, kBool, kTime };

struct Field {
  absl::string_view name;
  CaseField field;
  Kind kind;
  bool orders;
};

constexpr std::array<Field, 10> kFields = {{
    {"type", CaseField::kType, Kind::kText, false},
    {"state", CaseField::kState, Kind::kText, false},
    {"assignee", CaseField::kAssignee, Kind::kText, false},
    {"host_state", CaseField::kHostState, Kind::kText, false},
    {"priority", CaseField::kPriority, Kind::kPriority, true},
    {"open", CaseField::kOpen, Kind::kBool, false},
    {"create_time", CaseField::kCreated, Kind::kTime, true},
    {"update_time", CaseField::kUpdated, Kind::kTime, true},
    {"activity_time", CaseField::kActivity, Kind::kTime, false},
    {"next_due_time", CaseField::kNextDue, Kind::kTime, true},
}};

const Field* FindField(absl::string_view name) {
  for (const Field& field : kFields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

// Reads a filter from left to right; every part says what it wanted when it does not find it.
class Reader {
 public:
  explicit Reader(absl::string_view text) : text_(text), rest_(text) {}

  absl::StatusOr<std::vector<storage::CaseTerm>> Read() {
    std::vector<storage::CaseTerm> terms;
    while (true) {
      auto term = ReadTerm();
      if (!term.ok()) return term.status();
      terms.push_back(*std::move(term));
      SkipSpace();
      if (rest_.empty()) return terms;
      if (Word() != "AND") return Expected("AND");
      if (terms.size() == kMaxTerms) {
        return server::InvalidFields(
            {{"filter", rules::Problem::kFilterTooLong, {{"most", absl::StrCat(kMaxTerms)}}}});
      }
    }
  }

 private:
  absl::StatusOr<storage::CaseTerm> ReadTerm() {
    const Field* field = FindField(Word());
    if (field == nullptr) {
      return Expected(
          "type, state, assignee, host_state, priority, open, create_time, update_time, activity_time, "
          "next_due_time");
    }
    const auto comparison = ReadComparison();
    const bool equality = comparison == Comparison::kEqual || comparison == Comparison::kNotEqual;
    if (!comparison || equality == (field->kind == Kind::kTime)) {
      return Expected(field->kind == Kind::kTime ? "<, <=, >, >=" : "=, !=");
    }
    auto value = ReadValue();
    if (!value) return Wrong(rules::Problem::kFilterValueExpected);
    return MakeTerm(*field, *comparison, *std::move(value));
  }

  absl::StatusOr<storage::CaseTerm> MakeTerm(const Field& field, Comparison comparison, std::string value) {
    switch (field.kind) {
      case Kind::kText:
        break;
      case Kind::kPriority: {
        v1::Priority priority = v1::PRIORITY_UNSPECIFIED;
        if (!v1::Priority_Parse(absl::StrCat("PRIORITY_", absl::AsciiStrToUpper(value)), &priority) ||
            priority == v1::PRIORITY_UNSPECIFIED) {
          return Expected("LOW, NORMAL, HIGH, URGENT");
        }
        value = absl::StrCat(static_cast<int>(priority));
        break;
      }
      case Kind::kBool:
        if (value != "true" && value != "false") return Expected("true, false");
        break;
      case Kind::kTime: {
        absl::Time time;
        std::string error;
        if (!absl::ParseTime(absl::RFC3339_full, value, &time, &error) || time < Year(1900) ||
            time >= Year(10000)) {
          return Expected("\"2026-12-01T00:00:00Z\"");
        }
        value = storage::TimeText(time);
        break;
      }
    }
    return storage::CaseTerm{field.field, comparison, std::move(value)};
  }

  absl::Status Wrong(rules::Problem problem, std::map<std::string, std::string> parameters = {}) const {
    parameters["at"] = absl::StrCat(text_.size() - rest_.size() + 1);
    return server::InvalidFields({{"filter", problem, std::move(parameters)}});
  }

  // One of these, as they are written.
  absl::Status Expected(absl::string_view what) const {
    return Wrong(rules::Problem::kFilterExpected, {{"expected", std::string(what)}});
  }

  void SkipSpace() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  absl::string_view Word() {
    SkipSpace();
    size_t length = 0;
    while (length < rest_.size() &&
           (absl::ascii_isalpha(static_cast<unsigned char>(rest_[length])) || rest_[length] == '_')) {
      ++length;
    }
    const absl::string_view word = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return word;
  }

  std::optional<Comparison> ReadComparison() {
    SkipSpace();
    // Two characters first: "<=" begins with "<".
    for (const auto& [sign, comparison] :
         {std::pair<absl::string_view, Comparison>{"!=", Comparison::kNotEqual},
          {"<=", Comparison::kLessOrEqual},
          {">=", Comparison::kGreaterOrEqual},
          {"=", Comparison::kEqual},
          {"<", Comparison::kLess},
          {">", Comparison::kGreater}}) {
      if (absl::ConsumePrefix(&rest_, sign)) return comparison;
    }
    return std::nullopt;
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

  const absl::string_view text_;
  absl::string_view rest_;
};

}  // namespace

absl::StatusOr<std::vector<storage::CaseTerm>> ParseFilter(absl::string_view filter) {
  if (filter.size() > kMaxFilter) {
    return server::InvalidFields(
        {{"filter", rules::Problem::kTooManyBytes, {{"most", absl::StrCat(kMaxFilter)}}}});
  }
  if (absl::StripAsciiWhitespace(filter).empty()) return std::vector<storage::CaseTerm>{};
  return Reader(filter).Read();
}

void NameAssignees(std::vector<storage::CaseTerm>& terms, absl::string_view caller) {
  for (storage::CaseTerm& term : terms) {
    if (term.field != CaseField::kAssignee || absl::StrContains(term.value, '/')) continue;
    if (term.value == "me") {
      term.value = std::string(caller);
    } else if (term.value == "nobody") {
      term.value.clear();
    } else if (!term.value.empty()) {
      term.value.insert(0, "staff/");
    }
  }
}

absl::Status CheckIds(const std::vector<storage::CaseTerm>& terms, const rules::Catalogue& catalogue) {
  std::set<std::string> types;
  std::set<std::string> states;
  for (const rules::CaseType* type : catalogue.AllNewest()) {
    types.insert(type->id());
    for (const v1::StateRule& state : type->proto().states()) states.insert(state.id());
  }
  for (const storage::CaseTerm& term : terms) {
    const bool of_type = term.field == CaseField::kType;
    const std::set<std::string>& known = of_type ? types : states;
    if ((!of_type && term.field != CaseField::kState) || term.comparison != Comparison::kEqual ||
        known.contains(term.value)) {
      continue;
    }
    return server::InvalidFields({{"filter",
                                   of_type ? rules::Problem::kUnknownType : rules::Problem::kUnknownState,
                                   {{"given", term.value}, {"values", absl::StrJoin(known, ", ")}}}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Order> ParseOrder(absl::string_view order_by) {
  absl::string_view name = absl::StripAsciiWhitespace(order_by);
  if (name.empty()) return Order{};
  const bool descending = absl::ConsumeSuffix(&name, " desc");
  const Field* field = FindField(name);
  if (field == nullptr || !field->orders) {
    return server::InvalidFields(
        {{"order_by",
          rules::Problem::kNotOneOf,
          {{"values", "create_time, update_time, next_due_time, priority, … desc"}}}});
  }
  return Order{.field = field->field, .descending = descending};
}

}  // namespace arasha::cases
