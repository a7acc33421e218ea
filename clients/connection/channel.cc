#include "clients/connection/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "clients/connection/certificate.h"
#include "clients/connection/private_key.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

// 500 cases with the longest of summaries.
constexpr int kMaxAnswerBytes = 64 << 20;

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  arguments.SetUserAgentPrefix("arasha/" ARASHA_VERSION);
  // Retries are ours (api.h), and no service publishes its configuration in the DNS.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  // A link that died without a word, as satellite links do, is noticed within a minute.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  // A server that restarts is found again soon: someone is waiting.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  return arguments;
}

}  // namespace

absl::Status CheckEndpoint(const std::string& endpoint) {
  const size_t colon = endpoint.rfind(':');
  const absl::string_view host = absl::string_view(endpoint).substr(0, colon);
  int port = 0;
  // An address of IPv6 has colons of its own, and stands in brackets before a port.
  const bool says = colon != std::string::npos && !host.empty() && host.front() != ':' &&
                    absl::SimpleAtoi(endpoint.substr(colon + 1), &port) && port > 0 && port <= 65535 &&
                    (host.back() == ']' || !absl::StrContains(host, "::"));
  return says ? absl::OkStatus() : UsageError("usage.endpoint_port", {{"endpoint", endpoint}});
}

absl::StatusOr<std::shared_ptr<grpc::ChannelInterface>> OpenChannel(const Settings& settings) {
  if (settings.endpoint.empty()) return UsageError("usage.no_endpoint");
  if (absl::Status s = CheckEndpoint(settings.endpoint); !s.ok()) return s;
  if (settings.ca.empty()) return UsageError("usage.no_ca");
  if (settings.certificate.empty()) return UsageError("usage.no_certificate");
  if (settings.key.empty()) return UsageError("usage.no_key");

  absl::StatusOr<std::string> ca = ReadPem("file.ca", settings.ca);
  if (!ca.ok()) return ca.status();
  absl::StatusOr<std::string> certificate = ReadPem("file.certificate", settings.certificate);
  if (!certificate.ok()) return certificate.status();
  absl::StatusOr<std::string> key = ReadPrivateKey(settings.key, settings.ask_secret);
  if (!key.ok()) return key.status();
  const absl::Status usable = CheckCertificate(
      *certificate, settings.certificate, IsInToken(settings.key) ? "" : *key, settings.key, absl::Now());
  if (!usable.ok()) return usable;

  const auto credentials = grpc::SslCredentials({*std::move(ca), *std::move(key), *std::move(certificate)});
  return grpc::CreateCustomChannel(settings.endpoint, credentials, Arguments());
}

}  // namespace arasha::clients
