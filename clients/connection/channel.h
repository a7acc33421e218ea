#ifndef ARASHA_CLIENTS_CONNECTION_CHANNEL_H_
#define ARASHA_CLIENTS_CONNECTION_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/connection/settings.h"

namespace grpc {
class ChannelInterface;
}

namespace arasha::clients {

// A usage error unless the endpoint says at which port the server is: without one, gRPC takes 443 in silence.
absl::Status CheckEndpoint(const std::string& endpoint);

// A channel to the server, with mutual TLS. Connects when first used. Files that are missing, malformed
// or expired are configuration errors here.
absl::StatusOr<std::shared_ptr<grpc::ChannelInterface>> OpenChannel(const Settings& settings);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_CHANNEL_H_
