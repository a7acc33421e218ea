// What could go wrong: a stream holds a worker while nothing is to be sent; messages come out of order, or
// one is missing and nobody is told; a reader that does not read fills the server's memory; one who went
// away, may not call any more or has too many keeps what it had; a server that is stopped waits for those who
// only listen.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "services/calls/rpc_service.h"
#include "services/calls/stream.h"
#include "storage/postgres/status.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "ticker.grpc.pb.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

// Whoever listens, and what they are told.
class Hub {
 public:
  void Add(const server::Sender<test::Tick>& sender) {
    absl::MutexLock lock(&mutex_);
    senders_.push_back(sender);
  }
  // How many take it; those that do not are forgotten.
  size_t Tell(int64_t number, size_t weight = 0) {
    test::Tick tick;
    tick.set_number(number);
    tick.set_weight(std::string(weight, 'w'));
    absl::MutexLock lock(&mutex_);
    std::erase_if(senders_, [&](const auto& sender) { return !sender.Send(tick); });
    return senders_.size();
  }
  void End(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    for (const auto& sender : senders_) sender.End(status);
  }
  size_t size() {
    absl::MutexLock lock(&mutex_);
    return senders_.size();
  }
  bool Becomes(size_t count) {
    for (int i = 0; i < 1000 && size() != count; ++i) absl::SleepFor(absl::Milliseconds(20));
    return size() == count;
  }

 private:
  absl::Mutex mutex_;
  std::vector<server::Sender<test::Tick>> senders_ ABSL_GUARDED_BY(mutex_);
};

class TickerService : public server::RpcService<test::Ticker> {
 public:
  TickerService(server::Dispatcher& dispatcher, Hub& hub) : RpcService(dispatcher) {
    ServeStream<test::WatchRequest, test::Tick>(
        "Watch",
        [&hub](server::Call& /*call*/, const test::WatchRequest& request,
               const server::Sender<test::Tick>& sender) -> absl::Status {
          if (request.forbidden()) {
            return Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED,
                          "not to be watched");
          }
          hub.Add(sender);
          return absl::OkStatus();
        });
  }
};

// A reader of a stream, which reads when it is told to.
struct Reader {
  explicit Reader(const std::shared_ptr<grpc::Channel>& channel, const test::WatchRequest& request = {},
                  absl::Duration deadline = absl::Seconds(60))
      : stub(test::Ticker::NewStub(channel)) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + deadline));
    stream = stub->Watch(&context, request);
  }
  // The number of the next tick; nullopt at the end.
  std::optional<int64_t> Next() {
    test::Tick tick;
    if (!stream->Read(&tick)) return std::nullopt;
    return tick.number();
  }
  // Reads what is left.
  std::string End() {
    while (Next()) {
    }
    return Line(stream->Finish());
  }

  std::unique_ptr<test::Ticker::Stub> stub;
  grpc::ClientContext context;
  std::unique_ptr<grpc::ClientReader<test::Tick>> stream;
};

class StreamsTest : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.workers = 1;
    options.max_queue = 4000;
    options.calls_per_minute = 0;
    options.streams_per_caller = streams_per_caller_;
    return options;
  }
  server::MakeService Besides() override {
    return
        [this](server::Dispatcher& dispatcher) { return std::make_unique<TickerService>(dispatcher, hub_); };
  }

  Hub& hub() { return hub_; }
  // Until all who went away are noticed.
  bool NobodyIsLeft() {
    for (int i = 0; i < 500 && hub_.Tell(0) > 0; ++i) absl::SleepFor(absl::Milliseconds(20));
    return hub_.Tell(0) == 0;
  }

  int streams_per_caller_ = 16;

 private:
  Hub hub_;
};

TEST_F(StreamsTest, TellEveryoneEverythingInOrder) {
  Reader officer(server().As("officer"));
  Reader head(server().As("head"));
  ASSERT_TRUE(hub().Becomes(2));
  for (int64_t i = 1; i <= 300; ++i) EXPECT_EQ(hub().Tell(i), 2U);
  hub().End(absl::OkStatus());
  EXPECT_EQ(hub().Tell(301), 0U) << "it has ended";
  for (Reader* reader : {&officer, &head}) {
    for (int64_t i = 1; i <= 300; ++i) ASSERT_EQ(reader->Next(), i);
    EXPECT_EQ(reader->Next(), std::nullopt);
    EXPECT_EQ(reader->End(), "OK");
  }
}

TEST_F(StreamsTest, KeepNoMoreForOneWhoDoesNotReadThanTheyMay) {
  constexpr size_t kWeight = size_t{16} * 1024;
  Reader slow(server().As("officer"));
  Reader other(server().As("head"));
  ASSERT_TRUE(hub().Becomes(2));
  // What the connection takes in beside what waits: HTTP/2's window and gRPC's own buffers.
  constexpr size_t kConnection = size_t{16} * 1024 * 1024;
  int64_t told = 0;
  while (hub().Tell(++told, kWeight) == 2) {
    ASSERT_LT(static_cast<size_t>(told) * kWeight, server::kMaxWaitingBytes + kConnection);
    ASSERT_EQ(other.Next(), told);
  }
  EXPECT_EQ(other.Next(), told) << "who reads is not held up";
  EXPECT_EQ(hub().Tell(told + 1), 1U);
  int64_t expected = 0;
  std::optional<int64_t> read;
  while ((read = slow.Next())) EXPECT_EQ(*read, ++expected) << "nothing is missing before the end";
  EXPECT_LT(expected, told);
  EXPECT_EQ(slow.End(), "RESOURCE_EXHAUSTED/READER_TOO_SLOW");
  Reader again(server().As("officer"));
  EXPECT_TRUE(hub().Becomes(2));
}

