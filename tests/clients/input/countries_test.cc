// What people call a country is stored in legal records by its code: that of another.

#include "clients/input/countries.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace arasha::clients {
namespace {

struct Country {
  const char* typed;
  const char* wanted;  // empty: not taken
};

TEST(CountryCodeTest, TakesCodesAndNames) {
  for (const Country& c : {Country{"KZ", "KZ"},
                           {"kz", "KZ"},
                           {"KAZ", "KZ"},
                           {"kaz", "KZ"},
                           {" tr ", "TR"},
                           {"Казахстан", "KZ"},
                           {"Қазақстан", "KZ"},
                           {"Kazakhstan", "KZ"},
                           {"kazakhstan", "KZ"},
                           {"Türkiye", "TR"},
                           {"Turkiye", "TR"},
                           {"Turkey", "TR"},
                           {"Турция", "TR"},
                           {"Түркия", "TR"},
                           {"Polska", "PL"},
                           {"Польша", "PL"},
                           {"Германия", "DE"},
                           {"Deutschland", "DE"},
                           {"Ресей", "RU"},
                           {"США", "US"},
                           {"USA", "US"},
                           {"ОАЭ", "AE"},
                           {"Киргизия", "KG"},
                           {"South Korea", "KR"},
                           {"Біріккен Араб Әмірліктері", "AE"},
                           {"中国", "CN"},
                           {"", ""},
                           {"XX", ""},
                           {"Narnia", ""},
                           {"12", ""},
                           {"Istanbul", ""}}) {
    EXPECT_EQ(CountryCode(c.typed).value_or(""), c.wanted) << c.typed;
  }
}

TEST(CountryNameTest, IsWhatTheStateIsCalled) {
  EXPECT_EQ(CountryName("TR", Language::kEn), "Türkiye");
  EXPECT_EQ(CountryName("TR", Language::kRu), "Турция");
  EXPECT_EQ(CountryName("PL", Language::kEn), "Poland");
  EXPECT_EQ(CountryName("XX", Language::kKk), "XX");
}

TEST(CountryCodeTest, OffersTheNamesThatComeNear) {
  for (const Country& c : {Country{"Росия", "Россия"},
                           {"Kazahstan", "Kazakhstan"},
                           {"Қазакстан", "Қазақстан"},
                           {"Germny", "Germany"}}) {
    const std::vector<std::string> nearest = NearestCountries(c.typed);
    EXPECT_NE(std::find(nearest.begin(), nearest.end(), c.wanted), nearest.end()) << c.typed;
  }
  EXPECT_TRUE(NearestCountries("Qwertyuiop").empty());
}

TEST(CountryCodeTest, TakesNamesWithTheirFormOfState) {
  for (const Country& c : {Country{"Республика Казахстан", "KZ"},
                           {"Republic of Kazakhstan", "KZ"},
                           {"the Republic of Kazakhstan", "KZ"},
                           {"Қазақстан Республикасы", "KZ"},
                           {"ҚР", "KZ"},
                           {"РФ", "RU"},
                           {"Российская Федерация", "RU"},
                           {"Ресей Федерациясы", "RU"},
                           {"Russian Federation", "RU"},
                           {"КНР", "CN"},
                           {"People's Republic of China", "CN"},
                           {"ҚХР", "CN"},
                           {"БАӘ", "AE"},
                           {"UAE", "AE"},
                           {"Объединённые Арабские Эмираты", "AE"},
                           {"Алмания", "DE"},
                           {"Федеративная Республика Германия", "DE"},
                           {"Kyrgyz Republic", "KG"},
                           {"Қырғыз Республикасы", "KG"},
                           {"Республика Узбекистан", "UZ"},
                           {"Өзбекстан Республикасы", "UZ"},
                           {"Турецкая Республика", "TR"},
                           {"Түркия Республикасы", "TR"},
                           {"республика  польша", "PL"},
                           {"Islamic Republic of Iran", "IR"},
                           {"Kingdom of the Netherlands", "NL"},
                           {"АҚШ", "US"},
                           {"UK", "GB"},
                           {"uk", "GB"},
                           {"Republic of the Congo", "CG"},
                           {"Democratic Republic of the Congo", "CD"},
                           {"Republic of Korea", "KR"},
                           {"Доминиканская Республика", "DO"}}) {
    EXPECT_EQ(CountryCode(c.typed).value_or(""), c.wanted) << c.typed;
  }
}

// A wrong country is worse than none.
TEST(CountryCodeTest, TakesNoNameOfSeveralCountries) {
  for (const char* typed :
       {"Republic of China", "Конго", "Republic of Narnia", "Республика", "Republic of"}) {
    EXPECT_EQ(CountryCode(typed), std::nullopt) << typed;
  }
}

}  // namespace
}  // namespace arasha::clients
