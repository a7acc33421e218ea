// What could go wrong: operators cannot find what a caller tells them of, or find values that PostgreSQL
// quoted. That nothing else of callers gets there is in planted_values_test.cc.
#include "services/process/operator_log.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "storage/postgres/pg_errors.h"
#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::Cases::Stub;

class Logs : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.log_level = "debug";
    return options;
  }
};

TEST_F(Logs, HoldTheIncidentThatTheCallerIsTold) {
  database().Rows("ALTER TABLE case_file ADD CONSTRAINT nothing_fits CHECK (version = 0) NOT VALID");
  ::testing::internal::CaptureStderr();
  const grpc::Status status = Try(&Stub::CreateCase, support::OpenDetention());
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(status.error_message(), Not(HasSubstr("nothing_fits")));
  const std::string incident = status.error_message().substr(status.error_message().rfind(' ') + 1);
  EXPECT_THAT(log, HasSubstr("\"call\":\"" + incident + "\""));
}

TEST(Detail, IsCutBeforePostgresQuotesValues) {
  absl::Status status = absl::InternalError("words");
  status.SetPayload(storage::kDetailPayload,
                    absl::Cord("ERROR: duplicate key\nDETAIL: Key (iin)=(910214309989)"));
  EXPECT_THAT(server::DetailOf(status), HasSubstr("duplicate key"));
  EXPECT_THAT(server::DetailOf(status), Not(HasSubstr("910214309989")));
}

TEST(Levels, ThatDoNotExistAreRefused) {
  EXPECT_FALSE(server::OpenLog("loud"));
  EXPECT_TRUE(server::OpenLog("error"));
}

}  // namespace
}  // namespace arasha
