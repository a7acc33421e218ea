// What could go wrong: a typing mistake in the configuration is passed over in silence, or refused without
// saying where; the documented example does not load.
#include "services/process/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/test_server.h"

namespace arasha::server {
namespace {

using ::testing::HasSubstr;

constexpr char kGood[] = R"([server]
listen = "127.0.0.1:0"
trust_domain = "arasha.example"
[tls]
certificate = "c"
key = "k"
client_ca = "ca"
[database]
server = "dbname=x"
)";

class OptionsFile : public ::testing::Test {
 protected:
  // The options in this text, or the refusal; `path_` stands in messages as FILE.
  absl::StatusOr<Options> Load(const std::string& text) {
    std::ofstream(path_) << text;
    return LoadOptions(path_);
  }
  std::string Refusal(const std::string& text) {
    const auto options = Load(text);
    EXPECT_EQ(options.status().code(), absl::StatusCode::kInvalidArgument) << text;
    return absl::StrReplaceAll(options.status().message(), {{path_, "FILE"}});
  }

 private:
  support::ScratchFolder folder_;
  const std::string path_ = folder_.path() + "/arashad.toml";
};

TEST_F(OptionsFile, ExampleLoadsAndSaysTheDefaults) {
  const auto example = LoadOptions(ARASHA_SOURCE_DIR "/deploy/arashad.example.toml");
  ASSERT_TRUE(example.ok()) << example.status();
  const auto defaults = Load(kGood);
  ASSERT_TRUE(defaults.ok()) << defaults.status();
  EXPECT_EQ(example->workers, defaults->workers);
  EXPECT_EQ(example->max_queue, defaults->max_queue);
  EXPECT_EQ(example->calls_per_minute, defaults->calls_per_minute);
  EXPECT_EQ(example->streams_per_caller, defaults->streams_per_caller);
  EXPECT_EQ(example->max_message_bytes, defaults->max_message_bytes);
  EXPECT_EQ(example->drain, defaults->drain);
  EXPECT_EQ(example->reflection, defaults->reflection);
  EXPECT_EQ(example->certificate_reload, defaults->certificate_reload);
  EXPECT_EQ(example->log_level, defaults->log_level);
}

TEST_F(OptionsFile, EveryKeyIsTaken) {
  const auto options = Load(R"([server]
listen = "[::]:1"
trust_domain = "d"
workers = 3
max_queue = 4
calls_per_minute = 7
streams_per_caller = 8
max_message_bytes = 65536
drain_seconds = 5
reflection = true
[tls]
certificate = "c"
key = "k"
client_ca = "ca"
reload_seconds = 6
[database]
server = "s"
owner = "o"
[keys]
provider = "pkcs11"
directory = "d"
module = "m"
token = "t"
pin_file = "p"
current = "c"
[metrics]
listen = "m"
[log]
level = "debug"
)");
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_EQ(options->listen, "[::]:1");
  EXPECT_EQ(options->trust_domain, "d");
  EXPECT_EQ(options->workers, 3);
  EXPECT_EQ(options->max_queue, 4);
  EXPECT_EQ(options->calls_per_minute, 7);
  EXPECT_EQ(options->streams_per_caller, 8);
  EXPECT_EQ(options->max_message_bytes, 65536);
  EXPECT_EQ(options->drain, absl::Seconds(5));
  EXPECT_TRUE(options->reflection);
  EXPECT_EQ(options->certificate + options->key + options->client_ca, "ckca");
  EXPECT_EQ(options->certificate_reload, absl::Seconds(6));
  EXPECT_EQ(options->server_database + options->owner_database, "so");
  EXPECT_EQ(options->key_provider, "pkcs11");
  EXPECT_EQ(options->key_directory + options->key_module + options->key_token, "dmt");
  EXPECT_EQ(options->key_pin_file + options->key_current, "pc");
  EXPECT_EQ(options->metrics_listen, "m");
  EXPECT_EQ(options->log_level, "debug");
}

TEST_F(OptionsFile, RefusalsSayFileLineAndWhatWasExpected) {
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"[server]\nworkers = 0", "FILE:2: server.workers must be a whole number from 1 to 256"},
      {"[server]\nworkers = 257", "FILE:2: server.workers must be a whole number from 1 to 256"},
      {"[server]\nworkers = \"16\"", "FILE:2: server.workers must be a whole number"},
      {"[server]\nworkers = 1.5", "FILE:2: server.workers must be a whole number"},
      {"[server]\n\nmax_queue = 0", "FILE:3: server.max_queue must be a whole number from 1 to 100000"},
      {"[server]\nmax_message_bytes = 1", "FILE:2: server.max_message_bytes must be"},
      {"[server]\ndrain_seconds = 601", "FILE:2: server.drain_seconds must be a whole number from 1 to 600"},
      {"[server]\nreflection = 1", "FILE:2: server.reflection must be true or false"},
      {"[server]\nlisten = 7443", "FILE:2: server.listen must be a string"},
      {"[server]\nlissten = \"x\"", "FILE:2: unknown key server.lissten"},
      {"[tls]\nreload_seconds = 0", "FILE:2: tls.reload_seconds must be a whole number from 1 to 3600"},
      {"\n[sever]\nlisten = \"x\"", "FILE:2: unknown table [sever]"},
      {"workers = 1", "FILE:1: unknown table [workers]"},
      {"[server\nlisten = \"x\"", "FILE:1: "},
      {"[server]\nlisten = \"x\"\nlisten = \"y\"", "FILE:3: "}};
  for (const auto& [text, message] : expected) EXPECT_THAT(Refusal(text), HasSubstr(message)) << text;
}

TEST_F(OptionsFile, EveryRequiredKeyIsMissed) {
  for (const auto& [line, key] : std::vector<std::pair<std::string, std::string>>{
           {"listen = \"127.0.0.1:0\"\n", "server.listen"},
           {"trust_domain = \"arasha.example\"\n", "server.trust_domain"},
           {"certificate = \"c\"\n", "tls.certificate"},
           {"key = \"k\"\n", "tls.key"},
           {"client_ca = \"ca\"\n", "tls.client_ca"},
           {"server = \"dbname=x\"\n", "database.server"}}) {
    const std::string text = absl::StrReplaceAll(kGood, {{line, ""}});
    ASSERT_NE(text, kGood) << line;
    EXPECT_EQ(Refusal(text), "FILE: " + key + " is missing");
  }
}

TEST_F(OptionsFile, ThatIsNotThereIsNamed) {
  const auto options = LoadOptions("/no/such/arashad.toml");
  ASSERT_FALSE(options.ok());
  EXPECT_THAT(std::string(options.status().message()), HasSubstr("/no/such/arashad.toml"));
}

}  // namespace
}  // namespace arasha::server
