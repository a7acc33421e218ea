// What could go wrong: the server listens where it was not told to, or says that it listens where another
// does.
#include "services/server/listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/tls_connection.h"

namespace arasha::server {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Listener, TellsThePortThatItWasGiven) {
  for (const std::string host : {"127.0.0.1", "0.0.0.0", "[::]", "localhost"}) {
    const auto listener = Listener::Open(host + ":0");
    ASSERT_TRUE(listener.ok()) << host << ": " << listener.status();
    EXPECT_THAT((*listener)->address(), StartsWith(host + ":"));
    // Over IPv4, which all of these stand for.
    EXPECT_TRUE(support::TcpConnection((*listener)->address()).Send("x")) << host;
  }
}

TEST(Listener, DoesNotTakeAnAddressThatIsTakenOrNone) {
  const auto first = Listener::Open("127.0.0.1:0");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(Listener::Open((*first)->address()).status().message(), HasSubstr("in use"));
  for (const char* address : {"", "7443", "127.0.0.1", "127.0.0.1:", "127.0.0.1:https", "127.0.0.1:70000",
                              "203.0.113.1:0", "no.such.host.invalid:7443"}) {
    EXPECT_EQ(Listener::Open(address).status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

}  // namespace
}  // namespace arasha::server
