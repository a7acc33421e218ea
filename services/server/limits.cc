#include "services/server/limits.h"

#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>

namespace arasha::server {
namespace {

// A call is small and short, so all of these are generous for honest
// clients; security figures behind them are in services/README.md.
constexpr int kMaxStreamsPerConnection = 128;
constexpr int kMaxMetadataBytes = 16 * 1024;
constexpr int kHandshakeMs = 5000;
constexpr int kConnectionIdleMs = 15 * 60 * 1000;
constexpr int kConnectionAgeMs = 10 * 60 * 1000;
constexpr int kConnectionAgeGraceMs = 65 * 1000;  // more than kMaxCallTime
constexpr int kKeepaliveMs = 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 20 * 1000;
constexpr int kMinPingIntervalMs = 20 * 1000;
constexpr size_t kMemoryBytes = 256UL * 1024 * 1024;
constexpr int kMaxGrpcThreads = 64;

}  // namespace

void ApplyLimits(grpc::ServerBuilder& builder, const Options& options) {
  builder.SetMaxReceiveMessageSize(options.max_message_bytes);
  // gRPC unpacks a message before it looks at the size: 4 MiB of gzip would be 4 GiB. No client of ours
  // packs.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kConnectionIdleMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kConnectionAgeMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kConnectionAgeGraceMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinPingIntervalMs);
  // Not GRPC_ARG_TSI_MAX_FRAME_SIZE: gRPC 1.51 sends what it never wrote, memory of ours in clear, where an
  // answer just fills records of less than 8 KiB (deploy/SECURITY.md). Its default is the largest there is.
  grpc::ResourceQuota quota("arashad");
  quota.Resize(kMemoryBytes).SetMaxThreads(kMaxGrpcThreads);
  builder.SetResourceQuota(quota);
}

}  // namespace arasha::server
