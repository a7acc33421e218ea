// What could go wrong: bytes that a database or a forger wrote are read past their end, or as texts that
// nobody wrote.

#include "services/rules/log/record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace arasha::rules::log {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string NumberBytes(uint32_t value) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(value >> shift & 0xff));
  return bytes;
}

std::string TextBytes(const std::string& text) {
  return NumberBytes(static_cast<uint32_t>(text.size())) + text;
}

// As PostgreSQL sends an array of texts.
std::string Array(uint32_t dimensions, uint32_t type, uint32_t count, const std::string& elements) {
  return NumberBytes(dimensions) + NumberBytes(0) + NumberBytes(type) + NumberBytes(count) + NumberBytes(1) +
         elements;
}

constexpr uint32_t kOfText = 25;

TEST(TextsIn, AreThoseOfAnArrayOfTexts) {
  EXPECT_THAT(TextsIn(Array(1, kOfText, 2, TextBytes("entry:VISIT") + TextBytes("қ"))),
              ElementsAre("entry:VISIT", "қ"));
  EXPECT_THAT(TextsIn(Array(1, kOfText, 1, TextBytes(""))), ElementsAre(""));
  EXPECT_THAT(TextsIn(NumberBytes(0) + NumberBytes(0) + NumberBytes(kOfText)), IsEmpty())
      << "an array without elements";
}

TEST(TextsIn, AreNoneOfAnythingElse) {
  const std::string array = Array(1, kOfText, 2, TextBytes("ab") + TextBytes("c"));
  for (size_t size = 0; size < array.size(); ++size) {
    EXPECT_THAT(TextsIn(absl::string_view(array).substr(0, size)), IsEmpty()) << size;
  }
  EXPECT_THAT(TextsIn(array + "x"), IsEmpty());
  EXPECT_THAT(TextsIn(Array(2, kOfText, 1, TextBytes("ab"))), IsEmpty());
  EXPECT_THAT(TextsIn(Array(1, 17, 1, TextBytes("ab"))), IsEmpty());
  EXPECT_THAT(TextsIn(Array(1, kOfText, 1, TextBytes("ab") + TextBytes("c"))), IsEmpty());
  EXPECT_THAT(TextsIn(Array(1, kOfText, 1, NumberBytes(0xffffffff))), IsEmpty()) << "a null";
}

}  // namespace
}  // namespace arasha::rules::log
