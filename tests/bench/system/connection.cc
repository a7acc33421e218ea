#include "tests/bench/system/connection.h"

#include <grpcpp/grpcpp.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace arasha::bench {
namespace {

std::string ReadFile(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  if (content.str().empty()) throw std::runtime_error(absl::StrCat(path, ": cannot be read"));
  return content.str();
}

}  // namespace

std::shared_ptr<grpc::ChannelInterface> OpenChannel(const Settings& settings) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  grpc::SslCredentialsOptions pair;
  pair.pem_root_certs = ReadFile(settings.ca);
  do {
    pair.pem_cert_chain = ReadFile(settings.certificate);
    pair.pem_private_key = ReadFile(settings.key);
    // A renewed pair is swapped in by one link, maybe between the two.
  } while (ReadFile(settings.certificate) != pair.pem_cert_chain);
  return grpc::CreateCustomChannel(settings.endpoint, grpc::SslCredentials(pair), arguments);
}

Connection::Connection(const Settings& settings, int number, absl::Duration life)
    : settings_(settings), number_(number), life_(life), log_(settings.server_log) {}

std::shared_ptr<grpc::ChannelInterface> Connection::Channel() {
  const absl::MutexLock lock(&mutex_);
  const absl::Time now = absl::Now();
  if (!channel_ || now > opened_ + life_) {
    channel_ = OpenChannel(settings_);  // Calls under way keep the old one until they end.
    opened_ = now;
    ++times_opened_;
  }
  return channel_;
}

std::string Connection::Describe() const {
  const absl::MutexLock lock(&mutex_);
  return absl::StrCat("connection ", number_, ", opened ", times_opened_, " times, last at ",
                      absl::FormatTime(absl::RFC3339_full, opened_, absl::UTCTimeZone()), ", certificate ",
                      settings_.certificate);
}

}  // namespace arasha::bench