TEST_F(StreamsTest, TakeAMessageThatIsLargerThanWhatMayWait) {
  Reader officer(server().As("officer"));
  ASSERT_TRUE(hub().Becomes(1));
  EXPECT_EQ(hub().Tell(1, 2 * server::kMaxWaitingBytes), 1U);
  EXPECT_EQ(officer.Next(), 1);
}

TEST_F(StreamsTest, EndWithTheirCaller) {
  {
    Reader cancelled(server().As("officer"));
    ASSERT_TRUE(hub().Becomes(1));
    cancelled.context.TryCancel();
    EXPECT_EQ(cancelled.stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
    EXPECT_TRUE(NobodyIsLeft());
  }
  Reader late(server().As("officer"), {}, absl::Milliseconds(700));
  ASSERT_TRUE(hub().Becomes(1));
  EXPECT_EQ(late.Next(), std::nullopt);
  EXPECT_EQ(late.stream->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(NobodyIsLeft());
}

TEST_F(StreamsTest, AreRefusedLikeOtherCalls) {
  test::WatchRequest forbidden;
  forbidden.set_forbidden(true);
  EXPECT_EQ(Reader(server().As("officer"), forbidden).End(), "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(database().Value("SELECT decision FROM audit_leaf WHERE action = 'Watch'"), "denied");
}

TEST_F(StreamsTest, EndWhenTheirCallerMayCallNoMore) {
  Reader officer(server().As("officer"));
  Reader head(server().As("head"));
  ASSERT_TRUE(hub().Becomes(2));
  RowsAreDamaged("somebody leaves without a leaf");
  database().Rows("UPDATE principal SET active = false WHERE name = 'staff/a.omarova'");
  for (int i = 0; i < 500 && hub().Tell(7) == 2; ++i) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(hub().Tell(8), 1U);
  EXPECT_EQ(officer.End(), "UNAUTHENTICATED/IDENTITY_UNKNOWN");
  EXPECT_EQ(head.Next(), 7);
}

TEST_F(StreamsTest, EndWhenTheServerStops) {
  Reader officer(server().As("officer"));
  ASSERT_TRUE(hub().Becomes(1));
  const absl::Time began = absl::Now();
  std::thread stopper([this] { server().server().Drain(); });
  EXPECT_EQ(officer.End(), "UNAVAILABLE/SHUTTING_DOWN");
  stopper.join();
  EXPECT_LT(absl::Now() - began, Options().drain);
  EXPECT_EQ(hub().Tell(1), 0U);
}

class FewStreams : public StreamsTest {
 protected:
  FewStreams() { streams_per_caller_ = 2; }
};

TEST_F(FewStreams, ForEachCaller) {
  Reader one(server().As("officer"));
  Reader two(server().As("officer"));
  ASSERT_TRUE(hub().Becomes(2));
  EXPECT_EQ(Reader(server().As("officer")).End(), "RESOURCE_EXHAUSTED/TOO_MANY_STREAMS");
  Reader other(server().As("head"));
  ASSERT_TRUE(hub().Becomes(3));
  one.context.TryCancel();
  for (int i = 0; i < 500 && hub().Tell(1) == 3; ++i) absl::SleepFor(absl::Milliseconds(20));
  // The place is free when gRPC is done with the call, a moment later.
  for (int i = 0; i < 50; ++i) {
    Reader three(server().As("officer"));
    absl::SleepFor(absl::Milliseconds(200));
    if (hub().size() == 3) return;
  }
  FAIL() << "a cancelled stream keeps its place";
}

class ManyStreams : public StreamsTest {
 protected:
  ManyStreams() { streams_per_caller_ = 1000; }
};

TEST_F(ManyStreams, HoldNoWorkerWhileTheyAreIdle) {
  constexpr int kStreams = 1000;
  constexpr int kOnOneConnection = 100;
  std::list<Reader> readers;
  std::shared_ptr<grpc::Channel> channel;
  for (int i = 0; i < kStreams; ++i) {
    if (i % kOnOneConnection == 0) channel = server().Connect(support::PairOf("officer"));
    readers.emplace_back(channel);
  }
  ASSERT_TRUE(hub().Becomes(kStreams));
  // The one worker.
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/IST"))), "OK");
  }
  EXPECT_EQ(hub().Tell(42), static_cast<size_t>(kStreams));
  for (Reader& reader : readers) ASSERT_EQ(reader.Next(), 42);
  hub().End(absl::OkStatus());
  for (Reader& reader : readers) ASSERT_EQ(reader.End(), "OK");
}

}  // namespace
}  // namespace arasha
