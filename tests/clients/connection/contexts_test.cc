// The contexts file names private keys: it must come back as it was saved, stay private, never be half
// written, and lose to flags and environment in that order.

#include "clients/connection/contexts.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "clients/connection/channel.h"
#include "clients/text/local_error.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

class ContextsTest : public testing::Test {
 protected:
  ContextsTest() {
    std::string pattern = testing::TempDir() + "/contexts.XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  ~ContextsTest() override { std::filesystem::remove_all(directory_); }

  std::string directory_;
};

TEST_F(ContextsTest, ComesBackAsSaved) {
  const std::string path = directory_ + "/new/arasha/config.toml";
  const Contexts contexts{"istanbul",
                          {{"istanbul", {"host:8443", "/ca.pem", "/me.pem", "/me.key", "IST", "Asia/Almaty"}},
                           {"a.b \"c\"", {"[::1]:1", "", "", "/Құжаттар/кілт.pem", "", ""}}}};
  ASSERT_TRUE(SaveContexts(path, contexts).ok());
  const absl::StatusOr<Contexts> loaded = LoadContexts(path);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(*loaded, contexts);
}

TEST_F(ContextsTest, IsReadableByItsOwnerOnly) {
  const std::string path = directory_ + "/arasha/config.toml";
  std::filesystem::create_directory(directory_ + "/arasha");
  std::ofstream(path) << "current = \"\"\n";
  ASSERT_EQ(chmod(path.c_str(), 0644), 0);
  ASSERT_TRUE(SaveContexts(path, {}).ok());
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  // Nothing is left of the file that was written first.
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_ + "/arasha"), {}), 1);
}

TEST_F(ContextsTest, NoFileIsNoContexts) { EXPECT_EQ(*LoadContexts(directory_ + "/none.toml"), Contexts{}); }

TEST_F(ContextsTest, SaysWhereAFileIsMalformed) {
  const std::string path = directory_ + "/bad.toml";
  std::ofstream(path) << "current = \"a\"\n[contexts.a\n";
  const absl::StatusOr<Contexts> loaded = LoadContexts(path);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(LocalErrorOf(loaded.status())->parameters["error"].substr(0, 2), "2:");
}

TEST_F(ContextsTest, FlagsOverEnvironmentOverContext) {
  FakeServer server;
  Arasha arasha(server);
  arasha.variables = {{"XDG_CONFIG_HOME", directory_}};
  ASSERT_EQ(
      arasha.Run({"context", "set", "a", "--endpoint", "context:1", "--mission", "missions/WAW"}).exit_code,
      0);
  ASSERT_EQ(arasha.Run({"context", "set", "b", "--endpoint", "other:1", "--key", "k.pem"}).exit_code, 0);

  EXPECT_NE(arasha.Run({"context", "list"}).out.find("*        a     context:1  WAW"), std::string::npos);
  EXPECT_NE(arasha.Run({"context", "show"}).out.find("  context:1\n"), std::string::npos);
  arasha.variables["ARASHA_ENDPOINT"] = "environment:1";
  EXPECT_NE(arasha.Run({"context", "show"}).out.find("  environment:1\n"), std::string::npos);
  EXPECT_NE(arasha.Run({"context", "show", "--endpoint", "flag:1"}).out.find("  flag:1\n"),
            std::string::npos);
  arasha.variables.erase("ARASHA_ENDPOINT");
  arasha.variables["ARASHA_CONTEXT"] = "b";
  EXPECT_NE(arasha.Run({"context", "show"}).out.find("  other:1\n"), std::string::npos);
  EXPECT_NE(arasha.Run({"context", "show"}).out.find(std::filesystem::current_path().string() + "/k.pem"),
            std::string::npos);
  EXPECT_NE(arasha.Run({"context", "show", "--context", "a"}).out.find("  context:1\n"), std::string::npos);
  // Keys are for programs.
  EXPECT_NE(arasha.Run({"context", "show"}).out.find("Certificate holds until"), std::string::npos);
  EXPECT_NE(arasha.Run({"context", "show", "-o", "json"}).out.find("\"cert_ends\""), std::string::npos);
  EXPECT_EQ(arasha.Run({"context", "use", "c"}).exit_code, 2);
  EXPECT_EQ(arasha.Run({"context", "set", "two words"}).exit_code, 2);
  EXPECT_EQ(arasha.Run({"context", "use", "b"}).exit_code, 0);
  EXPECT_EQ(arasha.Run({"whoami", "--context", "nowhere"}).exit_code, 2);
  EXPECT_TRUE(server.calls().empty());
}

TEST_F(ContextsTest, WhatWasSetIsSaidAndWhatIsNotThereToo) {
  FakeServer server;
  Arasha arasha(server);
  arasha.variables = {{"XDG_CONFIG_HOME", directory_}};
  const std::string there = directory_ + "/ca.pem";
  std::ofstream(there) << "certificates";
  Ran ran = arasha.Run(
      {"context", "set", "a", "--ca", there, "--cert", directory_ + "/none.pem", "--key", "pkcs11:token=me"});
  EXPECT_EQ(ran.exit_code, 0);
  const std::string none = std::filesystem::path(directory_ + "/none.pem").lexically_normal();
  EXPECT_EQ(ran.err,
            "arasha: There is no file " + none + " yet.\n" +
                "arasha: The context a is saved and is the current one; `arasha whoami` tries it.\n");
  ran = arasha.Run({"context", "set", "b", "--ca", there});
  EXPECT_NE(ran.err.find("`arasha context use b` makes it the current one"), std::string::npos) << ran.err;
}

TEST_F(ContextsTest, AnEndpointSaysWhichPort) {
  FakeServer server;
  Arasha arasha(server);
  arasha.variables = {{"XDG_CONFIG_HOME", directory_}};
  for (const char* endpoint : {"127.0.0.1:", "host", "host:", ":8443", "host:port", "host:0", "host:70000",
                               "::1", "[::1]", "[::1]:"}) {
    EXPECT_EQ(CheckEndpoint(endpoint).code(), absl::StatusCode::kInvalidArgument) << endpoint;
    const Ran ran = arasha.Run({"context", "set", "a", "--endpoint", endpoint});
    EXPECT_EQ(ran.exit_code, 2) << endpoint;
    EXPECT_NE(ran.err.find("does not say which port"), std::string::npos) << ran.err;
  }
  for (const char* endpoint : {"127.0.0.1:8443", "host:1", "[::1]:8443", "dns:///host:8443"}) {
    EXPECT_TRUE(CheckEndpoint(endpoint).ok()) << endpoint;
  }
}

TEST_F(ContextsTest, TheMissionOfTheContextIsTheDefault) {
  FakeServer server;
  Arasha arasha(server);
  arasha.variables = {{"XDG_CONFIG_HOME", directory_}};
  EXPECT_EQ(arasha.Run({"staff", "colleagues"}).exit_code, 2);
  arasha.Run({"context", "set", "a", "--mission", "WAW"});
  ASSERT_EQ(arasha.Run({"case", "list"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::ListCasesRequest>("ListCases").parent(), "missions/WAW");
  arasha.Run({"case", "list", "--mission", "-"});
  EXPECT_EQ(server.Last<v1::ListCasesRequest>("ListCases").parent(), "missions/-");
}

}  // namespace
}  // namespace arasha::clients
