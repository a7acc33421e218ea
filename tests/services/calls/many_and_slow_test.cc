// What could go wrong: somebody who is slow, or sends too much or too many, holds up everybody else. Some of
// it takes no certificate.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <filesystem>
#include <list>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/tls_connection.h"

namespace arasha {
namespace {

using support::Line;
using support::TcpConnection;
using support::TlsConnection;
using Stub = v1::Cases::Stub;

// How long the server waits for a handshake, and what a test allows beside it.
constexpr absl::Duration kHandshake = absl::Seconds(5);
constexpr absl::Duration kSlack = absl::Seconds(5);

// ---- HTTP/2, as much of it as an attacker needs (RFC 9113, RFC 7541) ----

enum Type : char { kData = 0, kHeaders = 1, kResetStream = 3, kSettings = 4, kGoAway = 7 };
constexpr char kEndStream = 1;
constexpr char kEndHeaders = 4;

std::string BigEndian(uint32_t value, size_t width) {
  std::string bytes(width, '\0');
  for (size_t i = 0; i < width; ++i) bytes[width - 1 - i] = static_cast<char>(value >> (8 * i));
  return bytes;
}

std::string Frame(Type type, int flags, uint32_t stream, const std::string& payload) {
  return BigEndian(static_cast<uint32_t>(payload.size()), 3) + static_cast<char>(type) +
         static_cast<char>(flags) + BigEndian(stream, 4) + payload;
}

const std::string kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(kSettings, 0, 0, "");

// The headers of a call, none of them kept in a table.
std::string CallHeaders(const std::string& method) {
  const auto sized = [](const std::string& text) {
    return BigEndian(static_cast<uint32_t>(text.size()), 1) + text;
  };
  return "\x83\x87\x04" + sized(method) + "\x01" + sized("localhost") + "\x0f\x10" +
         sized("application/grpc") + std::string(1, '\0') + sized("te") + sized("trailers");
}

const std::string kGetCase = "/arasha.v1.Cases/GetCase";

// How many frames of this type are in what a server sent.
int Count(const std::string& bytes, Type type) {
  int count = 0;
  for (size_t at = 0; at + 9 <= bytes.size();) {
    const auto byte = [&](size_t i) {
      return static_cast<size_t>(static_cast<unsigned char>(bytes[at + i]));
    };
    if (bytes[at + 3] == type) ++count;
    at += 9 + (byte(0) << 16 | byte(1) << 8 | byte(2));
  }
  return count;
}

class ManyAndSlow : public support::ServerTest {
 protected:
  support::TlsOffer Officer() {
    support::TlsOffer offer;
    offer.pair = support::PairOf("officer");
    return offer;
  }
  // Over a connection of its own: the door must be open too. One handshake may come too late beside thousands
  // of streams with sanitizers on; who is served within the deadline by the next is served.
  void ExpectOthersAreServed() {
    const auto stub = v1::Cases::NewStub(server().Connect(support::PairOf("officer")));
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::ListCasesResponse response;
    EXPECT_EQ(Line(stub->ListCases(&context, support::ListCases("missions/IST"), &response)), "OK");
  }
};

TEST_F(ManyAndSlow, HandshakesThatDoNotEndAreCutOff) {
  const absl::Time began = absl::Now();
  std::list<TcpConnection> silent;
  for (int i = 0; i < 200; ++i) silent.emplace_back(server().address());
  std::list<TcpConnection> halves;
  for (int i = 0; i < 50; ++i) {
    ASSERT_TRUE(halves.emplace_back(server().address()).Send(std::string("\x16\x03\x01\x02\x00\x01\x00", 7)));
  }
  // Past TLS, but never beginning HTTP/2.
  std::list<TlsConnection> mute;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(mute.emplace_back(server().address(), Officer()).taken_in());
  const TcpConnection slow(server().address());
  const std::string hello =
      std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(32, 'r');
  ExpectOthersAreServed();
  bool cut = false;
  for (size_t i = 0; !cut && i < hello.size(); ++i)
    cut = !slow.Send(hello.substr(i, 1)) || slow.Closes(absl::Milliseconds(250));
  EXPECT_TRUE(cut) << "a byte every quarter of a second";
  EXPECT_LT(absl::Now() - began, kHandshake + kSlack);
  const absl::Time end = began + kHandshake + kSlack;
  for (const TcpConnection& each : silent) ASSERT_TRUE(each.Closes(end - absl::Now()));
  for (const TcpConnection& each : halves) ASSERT_TRUE(each.Closes(end - absl::Now()));
  for (TlsConnection& each : mute) {
    each.Receive(end - absl::Now());
    ASSERT_TRUE(each.closed());
  }
}

TEST_F(ManyAndSlow, HeadersAndMessagesThatDoNotEndHoldUpNobody) {
  std::list<TlsConnection> connections;
  for (int i = 0; i < 20; ++i) {
    TlsConnection& each = connections.emplace_back(server().address(), Officer());
    ASSERT_TRUE(each.Send(kPreface));
    // A hundred calls whose message is to have a kilobyte and stops after its third byte; then headers,
    // begun.
    for (uint32_t stream = 1; stream < 200; stream += 2) {
      ASSERT_TRUE(each.Send(Frame(kHeaders, kEndHeaders, stream, CallHeaders(kGetCase)) +
                            Frame(kData, 0, stream, std::string("\0\0\0\x04\0\x0a\x20x", 8))));
    }
    ASSERT_TRUE(each.Send(Frame(kHeaders, 0, 201, CallHeaders(kGetCase).substr(0, 20))));
  }
  ExpectOthersAreServed();
  for (TlsConnection& each : connections) {
    each.Receive(absl::Milliseconds(20));
    EXPECT_FALSE(each.closed()) << "they were still there";
  }
}

TEST_F(ManyAndSlow, StreamsBeyondTheLimitAreNotOpened) {
  TlsConnection connection(server().address(), Officer());
  ASSERT_TRUE(connection.Send(kPreface));
  const std::string settings = connection.Receive(absl::Milliseconds(300));
  EXPECT_TRUE(absl::StrContains(settings, std::string("\0\x03\0\0\0\x80", 6))) << "at most 128 streams";
  EXPECT_TRUE(absl::StrContains(settings, std::string("\0\x06\0\0\x40\0", 6))) << "at most 16 KiB of headers";
  ASSERT_TRUE(connection.Send(Frame(kSettings, 1, 0, "")));
  std::string calls;
  for (uint32_t stream = 1; stream < 2 * 200; stream += 2) {
    calls += Frame(kHeaders, kEndHeaders, stream, CallHeaders(kGetCase));
  }
  ASSERT_TRUE(connection.Send(calls));
  const std::string answer = connection.Receive(absl::Seconds(1));
  EXPECT_TRUE(connection.closed() || Count(answer, kResetStream) + Count(answer, kGoAway) > 0)
      << "two hundred were taken";
  ExpectOthersAreServed();
}

TEST_F(ManyAndSlow, StreamsThatAreResetAtOnceHoldUpNobody) {
  TlsConnection connection(server().address(), Officer());
  ASSERT_TRUE(connection.Send(kPreface));
  const std::string cancel = BigEndian(8, 4);
  for (uint32_t stream = 1; stream < 2 * 5000; stream += 2) {
    if (!connection.Send(Frame(kHeaders, kEndHeaders, stream, CallHeaders(kGetCase)) +
                         Frame(kResetStream, 0, stream, cancel))) {
      break;  // Cut off, which is as good.
    }
  }
  ExpectOthersAreServed();
}

TEST_F(ManyAndSlow, ManyConnectionsThatAreGivenUpAtOnceHoldUpNobody) {
  for (int i = 0; i < 1000; ++i) TcpConnection(server().address());
  ExpectOthersAreServed();
}

// Takes no certificate. gRPC 1.51 would listen no more after the first accept() that finds no descriptor
// left.
TEST_F(ManyAndSlow, RunningOutOfDescriptorsIsSurvived) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const auto open = std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  {
    // Both ends of a connection are of this process: enough for all of ours, but not for all of the server's.
    const rlimit few{static_cast<rlim_t>(open) + 150, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
    std::list<TcpConnection> connections;
    for (int i = 0; i < 100; ++i) connections.emplace_back(server().address());
    absl::SleepFor(absl::Milliseconds(500));
  }
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  absl::SleepFor(absl::Seconds(1));
  ExpectOthersAreServed();
}

TEST_F(ManyAndSlow, MetadataBeyondTheLimitIsRefused) {
  grpc::ClientContext context;
  context.AddMetadata("x-large", std::string(64 * 1024, 'x'));
  v1::Case response;
  EXPECT_EQ(Cases().GetCase(&context, support::Get("missions/IST/cases/x"), &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  ExpectOthersAreServed();
}

TEST_F(ManyAndSlow, CompressedRequestsAreRefusedAndNotUnpacked) {
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->set_summary(std::string(64 * 1024 * 1024, 'x'));  // Sixty kilobytes on the wire.
  for (const grpc_compression_algorithm algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    grpc::ClientContext context;
    context.set_compression_algorithm(algorithm);
    v1::Case response;
    const grpc::Status status = Cases().CreateCase(&context, request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << status.error_message();
  }
  ExpectOthersAreServed();
}

}  // namespace
}  // namespace arasha
