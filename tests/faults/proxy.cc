#include "tests/faults/proxy.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <vector>

namespace arasha::faults {
namespace {

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

struct Link {
  int client = -1;
  int target = -1;
  bool cut_at_answer = false;
};

void SendAtOnce(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

// The next bytes, or none at the end of the stream.
size_t Receive(int fd, std::array<char, 65536>& buffer) {
  const ssize_t got = recv(fd, buffer.data(), buffer.size(), 0);
  return got > 0 ? static_cast<size_t>(got) : 0;
}

bool Forward(int fd, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<size_t>(sent);
  }
  return true;
}

}  // namespace

Proxy::Proxy(int target_port, unsigned seed) : target_port_(target_port), random_(seed) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      listen(listener_, 128) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

Proxy::~Proxy() {
  stopping_ = true;
  thread_.join();
  close(listener_);
}

void Proxy::Serve() {
  std::vector<Link> links;
  std::array<char, 65536> buffer;
  const auto end = [&](Link& link) {
    close(link.client);
    close(link.target);
    link.client = -1;
  };
  while (!stopping_) {
    std::vector<pollfd> polled = {{listener_, POLLIN, 0}};
    for (const Link& link : links) {
      polled.push_back({link.client, POLLIN, 0});
      polled.push_back({link.target, POLLIN, 0});
    }
    if (poll(polled.data(), polled.size(), 50) <= 0) continue;
    for (size_t i = 0; i < links.size(); ++i) {
      Link& link = links[i];
      if (polled[1 + 2 * i].revents != 0) {
        const size_t size = Receive(link.client, buffer);
        const bool cut = std::uniform_int_distribution(0, 999)(random_) < per_mille_;
        if (size == 0 || !Forward(link.target, buffer.data(), size)) {
          end(link);
          continue;
        }
        if (cut) {
          ++cuts_;
          link.cut_at_answer = std::uniform_int_distribution(0, 1)(random_) == 0;
          if (!link.cut_at_answer) end(link);
          continue;
        }
      }
      if (polled[2 + 2 * i].revents != 0) {
        const size_t size = Receive(link.target, buffer);
        if (size == 0 || link.cut_at_answer || !Forward(link.client, buffer.data(), size)) end(link);
      }
    }
    std::erase_if(links, [](const Link& link) { return link.client < 0; });
    if (polled[0].revents != 0) {
      Link link;
      link.client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      link.target = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      const sockaddr_in address = Loopback(target_port_);
      if (connect(link.target, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        end(link);
        continue;
      }
      SendAtOnce(link.client);
      SendAtOnce(link.target);
      links.push_back(link);
    }
  }
  for (Link& link : links) end(link);
}

}  // namespace arasha::faults
