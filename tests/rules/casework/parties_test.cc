// What could go wrong: a person with another's number, an organisation taken for a person, an address to
// which no call or letter can go, or a value repeated in the error.

#include "services/rules/casework/parties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPerson[] = R"(role: PARTY_ROLE_SUBJECT display_name: "Жұмабаев Асан" )";
constexpr char kCompany[] =
    R"(role: PARTY_ROLE_APPLICANT kind: PARTY_KIND_ORGANISATION display_name: "Дала ЖШС" )";

absl::Time Now() { return At("2026-11-24T10:00:00Z"); }

struct PartyRow {
  std::string start;
  std::string rest;
  std::vector<std::string> faults;
};

std::string Repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(PassportNumber, IsKeptAsItIsCompared) {
  for (const auto& [written, kept] : {std::pair{"N12345678", "N12345678"},
                                      {"N 12345678", "N12345678"},
                                      {" N-123 456 78 ", "N12345678"},
                                      {"N/1234567", "N/1234567"},
                                      {" - ", " - "},  // is refused, and does not clear the field
                                      {"", ""}}) {
    EXPECT_EQ(PassportNumber(written), kept);
  }
}

TEST(CheckParty, EachField) {
  const PartyRow cases[] = {
      {kPerson, "", {}},
      {kPerson, "kind: PARTY_KIND_PERSON", {}},
      {kPerson, "kind: 9", {"kind"}},
      {"", R"(display_name: "A")", {"role"}},
      {"", R"(role: 99 display_name: "A")", {"role"}},
      {"", "role: PARTY_ROLE_LAWYER", {"display_name"}},
      {"", R"(role: PARTY_ROLE_LAWYER display_name: "  ")", {"display_name"}},
      {"", absl::StrCat(R"(role: PARTY_ROLE_LAWYER display_name: ")", std::string(200, 'n'), "\""), {}},
      {"", R"(role: PARTY_ROLE_LAWYER display_name: "...")", {"display_name"}},
      {"", R"(role: PARTY_ROLE_LAWYER display_name: "😀 № -")", {"display_name"}},
      {"", R"(role: PARTY_ROLE_LAWYER display_name: "7")", {}},
      {"", R"(role: PARTY_ROLE_LAWYER display_name: "Ә.")", {}},
      {"", R"(role: PARTY_ROLE_LAWYER display_name: "王")", {}},
      {"", R"(role: PARTY_ROLE_LAWYER display_name: "محمد")", {}},
      {"",
       absl::StrCat(R"(role: PARTY_ROLE_LAWYER display_name: ")", std::string(201, 'n'), "\""),
       {"display_name"}},
      {kPerson, R"(iin: "900517300009")", {}},
      {kPerson, R"(iin: "900517300009" birth_date: "1990-05-17")", {}},
      {kPerson, R"(iin: "900517300009" birth_date: "1990-05-18")", {"birth_date"}},
      {kPerson, R"(iin: "010101000001" birth_date: "1990-05-18")", {}},  // a century not said cannot disagree
      {kPerson, R"(iin: "900517300008")", {"iin"}},
      {kPerson, R"(bin: "060140123455")", {"bin"}},
      {kCompany, R"(bin: "060140123455")", {}},
      {kCompany, R"(bin: "060140123454")", {"bin"}},
      {kCompany, R"(iin: "900517300009")", {"iin"}},
      {kCompany, R"(birth_date: "1990-05-17")", {"birth_date"}},
      {kPerson, R"(birth_date: "1990-02-30")", {"birth_date"}},
      {kPerson, R"(birth_date: "2026-11-24")", {}},
      {kPerson, R"(birth_date: "2026-11-25")", {}},  // it has begun in Kiribati
      {kPerson, R"(birth_date: "2026-11-26")", {"birth_date"}},
      {kPerson, R"(birth_date: "2030-01-01")", {"birth_date"}},
      {kPerson, R"(birth_date: "1900-01-01")", {}},
      {kPerson, R"(birth_date: "1899-12-31")", {"birth_date"}},
      {kPerson, R"(passport_number: "N12345678")", {}},
      {kPerson, R"(passport_number: "1234")", {"passport_number"}},
      {kPerson, R"(passport_number: "N 1234567")", {"passport_number"}},
      {kPerson, R"(passport_number: "АВ12345")", {"passport_number"}},  // Cyrillic letters
      {kPerson, R"(passport_number: "123456789012345678901")", {"passport_number"}},
      {kPerson, R"(nationality: "KZ")", {}},
      {kPerson, R"(nationality: "KAZ")", {"nationality"}},
      {kPerson, R"(phone: "+905551234567")", {}},
      {kPerson, R"(phone: "+7701234")", {}},
      {kPerson, R"(phone: "+770123")", {"phone"}},
      {kPerson, R"(phone: "+1234567890123456")", {"phone"}},
      {kPerson, R"(phone: "87011234567")", {"phone"}},
      {kPerson, R"(phone: "+05551234567")", {"phone"}},
      {kPerson, R"(phone: "+7 701 1234567")", {"phone"}},
      {kPerson, R"(email: "a.omarova@example.org")", {}},
      {kPerson, R"(email: "a@b")", {"email"}},
      {kPerson, R"(email: "@example.org")", {"email"}},
      {kPerson, R"(email: "a@")", {"email"}},
      {kPerson, R"(email: "a@b@example.org")", {"email"}},
      {kPerson, R"(email: "a b@example.org")", {"email"}},
      {kPerson, R"(email: "a@example.org.")", {"email"}},
      {kPerson, R"(email: "a@.org")", {"email"}},
      {kPerson, absl::StrCat(R"(email: ")", std::string(250, 'm'), R"(@b.kz")"), {"email"}},
      {kPerson, R"(related_staff: "staff/a.omarova" related_staff: "staff/d.kim")", {}},
      {kPerson, R"(related_staff: "a.omarova")", {"related_staff"}},
      {kPerson, R"(related_staff: "partners/iom/registry")", {"related_staff"}},
      {kPerson, Repeated(R"(related_staff: "staff/a" )", 20), {}},
      {kPerson, Repeated(R"(related_staff: "staff/a" )", 21), {"related_staff"}},
      {kPerson, absl::StrCat(R"(note: ")", std::string(1000, 'n'), "\""), {}},
      {kPerson, absl::StrCat(R"(note: ")", std::string(1001, 'n'), "\""), {"note"}},
  };
  for (const PartyRow& row : cases) {
    SCOPED_TRACE((row.start + row.rest).substr(0, 160));
    std::vector<std::string> paths;
    for (const std::string& fault : row.faults) paths.push_back("party." + fault);
    EXPECT_THAT(Fields(CheckParty(Parse<v1::Party>(row.start + row.rest), Now(), "party")),
                ElementsAreArray(paths));
  }
}

TEST(CheckParty, ABirthAheadIsToldFromOneTooLongAgo) {
  for (const auto& [born, fault] :
       {std::pair{"2030-01-01", "party.birth_date: must not lie in the future"},
        std::pair{"1899-12-31", "party.birth_date: must lie between 1900 and now"}}) {
    const auto party = Parse<v1::Party>(absl::StrCat(kPerson, "birth_date: \"", born, "\""));
    EXPECT_THAT(Lines(CheckParty(party, Now(), "party")), ElementsAre(fault));
  }
}

TEST(CheckParty, RepeatsNoValue) {
  const auto party = Parse<v1::Party>(R"(
    role: PARTY_ROLE_SUBJECT display_name: "X" iin: "900517300008" passport_number: "secret!" phone: "secret"
    email: "secret" nationality: "secret" birth_date: "secret")");
  for (const std::string& line : Lines(CheckParty(party, Now(), "party"))) {
    EXPECT_THAT(line, Not(HasSubstr("secret")));
    EXPECT_THAT(line, Not(HasSubstr("900517300008")));
  }
}

}  // namespace
}  // namespace arasha::rules
