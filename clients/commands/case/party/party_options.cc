#include "clients/commands/case/party/party_options.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "clients/input/countries.h"
#include "clients/input/time_input.h"
#include "clients/input/time_words.h"

namespace arasha::clients {
namespace {

constexpr FieldOption kOptions[] = {
    {"iin", "iin", "Individual identification number, 12 digits"},
    {"bin", "bin", "Business identification number, 12 digits"},
    {"passport", "passport_number", "Number of the travel document"},
    {"birth-date", "birth_date", "Date of birth, 28.11.1990 or 1990-11-28"},
    {"nationality", "nationality",
     "Citizenship or state of registration: KZ, Kazakhstan, Қазақстан, Казахстан", Typed::kCountry},
    {"phone", "phone",
     "Telephone with its country's code, +90 555 123 45 67, or as it is dialled in the host state or in "
     "Kazakhstan"},
    {"email", "email", "Electronic mail address"},
    {"note", "note", "Anything else that helps to reach or recognise the party"},
    {"related-staff", "related_staff",
     "Staff who are relatives or otherwise not impartial, a.omarova; once for each", Typed::kStaff},
    {"kind", "kind", "Person or organisation; if left out an organisation with a BIN, a person without"}};

// What companies call themselves, in lower case.
constexpr absl::string_view kCompanyForms[] = {"тоо", "ао",  "ооо", "жшс", "ақ",  "llp",
                                               "llc", "ltd", "jsc", "inc", "gmbh"};

// `1990-11-28` of a date in any notation that names its year.
std::optional<std::string> WrittenDate(const std::string& typed) {
  const ZoneSource none = [] { return absl::StatusOr<absl::TimeZone>(absl::UnavailableError("not needed")); };
  const absl::StatusOr<absl::CivilDay> day = ParseDay(typed, DayUse::kAny, absl::InfiniteFuture(), none);
  return day.ok() ? std::optional<std::string>(absl::FormatCivilTime(*day)) : std::nullopt;
}

}  // namespace

absl::Span<const FieldOption> PartyOptions() { return kOptions; }

bool LooksLikeCompany(const std::string& name) {
  const std::string normalised = Normalised(name);
  for (const absl::string_view quote : {"\"", "«", "“", "„"}) {
    if (absl::StrContains(normalised, quote)) return true;
  }
  return absl::c_any_of(absl::StrSplit(normalised, absl::ByAnyChar(" .")),
                        [](absl::string_view word) { return absl::c_linear_search(kCompanyForms, word); });
}

v1::Party WithKind(v1::Party party) {
  if (party.kind() == v1::PARTY_KIND_UNSPECIFIED && !party.bin().empty()) {
    party.set_kind(v1::PARTY_KIND_ORGANISATION);
  }
  if (const auto country = CountryCode(party.nationality())) party.set_nationality(*country);
  if (const auto born = WrittenDate(party.birth_date())) party.set_birth_date(*born);
  return party;
}

}  // namespace arasha::clients
