#include "services/server/listener.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "services/process/operator_log.h"

namespace arasha::server {
namespace {

// Kept for connections to the database, the journal and other files.
constexpr rlim_t kDescriptorsKept = 128;
// After an accept() that failed for want of something.
constexpr absl::Duration kRest = absl::Milliseconds(100);
// Whoever floods the door must not flood the log.
constexpr absl::Duration kTellEvery = absl::Seconds(1);

// The descriptors of a process are numbered from below, so the number tells how many there are.
bool TooMany(int descriptor) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<rlim_t>(descriptor) + kDescriptorsKept >= limit.rlim_cur;
}

// A listening socket; -1 and errno.
int Listen(const addrinfo& address) {
  const int descriptor = socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -1;
  constexpr int kOn = 1;
  constexpr int kOff = 0;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &kOn, sizeof(kOn));
  // Those that are accepted take it over: an answer is one small segment that should not wait for another.
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof(kOn));
  if (address.ai_family == AF_INET6) {
    setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &kOff, sizeof(kOff));
  }
  if (bind(descriptor, address.ai_addr, address.ai_addrlen) != 0 || listen(descriptor, SOMAXCONN) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}

// Where sockaddr_in and sockaddr_in6 have it alike.
in_port_t& PortOf(sockaddr* address) { return reinterpret_cast<sockaddr_in*>(address)->sin_port; }

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Open(const std::string& address) {
  const size_t colon = address.rfind(':');
  int port = -1;
  if (colon == std::string::npos || !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 ||
      port > 65535) {
    return absl::InvalidArgumentError("want host:port");
  }
  absl::string_view host = absl::string_view(address).substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int error = getaddrinfo(std::string(host).c_str(), address.c_str() + colon + 1, &wanted, &found);
      error != 0) {
    return absl::InvalidArgumentError(gai_strerror(error));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> addresses(found, freeaddrinfo);

  std::unique_ptr<Listener> listener(new Listener());
  listener->stop_ = eventfd(0, EFD_CLOEXEC);
  std::string why = "no address";
  sockaddr_storage bound{};
  for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
    // All on the port that the first was given.
    if (!listener->listening_.empty()) PortOf(each->ai_addr) = PortOf(reinterpret_cast<sockaddr*>(&bound));
    const int descriptor = Listen(*each);
    if (descriptor < 0) {
      why = std::strerror(errno);
      continue;
    }
    listener->listening_.push_back(descriptor);
    socklen_t size = sizeof(bound);
    getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
  }
  if (listener->listening_.empty()) return absl::InvalidArgumentError(why);
  listener->address_ =
      absl::StrCat(address.substr(0, colon), ":", ntohs(PortOf(reinterpret_cast<sockaddr*>(&bound))));
  return listener;
}

Listener::~Listener() {
  Stop();
  if (stop_ >= 0) close(stop_);
}

void Listener::Serve(std::unique_ptr<Acceptor> acceptor) {
  acceptor_ = std::move(acceptor);
  thread_ = std::thread([this] { Run(); });
}

void Listener::Stop() {
  if (thread_.joinable()) {
    eventfd_write(stop_, 1);
    thread_.join();
  }
  for (const int descriptor : listening_) close(descriptor);
  listening_.clear();
}

void Listener::Run() {
  std::vector<pollfd> waiting = {{stop_, POLLIN, 0}};
  for (const int descriptor : listening_) waiting.push_back({descriptor, POLLIN, 0});
  while (true) {
    poll(waiting.data(), waiting.size(), -1);
    if (waiting[0].revents != 0) return;
    for (size_t i = 1; i < waiting.size(); ++i) {
      if (waiting[i].revents != 0) Accept(waiting[i].fd);
    }
  }
}

void Listener::Accept(int listening) {
  const int descriptor = accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor < 0) {
    // Somebody who went away meanwhile is no news.
    if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED) return;
    Tell(std::strerror(errno));
    absl::SleepFor(kRest);
    return;
  }
  if (TooMany(descriptor)) {
    close(descriptor);
    Tell("there are too many; see LimitNOFILE");
    return;
  }
  Acceptor::NewConnectionParameters connection;
  connection.listener_fd = listening;
  connection.fd = descriptor;
  acceptor_->HandleNewConnection(&connection);
}

void Listener::Tell(const std::string& why) {
  if (absl::Now() < told_ + kTellEvery) return;
  told_ = absl::Now();
  Log(LogLevel::kWarning, "connection_not_taken", {{"why", why}});
}

}  // namespace arasha::server
