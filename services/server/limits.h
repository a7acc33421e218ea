#ifndef ARASHA_SERVICES_SERVER_LIMITS_H_
#define ARASHA_SERVICES_SERVER_LIMITS_H_

#include <grpcpp/server_builder.h>

#include "services/process/options.h"

namespace arasha::server {

// Limits what one peer can cost us, and what all can together.
void ApplyLimits(grpc::ServerBuilder& builder, const Options& options);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_LIMITS_H_
