#include "storage/postgres/json_text.h"

#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

namespace arasha::storage {
namespace {

TEST(JsonText, ReadsWhatPostgresqlMakes) {
  constexpr std::array kTexts = {
      R"([])",
      R"({})",
      R"([{"mission":"IST","year":2026,"open":true,"assignee":null,"labels":["IST","*"],"sealed":"\\x00ff"}, null])",
      R"({"leaf_id":9223372036854775807,"least":-9223372036854775808,"most":18446744073709551615,"part":0.25})",
      R"("Жұмабаев \"Әсет\" \u0416 \n\ud83d\ude00")",
      R"([[[["within"]]],
          "2026-11-30T09:00:00+00:00"])",
      R"({"a":1,"a":2})",
      "12",
      "null",
  };
  for (const char* text : kTexts) EXPECT_EQ(ParseJsonText(text), nlohmann::json::parse(text)) << text;
}

TEST(JsonText, ReadsLongTextsAsShortOnes) {
  const std::string letters(1 << 20, 'x');
  EXPECT_EQ(ParseJsonText("[\"" + letters + "\"]"), nlohmann::json::array({letters}));
  EXPECT_THROW(ParseJsonText("[\"" + letters), std::exception);
}

TEST(JsonText, EndsWithTheText) {
  const std::string text = "[1]]]]";
  EXPECT_EQ(ParseJsonText(absl::string_view(text).substr(0, 3)), nlohmann::json::array({1}));
}

TEST(JsonText, ThrowsAtWhatIsNoJson) {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\"}", "nul", "\"\xff\"", "\"\n\"", "[1] 2"}) {
    EXPECT_THROW(ParseJsonText(text), std::exception) << text;
  }
}

}  // namespace
}  // namespace arasha::storage
