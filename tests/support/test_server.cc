#include "tests/support/test_server.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "services/process/operator_log.h"
#include "services/server/tls.h"
#include "tests/support/log/logged_rows.h"
#include "tests/support/samples.h"

namespace arasha::support {
namespace {

std::string Certificates() {
  const Environment* environment = FindEnvironment();
  return environment == nullptr ? "" : environment->dir + "/certs";
}

}  // namespace

KeyPair PairOf(const std::string& role) {
  static const std::map<std::string, std::string> folders = {
      {"officer", "staff-a.omarova"},     {"head", "staff-b.suleimenov"},    {"officer-waw", "staff-d.kim"},
      {"supervisor", "staff-s.akhmetov"}, {"auditor", "staff-g.tulegenova"}, {"admin", "staff-n.ibraev"},
      {"partner", "partner-iom-registry"}};
  const std::string folder = Certificates() + "/" + folders.at(role);
  return {folder + "/cert.pem", folder + "/key.pem"};
}

void MakeCertificate(const std::string& arguments) {
  const std::string command = ARASHA_SOURCE_DIR "/deploy/certs " + arguments + " >/dev/null";
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_FALSE(text.str().empty()) << path;
  return text.str();
}

server::Options DefaultOptions(const TestDatabase& database) {
  server::Options options;
  options.listen = "127.0.0.1:0";
  options.trust_domain = "arasha.example";
  options.workers = 4;
  options.drain = absl::Seconds(5);
  options.certificate = Certificates() + "/server/cert.pem";
  options.key = Certificates() + "/server/key.pem";
  options.client_ca = Certificates() + "/ca.pem";
  options.certificate_reload = absl::Seconds(1);
  options.server_database = database.server_conninfo();
  options.key_directory = TestKeys::Folder();
  options.key_current = "kek-1";
  options.log_level = "error";
  return options;
}

std::unique_ptr<TestServer> TestServer::Start(const server::Options& options,
                                              const server::MakeService& besides) {
  server::RestrictTls();
  EXPECT_TRUE(server::OpenLog(options.log_level));
  auto server = server::Server::Start(options, besides);
  if (!server.ok()) {
    ADD_FAILURE() << "the server does not start: " << server::DetailOf(server.status());
    return nullptr;
  }
  return std::unique_ptr<TestServer>(new TestServer(*std::move(server)));
}

std::shared_ptr<grpc::Channel> TestServer::Connect(const KeyPair& pair) const {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = ReadFile(Certificates() + "/ca.pem");
  if (!pair.certificate.empty()) {
    options.pem_cert_chain = ReadFile(pair.certificate);
    options.pem_private_key = ReadFile(pair.key);
  }
  grpc::ChannelArguments arguments;
  // Its own socket, even if another channel goes to the same place with the same credentials.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel(server_->address(), grpc::SslCredentials(options), arguments);
}

std::shared_ptr<grpc::Channel> TestServer::As(const std::string& role) {
  std::shared_ptr<grpc::Channel>& channel = channels_[role];
  if (!channel) channel = Connect(PairOf(role));
  return channel;
}

v1::Cases::Stub& TestServer::Cases(const std::string& role) {
  std::unique_ptr<v1::Cases::Stub>& stub = cases_[role];
  if (!stub) stub = v1::Cases::NewStub(As(role));
  return *stub;
}

void ServerTest::SetUp() {
  DatabaseTest::SetUp();
  if (HasFatalFailure()) return;
  server_ = TestServer::Start(Options(), Besides());
  ASSERT_NE(server_, nullptr);
}

void ServerTest::TearDown() {
  if (server_ == nullptr) return;
  server_.reset();
  if (!rows_are_damaged_) ExpectLogged(database().owner(), ReadToldLog(database().owner()));
}

void ServerTest::RowsAreDamaged(const char* why) {
  rows_are_damaged_ = true;
  RecordProperty("rows_are_damaged", why);
}

ServerTest::System ServerTest::Leave() { return {std::move(store()), std::move(server_)}; }

void ServerTest::Enter(System system) {
  store() = std::move(system.store);
  server_ = std::move(system.server);
}

void SharedServerTest::SetUp() {
  if (kept_.has_value()) {
    Enter(*std::exchange(kept_, std::nullopt));
    return;
  }
  ServerTest::SetUp();
  fresh_ = true;
}

void SharedServerTest::TearDown() {
  // What it was set up with may be half there.
  if (rows_are_damaged() || HasFatalFailure()) return ServerTest::TearDown();
  ExpectLogged(database().owner(), ReadToldLog(database().owner()));
  kept_ = Leave();
}

void SharedServerTest::StartAfresh() {
  if (fresh_) return;
  Leave();
  ServerTest::SetUp();
  fresh_ = true;
}

v1::Case ServerTest::Open(const std::string& mission) {
  return Do(&v1::Cases::Stub::CreateCase, OpenDetention(mission),
            mission == "IST" ? "officer" : "officer-waw");
}

void ServerTest::Close(const std::string& case_name) {
  for (const char* event : {"register", "resolve"}) {
    Do(&v1::Cases::Stub::TransitionCase, Transition(case_name, event, "done"), "head");
  }
  const v1::Case proposed = Do(&v1::Cases::Stub::TransitionCase, Transition(case_name, "close", "done"));
  Do(&v1::Cases::Stub::ApproveTransition, Approve(proposed), "head");
}

}  // namespace arasha::support
