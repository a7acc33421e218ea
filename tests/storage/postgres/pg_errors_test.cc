// What could go wrong: a caller retries what cannot succeed, or gives up on what would; PostgreSQL's words,
// which name tables and quote values, reach a caller.
#include "storage/postgres/pg_errors.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "storage/postgres/status.h"

namespace arasha::storage {
namespace {

struct Expectation {
  const char* sqlstate;
  absl::StatusCode code;
  v1::ErrorReason reason;
  bool retry;
};

class SqlState : public ::testing::TestWithParam<Expectation> {};

TEST_P(SqlState, HasItsStatus) {
  const absl::Status status = StatusOfSqlState(GetParam().sqlstate);
  EXPECT_EQ(status.code(), GetParam().code) << status;
  EXPECT_EQ(ReasonOf(status), GetParam().reason) << status;
  EXPECT_EQ(status.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value(), GetParam().retry)
      << status;
}

using absl::StatusCode;

INSTANTIATE_TEST_SUITE_P(
    All, SqlState,
    ::testing::Values(
        Expectation{"08006", StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE, true},
        Expectation{"08P01", StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE, true},
        Expectation{"53300", StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE, true},
        Expectation{"53100", StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE, true},
        Expectation{"57P01", StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE, true},
        Expectation{"57P03", StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE, true},
        Expectation{"25006", StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE, true},
        Expectation{"57014", StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED, false},
        Expectation{"40001", StatusCode::kAborted, v1::ERROR_REASON_CONTENTION, true},
        Expectation{"40P01", StatusCode::kAborted, v1::ERROR_REASON_CONTENTION, true},
        Expectation{"55P03", StatusCode::kAborted, v1::ERROR_REASON_CONTENTION, true},
        Expectation{"23505", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, false},
        Expectation{"42501", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, false},
        Expectation{"42P01", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, false},
        Expectation{"XX000", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, false},
        Expectation{"", StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, false}),
    [](const auto& state) { return *state.param.sqlstate == '\0' ? "none" : state.param.sqlstate; });

TEST(Status, CarriesReasonMetadataAndRetryTogether) {
  absl::Status status = Refuse(StatusCode::kAborted, v1::ERROR_REASON_CONTENTION, "words");
  status = WithMetadata(RetryAfter(status, absl::Milliseconds(1250)), "key", "value");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(
      info.ParseFromString(std::string(*status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo"))));
  EXPECT_EQ(info.reason(), "CONTENTION");
  EXPECT_EQ(info.domain(), "arasha.kz");
  EXPECT_EQ(info.metadata().at("key"), "value");
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(
      retry.ParseFromString(std::string(*status.GetPayload("type.googleapis.com/google.rpc.RetryInfo"))));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 250000000);
}

TEST(Status, WithoutPayloadHasNoReason) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(absl::OkStatus()), v1::ERROR_REASON_UNSPECIFIED);
}

}  // namespace
}  // namespace arasha::storage
