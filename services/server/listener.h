#ifndef ARASHA_SERVICES_SERVER_LISTENER_H_
#define ARASHA_SERVICES_SERVER_LISTENER_H_

#include <grpcpp/server_builder.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace arasha::server {

// Takes connections and hands them to a gRPC server. gRPC 1.51 can do so itself, but stops for ever at the
// first accept() that finds no descriptor left (CVE-2023-4785), which takes no certificate; and its
// connections would use up the descriptors that the database and the journal need.
class Listener {
 public:
  // Listens on all that host:port stands for; [::] is every address of both kinds. INVALID_ARGUMENT if there
  // is none that can be bound.
  static absl::StatusOr<std::unique_ptr<Listener>> Open(const std::string& address);
  // Stops.
  ~Listener();

  // host:port bound; the port is the real one when 0 was asked for.
  const std::string& address() const { return address_; }

  using Acceptor = grpc::experimental::ExternalConnectionAcceptor;
  // From now on; the acceptor's server must have been started.
  void Serve(std::unique_ptr<Acceptor> acceptor);
  // Takes no more. Those that were handed on stay.
  void Stop();

 private:
  Listener() = default;
  void Run();
  void Accept(int listening);
  // Logs why a connection was not taken.
  void Tell(const std::string& why);

  std::string address_;
  std::vector<int> listening_;
  int stop_ = -1;  // an eventfd
  std::unique_ptr<Acceptor> acceptor_;
  absl::Time told_ = absl::InfinitePast();
  std::thread thread_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_LISTENER_H_
