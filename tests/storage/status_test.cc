// What could go wrong: a failure is passed over, or a value is lost on the way.
#include "storage/postgres/status.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace arasha {
namespace {

absl::StatusOr<std::unique_ptr<int>> Make(const std::map<int, int>& numbers) {
  if (numbers.empty()) return absl::NotFoundError("none");
  return std::make_unique<int>(numbers.begin()->second);
}

absl::StatusOr<int> Sum(const std::map<int, int>& left, const std::map<int, int>& right) {
  RETURN_IF_ERROR(Make({{1, 2}, {3, 4}}).status());
  ASSIGN_OR_RETURN(const auto first, Make(left));
  ASSIGN_OR_RETURN(auto second, Make(right));
  return *first + *second;
}

TEST(Statuses, AreReturnedWhereSomethingFails) {
  EXPECT_EQ(*Sum({{1, 20}}, {{1, 3}}), 23);
  EXPECT_EQ(Sum({}, {{1, 3}}).status(), absl::NotFoundError("none"));
  EXPECT_EQ(Sum({{1, 20}}, {}).status(), absl::NotFoundError("none"));
  const auto stopped = []() -> absl::Status {
    RETURN_IF_ERROR(absl::OkStatus());
    RETURN_IF_ERROR(absl::AbortedError("here"));
    return absl::OkStatus();
  };
  EXPECT_EQ(stopped(), absl::AbortedError("here"));
}

}  // namespace
}  // namespace arasha
