#ifndef ARASHA_TESTS_CLIENTS_COMMANDS_EXPECT_REQUEST_H_
#define ARASHA_TESTS_CLIENTS_COMMANDS_EXPECT_REQUEST_H_

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/fake_server.h"

namespace arasha::clients {

// The request_id of every command line that ExpectRequest runs.
inline constexpr const char* kId = "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10";

// Runs a command line, which must make this one call with this request, in text form.
template <typename Request>
void ExpectRequest(const std::string& method, std::vector<std::string> arguments, const std::string& text) {
  FakeServer server;
  arguments.insert(arguments.end(), {"--request-id", kId, "--output", "json"});
  const Ran ran = Arasha(server).Run(arguments);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  Request want;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &want));
  const Request got = server.Last<Request>(method);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(got, want)) << got.DebugString();
  EXPECT_THAT(server.calls(), testing::ElementsAre(method));
}

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_COMMANDS_EXPECT_REQUEST_H_
