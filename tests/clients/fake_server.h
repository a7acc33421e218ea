#ifndef ARASHA_TESTS_CLIENTS_FAKE_SERVER_H_
#define ARASHA_TESTS_CLIENTS_FAKE_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "absl/time/time.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/cases.pb.h"
#include "clients/client.h"
#include "google/rpc/status.pb.h"

namespace arasha::clients {

// A server of the API on a port of the loopback, which records what it is asked and answers what it was told
// to. It decides nothing: the real server has its own tests.
class FakeServer {
 public:
  // Listens on the port; on a free one if it is 0.
  explicit FakeServer(int port = 0);
  ~FakeServer();

  // Answer of every call to a method (`CreateCase`); an empty message where none is set.
  void Answer(const std::string& method, const google::protobuf::Message& answer);
  // Lets every call to a method be answered out of its request.
  template <typename Request, typename Answer>
  void Make(const std::string& method, std::function<Answer(const Request&)> maker) {
    SetMaker(method, [maker = std::move(maker)](const google::protobuf::Message& request,
                                                google::protobuf::Message& answer) {
      answer.CopyFrom(maker(dynamic_cast<const Request&>(request)));
    });
  }
  // Refuses the next call to a method; refusals of one method queue up.
  void Refuse(const std::string& method, const google::rpc::Status& status);

  // Refuses every call after the first so many.
  void RefuseAfter(int calls, const google::rpc::Status& status);

  // Methods called, in order.
  const std::vector<std::string>& calls() const;
  // The last request to a method; fails the test if there was none.
  template <typename Request>
  Request Last(const std::string& method) const {
    Request request;
    EXPECT_TRUE(request.ParseFromString(LastBytes(method))) << "no call of " << method;
    return request;
  }

  int port() const;
  // A new channel to the server.
  std::shared_ptr<grpc::ChannelInterface> Channel() const;

 private:
  struct State;
  using Maker =
      std::function<void(const google::protobuf::Message& request, google::protobuf::Message& answer)>;
  void SetMaker(const std::string& method, Maker maker);
  std::string LastBytes(const std::string& method) const;
  std::unique_ptr<State> state_;
};

// A channel to a port of the loopback, without TLS.
std::shared_ptr<grpc::ChannelInterface> LoopbackChannel(int port);

// What one run of `arasha` left behind.
struct Ran {
  int exit_code;
  std::string out;
  std::string err;
};

// Runs command lines against a FakeServer, in Istanbul on 24 November 2026 at 14:05, in English, with
// the mission IST, without a terminal; change `variables`, `in`, `terminal` or `columns` for other
// circumstances.
class Arasha {
 public:
  explicit Arasha(FakeServer& server);

  Ran Run(const std::vector<std::string>& arguments);

  std::map<std::string, std::string> variables;
  std::string in;
  bool terminal = false;
  std::optional<int> columns;
  absl::Time now;

 private:
  FakeServer& server_;
};

// A google.rpc.Status as the server sends it, with an ErrorInfo of the domain arasha.kz.
google::rpc::Status RichStatus(int code, const std::string& message, const std::string& reason,
                               const std::map<std::string, std::string>& metadata = {});

// What is wrong with a field, as FieldProblems tell it.
struct BadField {
  std::string field;
  std::string problem;
  std::map<std::string, std::string> parameters = {};
};
// INVALID_ARGUMENT of these fields, each with what is wrong with it.
google::rpc::Status BadFields(const std::vector<std::pair<std::string, std::string>>& violations,
                              const std::vector<BadField>& problems = {});

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_FAKE_SERVER_H_
