#include "services/rules/casework/parties.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/identity/identity_numbers.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

constexpr size_t kMaxName = 200;
constexpr size_t kMaxNote = 1000;
constexpr int kFirstBirthYear = 1900;  // of anybody who can still be helped
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

std::string PassportNumber(absl::string_view written) {
  std::string number = absl::StrReplaceAll(written, {{" ", ""}, {"-", ""}});
  return number.empty() ? std::string(written) : number;
}

Violations CheckParty(const v1::Party& party, absl::Time now, absl::string_view prefix) {
  Violations violations;
  const auto at = [&](absl::string_view field) { return absl::StrCat(prefix, ".", field); };
  const auto expect = [&](bool holds, absl::string_view field, Problem problem,
                          std::map<std::string, std::string> parameters = {}) {
    if (!holds) violations.push_back({at(field), problem, std::move(parameters)});
  };
  const bool organisation = party.kind() == v1::PARTY_KIND_ORGANISATION;
  const bool said = party.role() != v1::PARTY_ROLE_UNSPECIFIED || !party.case_role().empty();
  expect(v1::PartyRole_IsValid(party.role()) && said, "role", Problem::kNotOneOf,
         {{"values", "APPLICANT, SUBJECT, NEXT_OF_KIN, LAWYER, HOST_AUTHORITY, EMPLOYER, COUNTERPARTY"}});
  expect(v1::PartyKind_IsValid(party.kind()), "kind", Problem::kNotOneOf,
         {{"values", "PERSON, ORGANISATION"}});
  CheckName(at("display_name"), party.display_name(), kMaxName, violations);
  if (!party.iin().empty()) {
    const auto iin = ParseIin(party.iin());
    expect(!organisation, "iin", Problem::kIinOfOrganisation);
    if (const Problem* problem = std::get_if<Problem>(&iin)) expect(false, "iin", *problem);
    const Iin* read = std::get_if<Iin>(&iin);
    const auto birth_date = ParseDate(party.birth_date());
    expect(read == nullptr || !read->birth_date || !birth_date || *read->birth_date == *birth_date,
           "birth_date", Problem::kBirthDateDiffersFromIin);
  }
  if (!party.bin().empty()) {
    const auto bin = ParseBin(party.bin());
    expect(organisation, "bin", Problem::kBinOfPerson);
    if (const Problem* problem = std::get_if<Problem>(&bin)) expect(false, "bin", *problem);
  }
  if (!party.passport_number().empty()) {
    const std::string& number = party.passport_number();
    expect(number.size() >= 5 && number.size() <= 20 && All(number, absl::ascii_isalnum), "passport_number",
           Problem::kNotAPassportNumber, {{"least", "5"}, {"most", "20"}});
  }
  if (!party.birth_date().empty()) {
    expect(!organisation, "birth_date", Problem::kBirthDateOfOrganisation);
    const auto born = ParseDate(party.birth_date());
    expect(born.has_value(), "birth_date", Problem::kNotADate);
    expect(!born || born->year() >= kFirstBirthYear, "birth_date", Problem::kNotPast);
    expect(!born || HasBegun(*born, now), "birth_date", Problem::kNotYet);
  }
  expect(party.nationality().empty() || IsCountryCode(party.nationality()), "nationality",
         Problem::kNotACountry);
  expect(party.phone().empty() || IsPhone(party.phone()), "phone", Problem::kNotAPhone);
  expect(party.email().empty() || IsEmail(party.email()), "email", Problem::kNotAnEmail);
  expect(party.related_staff_size() <= kMaxRelatedStaff, "related_staff", Problem::kTooMany,
         {{"most", absl::StrCat(kMaxRelatedStaff)}});
  for (const std::string& name : party.related_staff()) {
    expect(IsStaffName(name), "related_staff", Problem::kMalformedName, {{"form", "staff/a.omarova"}});
  }
  CheckLength(at("note"), party.note(), 0, kMaxNote, violations);
  return violations;
}

bool HasSubject(const google::protobuf::RepeatedPtrField<v1::Party>& parties) {
  return std::any_of(parties.begin(), parties.end(), [](const v1::Party& party) {
    return party.role() == v1::PARTY_ROLE_SUBJECT && !party.has_remove_time();
  });
}

}  // namespace arasha::rules
