// What could go wrong: a token that a server of before gave is not understood by today's, and whoever reads a
// list while servers are replaced begins again; a page is larger than promised.
#include "services/calls/page.h"

#include <gtest/gtest.h>

#include "services/calls/page_token.h"

namespace arasha::server {
namespace {

TEST(Page, HasTheSizeAskedForUpToABound) {
  constexpr PageSizes kSizes = {.usual = 50, .most = 500};
  EXPECT_EQ(*SizeOf(0, kSizes), 50);
  EXPECT_EQ(*SizeOf(1, kSizes), 1);
  EXPECT_EQ(*SizeOf(500, kSizes), 500);
  EXPECT_EQ(*SizeOf(501, kSizes), 500);
  EXPECT_EQ(SizeOf(-1, kSizes, "limit").status().code(), absl::StatusCode::kInvalidArgument);
}

// HMAC-SHA256 of "7:staff/x9:ListCases|UID|VALUE", its first 16 bytes, then "UID|VALUE".
TEST(PageTokens, KeepTheirForm) {
  constexpr char kToken[] =
      "TH7logRktHbhvqrBRy6tTDAxOTJmMGMxLTJiMWMtN2FiYy04ZGVmLTAxMjM0NTY3ODlhYnwyMDI2LTExLTI0IDA3OjAwOjAwLjEyMz"
      "Q1Ni"
      "swMA";
  const PagePosition position = {.value = "2026-11-24 07:00:00.123456+00",
                                 .uid = "0192f0c1-2b1c-7abc-8def-0123456789ab"};
  EXPECT_EQ(MakePageToken("key", {"staff/x", "ListCases"}, position), kToken);
  const auto read = ReadPageToken("key", {"staff/x", "ListCases"}, kToken);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->value, position.value);
  EXPECT_EQ(read->uid, position.uid);
}

}  // namespace
}  // namespace arasha::server
