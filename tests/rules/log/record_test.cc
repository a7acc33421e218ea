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

std::string Number(uint32_t value) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(value >> shift & 0xff));
  return bytes;
}

std::string Text(const std::string& text) { return Number(static_cast<uint32_t>(text.size())) + text; }

// As PostgreSQL sends an array of texts.
std::string Array(uint32_t dimensions, uint32_t type, uint32_t count, const std::string& elements) {
  return Number(dimensions) + Number(0) + Number(type) + Number(count) + Number(1) + elements;
}

constexpr uint32_t kText = 25;

TEST(TextsIn, AreThoseOfAnArrayOfTexts) {
  EXPECT_THAT(TextsIn(Array(1, kText, 2, Text("entry:VISIT") + Text("қ"))), ElementsAre("entry:VISIT", "қ"));
  EXPECT_THAT(TextsIn(Array(1, kText, 1, Text(""))), ElementsAre(""));
  EXPECT_THAT(TextsIn(Number(0) + Number(0) + Number(kText)), IsEmpty()) << "an array without elements";
}

TEST(TextsIn, AreNoneOfAnythingElse) {
  const std::string array = Array(1, kText, 2, Text("ab") + Text("c"));
  for (size_t size = 0; size < array.size(); ++size) {
    EXPECT_THAT(TextsIn(absl::string_view(array).substr(0, size)), IsEmpty()) << size;
  }
  EXPECT_THAT(TextsIn(array + "x"), IsEmpty());
  EXPECT_THAT(TextsIn(Array(2, kText, 1, Text("ab"))), IsEmpty());
  EXPECT_THAT(TextsIn(Array(1, 17, 1, Text("ab"))), IsEmpty());
  EXPECT_THAT(TextsIn(Array(1, kText, 1, Text("ab") + Text("c"))), IsEmpty());
  EXPECT_THAT(TextsIn(Array(1, kText, 1, Number(0xffffffff))), IsEmpty()) << "a null";
}

}  // namespace
}  // namespace arasha::rules::log
