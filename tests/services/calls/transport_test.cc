// What could go wrong: what is no proper request of this API, too large, not UTF-8, gets further than the
// door, or its refusal says something else than it should.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "tests/services/requests/raw_call.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;

class Transport : public support::SharedServerTest {};

TEST_F(Transport, RefusesAMessageThatIsTooLarge) {
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->set_summary(std::string(10 * 1024 * 1024, 'x'));
  EXPECT_EQ(Try(&v1::Cases::Stub::CreateCase, request).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Line(Try(&v1::Cases::Stub::CreateCase, support::OpenDetention())), "OK")
      << "the connection stands";
}

TEST_F(Transport, RefusesTextThatIsNotUtf8AndBytesThatAreNoMessage) {
  const std::string method = "/arasha.v1.Cases/GetCase";
  // Field 1, two bytes long, 0xff 0xfe; then field 1, a hundred bytes long, and none follow. messages_test.cc
  // asks this of every method.
  for (const std::string bytes : {"\x0a\x02\xff\xfe", "\x0a\x64"}) {
    const RawAnswer answer = RawCall(server().As("officer"), method, bytes);
    EXPECT_EQ(Line(answer.status), "INVALID_ARGUMENT/MESSAGE_UNREADABLE");
  }
  EXPECT_EQ(Line(Try(&v1::Cases::Stub::CreateCase, support::OpenDetention())), "OK")
      << "the connection stands";
}

TEST_F(Transport, KnowsNoOtherMethod) {
  EXPECT_EQ(RawCall(server().As("officer"), "/arasha.v1.Cases/DeleteCase", "").status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

constexpr const char* kTelling[] = {"/grpc.channelz.v1.Channelz/GetServers",
                                    "/grpc.channelz.v1.Channelz/GetTopChannels",
                                    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"};

class Telling : public Transport {
 protected:
  server::Options Options() override {
    server::Options options = Transport::Options();
    options.reflection = true;
    return options;
  }
};

TEST_F(Telling, OfMethodsAndConnectionsIsOnWhereItWasAskedFor) {
  for (const char* method : kTelling)
    EXPECT_TRUE(RawCall(server().As("officer"), method, "").status.ok()) << method;
}

TEST_F(Transport, TellsNobodyOfItsMethodsAndConnections) {
  for (const char* method : kTelling) {
    EXPECT_EQ(RawCall(server().As("officer"), method, "").status.error_code(),
              grpc::StatusCode::UNIMPLEMENTED)
        << method;
  }
}

TEST_F(Transport, PassesOverFieldsItDoesNotKnow) {
  v1::GetCaseRequest request = support::Get(Open().name());
  // Field 1000, a varint: a newer client's.
  const RawAnswer answer = RawCall(server().As("officer"), "/arasha.v1.Cases/GetCase",
                                   request.SerializeAsString() + "\xc0\x3e\x01");
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
}

}  // namespace
}  // namespace arasha
