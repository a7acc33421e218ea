// Missions sit behind poor links. A call lost on the way must be repeated with the same request_id or
// not at all: a second id would open a second case.

#include "clients/connection/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

constexpr int kUnavailable = 14;
constexpr int kResourceExhausted = 8;
constexpr int kAborted = 10;

google::rpc::Status WithRetryInfo(google::rpc::Status status, absl::Duration delay) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(delay)));
  status.add_details()->PackFrom(info);
  return status;
}

class ApiTest : public testing::Test {
 protected:
  absl::StatusOr<v1::Case> Send(absl::Duration timeout) {
    Api api([this] { return server_.Channel(); }, timeout, [this](const absl::Status&) { ++told_; });
    v1::TransitionCaseRequest request;
    request.set_request_id("id-1");
    return api.Call(request);
  }

  FakeServer server_;
  int told_ = 0;
};

TEST_F(ApiTest, RepeatsAWriteWithItsRequestId) {
  server_.Refuse("TransitionCase", RichStatus(kUnavailable, "down", "DATABASE_UNAVAILABLE"));
  server_.Refuse("TransitionCase", RichStatus(kUnavailable, "down", "SHUTTING_DOWN"));
  EXPECT_TRUE(Send(absl::Seconds(10)).ok());
  EXPECT_EQ(server_.calls().size(), 3U);
  EXPECT_EQ(server_.Last<v1::TransitionCaseRequest>("TransitionCase").request_id(), "id-1");
}

// As gRPC ends calls of its own accord, when their connection is gone.
TEST_F(ApiTest, RepeatsWhatLostItsConnection) {
  const auto ends_as = [&](int code, const std::string& message) {
    google::rpc::Status status;
    status.set_code(code);
    status.set_message(message);
    server_.Refuse("TransitionCase", status);
  };
  ends_as(grpc::StatusCode::UNKNOWN, "Stream removed");
  ends_as(grpc::StatusCode::CANCELLED, "Cancelled");
  EXPECT_TRUE(Send(absl::Seconds(10)).ok());
  EXPECT_EQ(server_.calls().size(), 3U);
  ends_as(grpc::StatusCode::UNKNOWN, "what else it may be");
  EXPECT_EQ(Send(absl::Seconds(10)).status().code(), absl::StatusCode::kUnknown);
}

TEST_F(ApiTest, HonoursTheServersDelay) {
  server_.Refuse("TransitionCase", WithRetryInfo(RichStatus(kResourceExhausted, "busy", "OVERLOADED"),
                                                 absl::Milliseconds(400)));
  const absl::Time start = absl::Now();
  EXPECT_TRUE(Send(absl::Seconds(10)).ok());
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(400));
}

TEST_F(ApiTest, RepeatsContentionButNotAStaleEtag) {
  server_.Refuse("TransitionCase",
                 WithRetryInfo(RichStatus(kAborted, "busy", "CONTENTION"), absl::Milliseconds(1)));
  server_.Refuse("TransitionCase", RichStatus(kAborted, "stale", "ETAG_MISMATCH"));
  EXPECT_EQ(Send(absl::Seconds(10)).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(server_.calls().size(), 2U);
}

TEST_F(ApiTest, DoesNotRepeatWhatTheServerDidNotOfferToRepeat) {
  server_.Refuse("TransitionCase", RichStatus(kResourceExhausted, "too large", ""));
  EXPECT_EQ(Send(absl::Seconds(10)).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(server_.calls().size(), 1U);
}

TEST(ApiReconnectTest, ReachesAServerThatCameBack) {
  const int port = FakeServer().port();
  std::unique_ptr<FakeServer> back;
  Api api([&] { return LoopbackChannel(port); }, absl::Seconds(20), [](const absl::Status&) {});
  const absl::Time start = absl::Now();
  std::thread restart([&] {
    absl::SleepFor(absl::Seconds(1));
    back = std::make_unique<FakeServer>(port);
  });
  EXPECT_TRUE(api.Call(v1::TransitionCaseRequest()).ok());
  EXPECT_LT(absl::Now() - start, absl::Seconds(6));
  restart.join();
}

TEST(ApiUnsentTest, TellsWhatNeverHadAConnection) {
  const int nobody = FakeServer().port();
  Api alone([&] { return LoopbackChannel(nobody); }, absl::Seconds(1), [](const absl::Status&) {});
  const absl::StatusOr<v1::Case> unsent = alone.Call(v1::TransitionCaseRequest());
  EXPECT_EQ(unsent.status().code(), absl::StatusCode::kUnavailable) << unsent.status();
  EXPECT_TRUE(unsent.status().GetPayload(kUnsentPayload).has_value()) << unsent.status();

  // What was refused once may have been done before the server went.
  auto server = std::make_unique<FakeServer>();
  const int port = server->port();
  server->Refuse("TransitionCase", RichStatus(kUnavailable, "down", "SHUTTING_DOWN"));
  Api lost([&] { return LoopbackChannel(port); }, absl::Seconds(3),
           [&](const absl::Status&) { server.reset(); });
  for (int i = 0; i < 100; ++i) {
    server->Refuse("TransitionCase", RichStatus(kUnavailable, "down", "SHUTTING_DOWN"));
  }
  EXPECT_FALSE(lost.Call(v1::TransitionCaseRequest()).status().GetPayload(kUnsentPayload).has_value());
}

TEST_F(ApiTest, GivesUpWithTheCauseWhenTheTimeIsUp) {
  for (int i = 0; i < 100; ++i) {
    server_.Refuse("TransitionCase", RichStatus(kUnavailable, "down", "DATABASE_UNAVAILABLE"));
  }
  const absl::Time start = absl::Now();
  const absl::StatusOr<v1::Case> answer = Send(absl::Seconds(4));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(answer.status().message(), "down");
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_GT(server_.calls().size(), 2U);
  EXPECT_EQ(told_, 1);
}

}  // namespace
}  // namespace arasha::clients
