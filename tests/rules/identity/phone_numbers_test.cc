// What could go wrong: the family cannot be called, because a number was kept as it is dialled in one
// country; a number of one country is taken for another's; a case is not found by the number as it stands in
// a letter.

#include "services/rules/identity/phone_numbers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace arasha::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct PhoneRow {
  const char* written;
  const char* host_state;
  const char* number;  // empty: none
};

TEST(PhoneNumber, OfEachNotation) {
  const PhoneRow rows[] = {
      {"+7 (701) 123-45-67", "TR", "+77011234567"},
      {"+90 555 123 45 67", "TR", "+905551234567"},
      // The 0 is dialled within the country alone.
      {"+90 (0) 532 111 22 36", "TR", "+905321112236"},
      {"0090 0532 111 22 36", "TR", "+905321112236"},
      {"+44 (0)20 7946 0958", "TR", "+442079460958"},
      {"00 90 555.123.45.67", "PL", "+905551234567"},
      {"+77011234567", "TR", "+77011234567"},
      {"+7\u00a0701\u00a01234567", "TR", "+77011234567"},
      {"+7 701 123\u201145\u201367", "TR", "+77011234567"},
      {"+٧٧٠١١٢٣٤٥٦٧", "AE", "+77011234567"},
      // As it is dialled in the host state.
      {"0555 123 45 67", "TR", "+905551234567"},
      {"0 (555) 123-45-67", "TR", "+905551234567"},
      {"555 123 45 67", "TR", "+905551234567"},
      {"905551234567", "TR", "+905551234567"},
      {"0212 555 12 34", "TR", "+902125551234"},
      {"22 123 45 67", "PL", "+48221234567"},
      {"050 123 4567", "AE", "+971501234567"},
      {"(202) 456-1111", "US", "+12024561111"},
      // At home, wherever the mission is.
      {"8 701 123 45 67", "TR", "+77011234567"},
      {"+8 701 123 45 67", "TR", "+77011234567"},
      {"+8 (495) 123-45-67", "TR", "+84951234567"},  // one of Viet Nam
      {"+81 3 1234 5678", "TR", "+81312345678"},
      {"8 (7172) 72-00-00", "TR", "+77172720000"},
      {"87011234567", "PL", "+77011234567"},
      {"8 701 123 45 67", "RU", "+77011234567"},
      {"8 (495) 123-45-67", "RU", "+74951234567"},
      {"8 495 123 45 67", "TR", "+74951234567"},  // Russia shares the code and the 8
      {"701 123 45 67", "TR", "+77011234567"},
      // None, or nobody can tell.
      {"0555 123 45 67", "PL", ""},
      {"87011234567", "DE", ""},  // with Germany's code it is a number there
      {"1234567", "TR", ""},
      {"+7 701 ext 5 12345", "TR", ""},
      {"7O11234567", "TR", ""},
      {"+", "TR", ""},
      {"", "TR", ""},
      {"12", "TR", ""},
      {"+7 701 + 1234567", "TR", ""},
  };
  for (const PhoneRow& row : rows) {
    EXPECT_EQ(PhoneNumber(row.written, row.host_state).value_or(""), row.number)
        << row.written << " in " << row.host_state;
  }
}

TEST(PossiblePhoneNumbers, AreAllThatMayBeMeant) {
  EXPECT_THAT(PossiblePhoneNumbers("+90 555 123 45 67", {"PL"}), ElementsAre("+905551234567"));
  EXPECT_THAT(PossiblePhoneNumbers("905551234567", {"PL"}), Contains("+905551234567"));
  EXPECT_THAT(PossiblePhoneNumbers("0555 123 45 67", {"TR", "PL"}), Contains("+905551234567"));
  EXPECT_THAT(PossiblePhoneNumbers("87011234567", {"TR"}), Contains("+77011234567"));
  EXPECT_THAT(PossiblePhoneNumbers("Silivri", {"TR"}), IsEmpty());
  EXPECT_THAT(PossiblePhoneNumbers("19-03", {"TR"}), IsEmpty());
}

}  // namespace
}  // namespace arasha::rules
