// What could go wrong: a mistyped number accepted (another ship, somebody else's account), a valid one
// refused, or one vehicle kept under two spellings.

#include "services/rules/identity/identifiers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

namespace arasha::rules {
namespace {

using ::testing::HasSubstr;

struct Good {
  v1::IdentifierKind kind;
  std::string written;
  std::string kept;
};

TEST(Identifier, IsKeptInOneForm) {
  const Good cases[] = {
      {v1::IDENTIFIER_KIND_IMO_NUMBER, "9074729", "9074729"},
      {v1::IDENTIFIER_KIND_IMO_NUMBER, "imo 9074729", "9074729"},
      {v1::IDENTIFIER_KIND_CONTAINER, "CSQU3054383", "CSQU3054383"},
      {v1::IDENTIFIER_KIND_CONTAINER, "msc u 663987-0", "MSCU6639870"},
      {v1::IDENTIFIER_KIND_NUMBER_PLATE, "123 ABC 02", "123ABC02"},
      {v1::IDENTIFIER_KIND_NUMBER_PLATE, "а123вс777", "A123BC777"},  // Cyrillic
      {v1::IDENTIFIER_KIND_NUMBER_PLATE, "MÜ-X 17", "MÜX17"},
      {v1::IDENTIFIER_KIND_NUMBER_PLATE, "京A·12345", "京A12345"},
      {v1::IDENTIFIER_KIND_VIN, "1m8gdm9axkp042788", "1M8GDM9AXKP042788"},
      {v1::IDENTIFIER_KIND_VIN, "WVWZZZ1JZ3W386752", "WVWZZZ1JZ3W386752"},  // Europe has no check digit
      {v1::IDENTIFIER_KIND_PASSPORT, "n 1234-5678", "N12345678"},
      {v1::IDENTIFIER_KIND_IIN, "900517 300009", "900517300009"},
      {v1::IDENTIFIER_KIND_BIN, "060140123455", "060140123455"},
      {v1::IDENTIFIER_KIND_IBAN, "KZ86 125K ZT50 0410 0100", "KZ86125KZT5004100100"},
      {v1::IDENTIFIER_KIND_IBAN, "gb82west12345698765432", "GB82WEST12345698765432"},
      {v1::IDENTIFIER_KIND_IBAN, "TR330006100519786457841326", "TR330006100519786457841326"},
  };
  for (const Good& good : cases) {
    const auto read = ParseIdentifier(good.kind, good.written);
    const auto* kept = std::get_if<std::string>(&read);
    ASSERT_NE(kept, nullptr) << good.written << ": " << Describe({"", std::get<Problem>(read)});
    EXPECT_EQ(*kept, good.kept);
    const auto again = ParseIdentifier(good.kind, *kept);
    EXPECT_EQ(std::get<std::string>(again), good.kept) << "what is kept is read as itself";
  }
}

struct Bad {
  v1::IdentifierKind kind;
  std::string written;
  std::string said;
};

TEST(Identifier, SaysWhatIsWrong) {
  const Bad cases[] = {
      {v1::IDENTIFIER_KIND_IMO_NUMBER, "9074728", "check digit"},
      {v1::IDENTIFIER_KIND_IMO_NUMBER, "907472", "seven digits"},
      {v1::IDENTIFIER_KIND_IMO_NUMBER, "IMO", "seven digits"},
      {v1::IDENTIFIER_KIND_IMO_NUMBER, "", "seven digits"},
      {v1::IDENTIFIER_KIND_CONTAINER, "CSQU3054384", "check digit"},
      {v1::IDENTIFIER_KIND_CONTAINER, "TGHU1234560", "check digit"},
      {v1::IDENTIFIER_KIND_CONTAINER, "CSQA3054383", "the last is U, J or Z"},
      {v1::IDENTIFIER_KIND_CONTAINER, "CSQU305438", "seven digits"},
      {v1::IDENTIFIER_KIND_NUMBER_PLATE, "1", "2 to 12"},
      {v1::IDENTIFIER_KIND_NUMBER_PLATE, "123 ABC 02, 124 ABC 02", "2 to 12"},
      {v1::IDENTIFIER_KIND_NUMBER_PLATE, "12#45", "2 to 12"},
      {v1::IDENTIFIER_KIND_VIN, "1M8GDM9A0KP042788", "check digit"},
      {v1::IDENTIFIER_KIND_VIN, "1M8GDM9AXKP04278O", "17"},
      {v1::IDENTIFIER_KIND_VIN, "1M8GDM9AXKP04278", "17"},
      {v1::IDENTIFIER_KIND_PASSPORT, "N123", "5 to 20"},
      {v1::IDENTIFIER_KIND_PASSPORT, "Н12345678", "Latin"},  // a Cyrillic letter
      {v1::IDENTIFIER_KIND_IIN, "900517300008", "check digit"},
      {v1::IDENTIFIER_KIND_BIN, "900517300009", "5th digit"},
      {v1::IDENTIFIER_KIND_IBAN, "KZ86125KZT5004100101", "check digit"},
      {v1::IDENTIFIER_KIND_IBAN, "XQ86125KZT5004100100", "IBAN"},
      {v1::IDENTIFIER_KIND_IBAN, "KZ86", "15 to 34"},
      {v1::IDENTIFIER_KIND_UNSPECIFIED, "9074729", "does not know"},
  };
  for (const Bad& bad : cases) {
    SCOPED_TRACE(bad.written);
    const auto read = ParseIdentifier(bad.kind, bad.written);
    const auto* problem = std::get_if<Problem>(&read);
    ASSERT_NE(problem, nullptr);
    EXPECT_THAT(Describe({"", *problem}), HasSubstr(bad.said));
  }
}

// Any one digit.
TEST(Identifier, AMistypedDigitIsNoticed) {
  for (const auto& [kind, number] :
       {std::pair{v1::IDENTIFIER_KIND_IMO_NUMBER, std::string("9074729")},
        std::pair{v1::IDENTIFIER_KIND_IBAN, std::string("KZ86125KZT5004100100")}}) {
    for (size_t i = 0; i < number.size(); ++i) {
      if (number[i] < '0' || number[i] > '9') continue;
      std::string mistyped = number;
      mistyped[i] = number[i] == '9' ? '0' : static_cast<char>(number[i] + 1);
      EXPECT_TRUE(std::holds_alternative<Problem>(ParseIdentifier(kind, mistyped))) << mistyped;
    }
  }
}

}  // namespace
}  // namespace arasha::rules
