// What could go wrong: a name, a number or a text of a person gets into the log of operators, where nobody
// can erase it.
#include "services/server/log.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "storage/pg_errors.h"
#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::Cases::Stub;

// Planted wherever a caller can write.
constexpr char kSecret[] = "ҚҰПИЯ-secret";
constexpr char kIin[] = "910214309989";

class Logs : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.log_level = "debug";
    return options;
  }
};

TEST_F(Logs, HoldNothingThatCallersWrote) {
  ::testing::internal::CaptureStderr();
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->set_summary(kSecret);
  request.mutable_case_()->mutable_parties(0)->set_display_name(kSecret);
  (*request.mutable_case_()->mutable_details()->mutable_fields())["charge"].set_string_value(kSecret);
  const std::string name = Do(&Stub::CreateCase, request).name();
  Do(&Stub::AddEntry, support::AddNote(name, kSecret));
  Do(&Stub::GetCase, support::Get(name));
  // Refusals of every kind, the secret where the fault is.
  request.mutable_case_()->mutable_parties(0)->set_iin(kSecret);
  Try(&Stub::CreateCase, request);
  request = support::OpenDetention();
  request.mutable_case_()->set_summary(std::string(kSecret) + std::string(1, '\0'));
  Try(&Stub::CreateCase, request);
  (*request.mutable_case_()->mutable_details()->mutable_fields())[kSecret].set_string_value(kSecret);
  Try(&Stub::CreateCase, request);
  Try(&Stub::GetCase, support::Get(kSecret));
  Try(&Stub::ListCases, support::ListCases("missions/IST", std::string("state = ") + kSecret));
  Try(&Stub::ListCases, support::ListCases("missions/IST", kSecret));
  Try(&Stub::AssignCase, support::Assign(name, kSecret));
  Try(&Stub::TransitionCase, support::Transition(name, kSecret, kSecret));
  Try(&Stub::GetCase, support::Get(name), "auditor");
  // A fault of ours, in words of PostgreSQL that quote the row.
  database().Rows("ALTER TABLE case_file ADD CONSTRAINT nothing_fits CHECK (version = 0) NOT VALID");
  request = support::OpenDetention();
  request.mutable_case_()->set_summary(kSecret);
  EXPECT_EQ(Try(&Stub::CreateCase, request).error_code(), grpc::StatusCode::INTERNAL);
  const std::string log = ::testing::internal::GetCapturedStderr();

  EXPECT_THAT(log, HasSubstr("\"method\":\"CreateCase\""));
  EXPECT_THAT(log, HasSubstr("nothing_fits")) << "operators must see why";
  EXPECT_THAT(log, Not(HasSubstr("secret")));
  EXPECT_THAT(log, Not(HasSubstr("ҚҰПИЯ")));
  EXPECT_THAT(log, Not(HasSubstr(kIin)));
  EXPECT_THAT(log, Not(HasSubstr("Сағындықов")));
  EXPECT_THAT(log, Not(HasSubstr("a.omarova"))) << "who did it is in the audit log";
  for (const absl::string_view line : absl::StrSplit(log, '\n', absl::SkipEmpty())) {
    EXPECT_TRUE(nlohmann::json::accept(std::string(line))) << line;
  }
}

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
