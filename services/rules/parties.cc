#include "services/rules/parties.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/rules/identity_numbers.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

constexpr size_t kMaxName = 200;
constexpr size_t kMaxNote = 1000;
constexpr int kMaxRelatedStaff = 20;
constexpr size_t kMaxEmail = 254;  // RFC 5321 section 4.5.3.1.3, path without brackets

bool All(absl::string_view text, bool (*is)(unsigned char)) {
  return std::all_of(text.begin(), text.end(), [is](char c) { return is(static_cast<unsigned char>(c)); });
}

// E.164: plus, country code, at most 15 digits.
bool IsPhone(absl::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         All(text.substr(1), absl::ascii_isdigit);
}

// Whether mail could go there; whether it does, only mail tells.
bool IsEmail(absl::string_view text) {
  const size_t at = text.find('@');
  if (at == absl::string_view::npos || at == 0 || text.size() > kMaxEmail) return false;
  const absl::string_view domain = text.substr(at + 1);
  const size_t dot = domain.find('.');
  return dot != absl::string_view::npos && dot > 0 && domain.back() != '.' &&
         domain.find('@') == absl::string_view::npos && text.find(' ') == absl::string_view::npos;
}

}  // namespace

Violations CheckParty(const v1::Party& party, absl::string_view prefix) {
  Violations violations;
  const auto expect = [&](bool holds, absl::string_view field, std::string expected) {
    if (!holds) violations.push_back({absl::StrCat(prefix, ".", field), std::move(expected)});
  };
  const bool organisation = party.kind() == v1::PARTY_KIND_ORGANISATION;
  expect(v1::PartyRole_IsValid(party.role()) && party.role() != v1::PARTY_ROLE_UNSPECIFIED, "role",
         "is required: APPLICANT, SUBJECT, NEXT_OF_KIN, LAWYER, HOST_AUTHORITY, EMPLOYER or COUNTERPARTY");
  expect(v1::PartyKind_IsValid(party.kind()), "kind", "must be PERSON or ORGANISATION");
  const size_t name_length = CountCharacters(absl::StripAsciiWhitespace(party.display_name()));
  expect(name_length > 0 && name_length <= kMaxName, "display_name",
         absl::StrCat("is required, at most ", kMaxName, " characters"));
  if (!party.iin().empty()) {
    const auto iin = ParseIin(party.iin());
    expect(!organisation, "iin", "an organisation has a BIN, not an IIN");
    expect(iin.ok(), "iin", std::string(iin.status().message()));
    const auto birth_date = ParseDate(party.birth_date());
    expect(!iin.ok() || !iin->birth_date || !birth_date || *iin->birth_date == *birth_date, "birth_date",
           "does not agree with the date of birth in the IIN");
  }
  if (!party.bin().empty()) {
    const auto bin = ParseBin(party.bin());
    expect(organisation, "bin", "only an organisation has a BIN; set kind to ORGANISATION");
    expect(bin.ok(), "bin", std::string(bin.status().message()));
  }
  if (!party.passport_number().empty()) {
    const std::string& number = party.passport_number();
    expect(number.size() >= 5 && number.size() <= 20 && All(number, absl::ascii_isalnum), "passport_number",
           "must be 5 to 20 Latin letters and digits");
  }
  if (!party.birth_date().empty()) {
    expect(!organisation, "birth_date", "an organisation has none");
    expect(ParseDate(party.birth_date()).has_value(), "birth_date", "must be a date, as 1990-05-17");
  }
  expect(party.nationality().empty() || IsCountryCode(party.nationality()), "nationality",
         "must be an ISO 3166-1 alpha-2 country code, as KZ");
  expect(party.phone().empty() || IsPhone(party.phone()), "phone", "must be in E.164 form, as +905551234567");
  expect(party.email().empty() || IsEmail(party.email()), "email", "must be an address, as name@example.org");
  expect(party.related_staff_size() <= kMaxRelatedStaff, "related_staff",
         absl::StrCat("must be at most ", kMaxRelatedStaff));
  for (const std::string& name : party.related_staff()) {
    expect(IsStaffName(name), "related_staff", "must be names of staff, as staff/a.omarova");
  }
  expect(CountCharacters(party.note()) <= kMaxNote, "note",
         absl::StrCat("must have at most ", kMaxNote, " characters"));
  return violations;
}

}  // namespace arasha::rules
