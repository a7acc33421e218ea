#ifndef ARASHA_TESTS_SUPPORT_TEST_SERVER_H_
#define ARASHA_TESTS_SUPPORT_TEST_SERVER_H_

#include <grpcpp/channel.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/cases.grpc.pb.h"
#include "services/process/options.h"
#include "services/server/server.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/test_database.h"

namespace arasha::support {

// A folder's cert.pem and key.pem.
struct KeyPair {
  std::string certificate;
  std::string key;
};

// The pair that deploy/dev made for a role: officer, head, officer-waw, supervisor, auditor, admin, partner.
KeyPair PairOf(const std::string& role);

// Runs deploy/certs with these arguments; the test fails if it does.
void MakeCertificate(const std::string& arguments);

std::string ReadFile(const std::string& path);

// What a test server runs with unless the test says otherwise: loopback, few workers, no metrics.
server::Options DefaultOptions(const TestDatabase& database);

// A server in this process, over mutual TLS on loopback, and stubs of those who call it.
class TestServer {
 public:
  // nullptr, and a failure, if it does not start.
  static std::unique_ptr<TestServer> Start(const server::Options& options,
                                           const server::MakeService& besides = nullptr);

  const std::string& address() const { return server_->address(); }
  server::Server& server() { return *server_; }

  // A connection of its own that presents this pair and trusts the CA that deploy/dev made.
  std::shared_ptr<grpc::Channel> Connect(const KeyPair& pair) const;
  // The role's connection, made on first use.
  std::shared_ptr<grpc::Channel> As(const std::string& role);
  v1::Cases::Stub& Cases(const std::string& role);

 private:
  explicit TestServer(std::unique_ptr<server::Server> server) : server_(std::move(server)) {}

  std::unique_ptr<server::Server> server_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::map<std::string, std::unique_ptr<v1::Cases::Stub>> cases_;
};

// A fixture whose every test has a server with a database of its own.
class ServerTest : public DatabaseTest {
 protected:
  void SetUp() override;
  // Stops before the database goes, in which every row must then be what the log says of it.
  void TearDown() override;
  // Says of a test that it changes rows or leaves behind the server, and why; they are not compared.
  void RowsAreDamaged(const char* why);
  bool rows_are_damaged() const { return rows_are_damaged_; }

  // What a test runs on. The server goes first.
  struct System {
    Store store;
    std::unique_ptr<TestServer> server;
  };
  // Takes it from this test, or gives it one.
  System Leave();
  void Enter(System system);

  // What the server runs with; a fixture may change it.
  virtual server::Options Options() { return DefaultOptions(database()); }
  // What it serves beside the API.
  virtual server::MakeService Besides() { return nullptr; }

  TestServer& server() { return *server_; }
  v1::Cases::Stub& Cases(const std::string& role = "officer") { return server_->Cases(role); }

  // One call of any service, as a role, with ten seconds to answer.
  template <typename Stub, typename Request, typename Response>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);
  template <typename Stub, typename Request, typename Response>
  grpc::Status Call(Method<Stub, Request, Response> method, const Request& request, Response* response,
                    const std::string& role = "officer") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    Stub stub(server_->As(role));
    return (stub.*method)(&context, request, response);
  }
  // The same where only the status matters.
  template <typename Stub, typename Request, typename Response>
  grpc::Status Try(Method<Stub, Request, Response> method, const Request& request,
                   const std::string& role = "officer") {
    Response response;
    return Call(method, request, &response, role);
  }
  // The same where it must succeed.
  template <typename Stub, typename Request, typename Response>
  Response Do(Method<Stub, Request, Response> method, const Request& request,
              const std::string& role = "officer") {
    Response response;
    const grpc::Status status = Call(method, request, &response, role);
    EXPECT_TRUE(status.ok()) << status.error_code() << " " << status.error_message();
    return response;
  }

  // A new detention at IST, or where told, opened by the officer there.
  v1::Case Open(const std::string& mission = "IST");
  // Leads a case to `closed`: the officer proposes the last step, the head approves it.
  void Close(const std::string& case_name);

 private:
  bool rows_are_damaged_ = false;
  std::unique_ptr<TestServer> server_;
};

// A fixture whose tests share one server with its database, each working on cases of its own. What counts
// rows, changes the directory for good or damages anything is for a ServerTest, or for a test that starts
// afresh. Tests that damage rows are best a suite's last: each leaves nothing to the next.
class SharedServerTest : public ServerTest {
 protected:
  static void TearDownTestSuite() { kept_.reset(); }
  void SetUp() override;
  // Leaves the server to the suite's next test, unless its rows are damaged. They are compared even so.
  void TearDown() override;

  // First in a test that would see what others left, for instance because it counts: a server and a database
  // that no other test has used.
  void StartAfresh();

 private:
  static inline std::optional<System> kept_;
  bool fresh_ = false;
};

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_TEST_SERVER_H_
