#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "arasha/v1/party.pb.h"
#include "proto/durations.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

// More than this nobody chooses from: every refusal names them all, and every prompt lists them.
constexpr int kMaxChoices = 200;

// As many numbers as multiply a cap without overflow.
constexpr int kMaxCounted = 3;

// What an amount, a number or a duration is compared with must look like.
std::string FormOf(const v1::FieldRule& field) {
  switch (field.kind()) {
    case v1::FIELD_KIND_MONEY:
      return "an amount and a currency, as 1000.00 USD";
    case v1::FIELD_KIND_DURATION:
      return "a duration, as P30D";
    default:
      return "a whole number";
  }
}

bool IsOfForm(const v1::FieldRule& field, const std::string& text) {
  int64_t number = 0;
  switch (field.kind()) {
    case v1::FIELD_KIND_MONEY:
      return IsMoney(text);
    case v1::FIELD_KIND_DURATION:
      return ParseDuration(text).has_value();
    default:
      return absl::SimpleAtoi(text, &number);
  }
}

}  // namespace

void Examination::ByKind(const v1::FieldRule& field, const std::string& where) {
  const v1::FieldKind kind = field.kind();
  const bool chosen = kind == v1::FIELD_KIND_CHOICE || kind == v1::FIELD_KIND_CHOICES;
  Expect(chosen == (field.choices_size() > 0), where,
         "choices go with FIELD_KIND_CHOICE and FIELD_KIND_CHOICES, and only with them");
  Expect(field.choices_size() <= kMaxChoices, where,
         absl::StrCat(field.choices_size(), " choices are more than anybody chooses from: at most ",
                      kMaxChoices, ", or FIELD_KIND_TEXT"));
  Expect((kind == v1::FIELD_KIND_IDENTIFIER) == (field.identifier() != v1::IDENTIFIER_KIND_UNSPECIFIED),
         where, "identifier goes with FIELD_KIND_IDENTIFIER, and only with it");
  Expect(v1::IdentifierKind_IsValid(field.identifier()), where, "there is no such identifier");
  Expect(kind == v1::FIELD_KIND_PARTY || field.party_roles().empty(), where,
         "party_roles is only for FIELD_KIND_PARTY");
  for (const std::string& name : field.party_roles()) {
    v1::PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;
    Expect(
        v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", name), &role) && role != v1::PARTY_ROLE_UNSPECIFIED,
        absl::StrCat(where, " party_roles"), absl::StrCat("there is no role of a party ", name));
  }
  Expect(kind == v1::FIELD_KIND_MONEY || field.caps().empty(), where, "caps are only for FIELD_KIND_MONEY");
  for (int i = 0; i < field.caps_size(); ++i) {
    Cap(field, field.caps(i), absl::StrCat(where, " caps ", i + 1));
  }
}

void Examination::Cap(const v1::FieldRule& field, const v1::MoneyCap& cap, const std::string& where) {
  Label(cap.label(), absl::StrCat(where, " label"));
  Expect(!cap.source().empty(), where, "a source is needed");
  Expect(IsMoney(cap.amount()), where,
         absl::StrCat("amount must be an amount and a currency, as 150.00 USD, not ", cap.amount()));
  Conditions(cap.when(), absl::StrCat(where, " when"));
  for (const v1::Condition& condition : cap.when()) {
    Expect(condition.field() != field.id(), absl::StrCat(where, " when"),
           "a field says nothing of whether it is capped itself");
  }
  Expect(cap.for_each_size() <= kMaxCounted, where,
         absl::StrCat("for_each: at most ", kMaxCounted, " fields, as persons and days"));
  for (const std::string& id : cap.for_each()) {
    const v1::FieldRule* counted = Find(type_.fields(), id);
    Expect(counted != nullptr &&
               (counted->kind() == v1::FIELD_KIND_INTEGER || counted->kind() == v1::FIELD_KIND_DURATION),
           where, absl::StrCat("for_each: there is no INTEGER or DURATION field ", id));
  }
}

void Examination::Over(const v1::Condition& condition, const v1::FieldRule* field, const std::string& where) {
  const bool amount =
      field != nullptr && (field->kind() == v1::FIELD_KIND_INTEGER || field->kind() == v1::FIELD_KIND_MONEY ||
                           field->kind() == v1::FIELD_KIND_DURATION);
  Expect(amount, where, absl::StrCat("there is no INTEGER, MONEY or DURATION field ", condition.field()));
  if (!amount) return;
  Expect(IsOfForm(*field, condition.over()), where,
         absl::StrCat(field->id(), " over ", condition.over(), ": must be ", FormOf(*field)));
  Expect(condition.values().empty(), where, "values or over, not both");
}

}  // namespace arasha::rules
