#include "clients/commands/party_options.h"

#include <google/protobuf/descriptor.h>

#include <optional>
#include <vector>

#include "clients/commands/options.h"
#include "clients/names.h"
#include "clients/time_input.h"
#include "clients/value_input.h"

namespace arasha::clients {
namespace {

struct PartyOption {
  const char* name;
  const char* field;
  const char* description;
  bool country = false;
};

constexpr PartyOption kOptions[] = {
    {"iin", "iin", "Individual identification number, 12 digits"},
    {"bin", "bin", "Business identification number, 12 digits"},
    {"passport", "passport_number", "Number of the travel document"},
    {"birth-date", "birth_date", "Date of birth, 28.11.1990 or 1990-11-28"},
    {"nationality", "nationality",
     "Citizenship or state of registration: KZ, Kazakhstan, Қазақстан, Казахстан", true},
    {"phone", "phone",
     "Telephone with its country's code, +90 555 123 45 67, or as it is dialled in the host state or in "
     "Kazakhstan"},
    {"email", "email", "Electronic mail address"},
    {"note", "note", "Anything else that helps to reach or recognise the party"}};

// `1990-11-28` of a date in any notation that names its year.
std::optional<std::string> WrittenDate(const std::string& typed) {
  const ZoneSource none = [] { return absl::StatusOr<absl::TimeZone>(absl::UnavailableError("not needed")); };
  const absl::StatusOr<absl::CivilDay> day = ParseDay(typed, absl::InfiniteFuture(), none);
  return day.ok() ? std::optional<std::string>(absl::FormatCivilTime(*day)) : std::nullopt;
}

}  // namespace

void AddPartyOptions(CLI::App& command, const std::string& prefix, const std::string& group,
                     v1::Party& party) {
  const google::protobuf::Descriptor* type = v1::Party::descriptor();
  for (const PartyOption& option : kOptions) {
    const google::protobuf::FieldDescriptor* field = type->FindFieldByName(option.field);
    const Option added = AddOption(
                             command, prefix + option.name,
                             [&party, field](const std::string& typed) {
                               party.GetReflection()->SetString(&party, field, typed);
                             },
                             option.description)
                             .Group(group);
    if (option.country) added.Country();
  }
  AddRepeated(
      command, prefix + "related-staff",
      [&party](const std::vector<std::string>& typed) {
        for (const std::string& person : typed) party.add_related_staff(StaffName(person));
      },
      "Staff who are relatives or otherwise not impartial, a.omarova; once for each")
      .TypeName("PERSON")
      .Group(group);
  // Set through the party itself, which has no enum to refer to.
  const auto store = [&party](const std::string& typed) {
    party.set_kind(typed == "person" ? v1::PARTY_KIND_PERSON : v1::PARTY_KIND_ORGANISATION);
  };
  AddOption(command, prefix + "kind", store,
            "Person or organisation; by itself an organisation if a BIN is given")
      .Choice({"person", "organisation"})
      .Group(group);
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
