#ifndef ARASHA_SERVICES_SERVER_SERVER_H_
#define ARASHA_SERVICES_SERVER_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/process/options.h"

namespace grpc {
class Service;
}

namespace arasha::server {

class Dispatcher;

// Makes a gRPC service whose calls the dispatcher serves.
using MakeService = std::function<std::unique_ptr<grpc::Service>(Dispatcher&)>;

// A running server. Serves from Start() until destroyed or drained.
class Server {
 public:
  // FAILED_PRECONDITION if the database's schema is not this program's; UNAVAILABLE if it cannot be
  // reached; INVALID_ARGUMENT for certificates that cannot be used or an address that cannot be bound.
  // `besides`: a service beside those of the API, for tests; may be empty.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options,
                                                       const MakeService& besides = nullptr);
  ~Server();

  // host:port bound; the port is the real one when `listen` asked for 0.
  const std::string& address() const;

  // Tells health watchers and clients to go elsewhere (GOAWAY), refuses new calls, waits for those under
  // way, at most `options.drain`.
  void Drain();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Serves until SIGTERM or SIGINT, then drains. Returns the process's exit code.
int Serve(const std::string& config_path);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_SERVER_H_
