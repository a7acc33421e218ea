// What people type is stored in legal records: a number read ten or a thousand times too large.

#include "clients/input/value_input.h"

#include <gtest/gtest.h>

#include "clients/text/nearest.h"

namespace arasha::clients {
namespace {

struct Typed {
  const char* typed;
  const char* wanted;  // empty: not taken
};

TEST(YesOrNoTest, TakesThreeLanguages) {
  for (const char* yes : {"yes", "YES", "y", "true", "да", "Да", "иә", "ИӘ"})
    EXPECT_EQ(YesOrNo(yes), true) << yes;
  for (const char* no : {"no", "false", "нет", "жоқ", "Жоқ"}) EXPECT_EQ(YesOrNo(no), false) << no;
  for (const char* none : {"", "maybe", "1", "0", "данные"}) EXPECT_EQ(YesOrNo(none), std::nullopt) << none;
}

TEST(AmountTest, TakesWhatCanBeReadOneWay) {
  for (const Typed& c : {Typed{"125000.00 USD", "125000.00 USD"},
                         {"150 000,50 USD", "150000.50 USD"},
                         {"150\u00a0000,50 usd", "150000.50 USD"},
                         {"150000 usd", "150000.00 USD"},
                         {"150000 jpy", "150000 JPY"},
                         {"1,000.50 USD", "1000.50 USD"},
                         {"1.000,50 EUR", "1000.50 EUR"},
                         {"1,234,567 USD", "1234567.00 USD"},
                         {"1.234.567 eur", "1234567.00 EUR"},
                         {"1'234'567.89 CHF", "1234567.89 CHF"},
                         {"USD 1000.5", "1000.50 USD"},
                         {"1000.5USD", "1000.50 USD"},
                         {"0.125 KWD", "0.125 KWD"},
                         {"1000.555 USD", "1000.555 USD"},
                         {"1,234 USD", ""},
                         {"1.234 USD", ""},
                         {"1,23,456 USD", ""},
                         {"12,34,56 USD", ""},
                         {"1.234,567,8 USD", ""},
                         {"1. USD", ""},
                         {"-5 USD", ""},
                         {"USD", ""},
                         {"5", ""},
                         {"", ""},
                         {"five USD", ""},
                         {"5 dollars", ""},
                         {"1,000.000.00 USD", ""}}) {
    EXPECT_EQ(Amount(c.typed).value_or(""), c.wanted) << c.typed;
  }
}

TEST(NearestTest, OffersWhatDiffersInFewLetters) {
  const std::vector<std::string> names = {"ANK", "ANR", "IST", "WAW", "rights.detention", "Europe/Istanbul"};
  using Names = std::vector<std::string>;
  EXPECT_EQ(Nearest("ANKA", names), Names({"ANK"}));
  EXPECT_EQ(Nearest("ISTT", names), Names({"IST"}));
  EXPECT_EQ(Nearest("its", names), Names({"IST"}));
  EXPECT_EQ(Nearest("rights.detentoin", names), Names({"rights.detention"}));
  EXPECT_EQ(Nearest("Europe/Istambul", names), Names({"Europe/Istanbul"}));
  EXPECT_EQ(Nearest("ANX", names), Names({"ANK", "ANR"}));
  EXPECT_EQ(Nearest("QQQ", names), Names());
  EXPECT_EQ(Nearest("rights", names), Names({"rights.detention"}));
  EXPECT_EQ(Nearest("ri", names), Names());
}

}  // namespace
}  // namespace arasha::clients
