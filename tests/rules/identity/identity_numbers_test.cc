// What could go wrong: a valid number refused (a citizen turned away), a mistyped one accepted (another
// person's file), the wrong century, or a number repeated in an error message and so in a log.

#include "services/rules/identity/identity_numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// What is wrong with a number, in English; empty if nothing.
template <typename Read>
std::string Said(const Read& read) {
  const Problem* problem = std::get_if<Problem>(&read);
  return problem == nullptr ? "" : Describe({"", *problem});
}

struct GoodIin {
  std::string number;
  std::optional<absl::CivilDay> born;
  std::optional<Sex> sex;
};

TEST(Iin, SaysBirthAndSex) {
  const GoodIin cases[] = {
      {"900517300009", absl::CivilDay(1990, 5, 17), Sex::kMale},
      {"900517400608", absl::CivilDay(1990, 5, 17), Sex::kFemale},  // check digit by the second weights
      {"850101100002", absl::CivilDay(1885, 1, 1), Sex::kMale},
      {"991231200803", absl::CivilDay(1899, 12, 31), Sex::kFemale},
      {"000229500008", absl::CivilDay(2000, 2, 29), Sex::kMale},
      {"040229600205", absl::CivilDay(2004, 2, 29), Sex::kFemale},
      {"010101000001", std::nullopt, std::nullopt},  // a foreigner's: century not said
      {"000229000006", std::nullopt, std::nullopt},  // 29 February of an unknown century
  };
  for (const GoodIin& good : cases) {
    SCOPED_TRACE(good.number);
    const auto iin = ParseIin(good.number);
    ASSERT_TRUE(std::holds_alternative<Iin>(iin)) << Said(iin);
    EXPECT_EQ(std::get<Iin>(iin).birth_date, good.born);
    EXPECT_EQ(std::get<Iin>(iin).sex, good.sex);
  }
}

struct BadNumber {
  std::string number;
  std::string said;
};

TEST(Iin, RefusesWithItsReason) {
  const BadNumber cases[] = {
      {"", "12 digits"},
      {"90051730000", "12 digits"},
      {"9005173000099", "12 digits"},
      {"90051730000a", "nothing else"},
      {" 0517300009 ", "nothing else"},
      {"-90517300009", "nothing else"},
      {"900517700009", "7th digit"},
      {"901317300009", "date of birth"},
      {"900017300009", "date of birth"},
      {"900532300009", "date of birth"},
      {"990229300009", "date of birth"},  // 1999 is no leap year
      {"000229300009", "date of birth"},  // nor is 1900
      {"900517300008", "check digit"},
      {"900517400618", "ever issued"},                                       // both weights give 10
      {"\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6", "nothing else"},  // 12 bytes of Arabic digits
  };
  for (const BadNumber& bad : cases) {
    SCOPED_TRACE(bad.number);
    const auto iin = ParseIin(bad.number);
    EXPECT_THAT(Said(iin), HasSubstr(bad.said));
  }
}

// The scheme itself is blind to the 11th digit (its weight is 11, which is 0 modulo 11) and, now and then, to
// a change that makes the second weights count. Nothing else passes.
TEST(Iin, OneMistypedDigitIsNoticedWhereTheSchemeCan) {
  const std::string number = "900517300009";
  std::vector<std::string> unnoticed;
  for (size_t i = 0; i < number.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string mistyped = number;
      mistyped[i] = digit;
      if (mistyped != number && std::holds_alternative<Iin>(ParseIin(mistyped)))
        unnoticed.push_back(mistyped);
    }
  }
  EXPECT_THAT(unnoticed,
              ElementsAre("900519300009", "900517300019", "900517300029", "900517300039", "900517300049",
                          "900517300059", "900517300069", "900517300079", "900517300089", "900517300099"));
}

struct GoodBin {
  std::string number;
  absl::CivilMonth registered;
  Bin::Kind kind;
  Bin::Part part;
};

TEST(Bin, SaysWhatIsRegistered) {
  const GoodBin cases[] = {
      {"060140123455", absl::CivilMonth(2006, 1), Bin::Kind::kResident, Bin::Part::kHeadOffice},
      {"060140124807", absl::CivilMonth(2006, 1), Bin::Kind::kResident, Bin::Part::kHeadOffice},
      {"991241123450", absl::CivilMonth(1999, 12), Bin::Kind::kResident, Bin::Part::kBranch},
      {"200452123452", absl::CivilMonth(2020, 4), Bin::Kind::kNonResident, Bin::Part::kRepresentation},
      {"070663123450", absl::CivilMonth(2007, 6), Bin::Kind::kJointEntrepreneur, Bin::Part::kOther},
  };
  for (const GoodBin& good : cases) {
    SCOPED_TRACE(good.number);
    const auto bin = ParseBin(good.number);
    ASSERT_TRUE(std::holds_alternative<Bin>(bin)) << Said(bin);
    EXPECT_EQ(std::get<Bin>(bin).registered, good.registered);
    EXPECT_EQ(std::get<Bin>(bin).kind, good.kind);
    EXPECT_EQ(std::get<Bin>(bin).part, good.part);
  }
}

TEST(Bin, RefusesWithItsReason) {
  const BadNumber cases[] = {
      {"0601401234", "12 digits"},
      {"06014012345x", "nothing else"},
      {"061340123455", "month of registration"},
      {"060040123455", "month of registration"},
      {"060130123455", "5th digit"},
      {"060170123455", "5th digit"},
      {"060144123455", "6th digit"},
      {"060140123454", "check digit"},
      {"070663123500", "ever issued"},
      {"900517300009", "5th digit"},  // an IIN
  };
  for (const BadNumber& bad : cases) {
    SCOPED_TRACE(bad.number);
    const auto bin = ParseBin(bad.number);
    EXPECT_THAT(Said(bin), HasSubstr(bad.said));
  }
}

}  // namespace
}  // namespace arasha::rules
