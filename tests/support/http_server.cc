#include "tests/support/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace arasha::support {
namespace {

// What comes until `text` has `wanted` bytes, or the other side ends.
void ReadUntil(int connection, std::string& text, size_t wanted) {
  char buffer[4096];
  while (text.size() < wanted) {
    const ssize_t count = read(connection, buffer, sizeof buffer);
    if (count <= 0) return;
    text.append(buffer, static_cast<size_t>(count));
  }
}

}  // namespace

HttpServer::HttpServer(Handler handler)
    : handler_(std::move(handler)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), length), 0);
  EXPECT_EQ(listen(listener_, 8), 0);
  EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length), 0);
  url_ = absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port));
  thread_ = std::thread([this] { Serve(); });
}

HttpServer::~HttpServer() {
  shutdown(listener_, SHUT_RDWR);  // Which ends accept().
  thread_.join();
  close(listener_);
}

void HttpServer::Serve() {
  while (true) {
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    std::string request;
    while (request.find("\r\n\r\n") == std::string::npos) {
      const size_t before = request.size();
      ReadUntil(connection, request, before + 1);
      if (request.size() == before) break;
    }
    const size_t head_end = request.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      const std::string head = absl::AsciiStrToLower(request.substr(0, head_end));
      size_t body_size = 0;
      if (const size_t at = head.find("content-length: "); at != std::string::npos) {
        EXPECT_TRUE(absl::SimpleAtoi(head.substr(at + 16, head.find("\r\n", at + 16) - at - 16), &body_size));
      }
      ReadUntil(connection, request, head_end + 4 + body_size);
      const size_t path = request.find(' ') + 1;
      const Answer answer =
          handler_(request.substr(path, request.find(' ', path) - path), request.substr(head_end + 4));
      const std::string reply =
          absl::StrCat("HTTP/1.1 ", answer.code, " -\r\nContent-Length: ", answer.body.size(),
                       "\r\nConnection: close\r\n\r\n", answer.body);
      // MSG_NOSIGNAL: who asked may have gone.
      send(connection, reply.data(), reply.size(), MSG_NOSIGNAL);
    }
    close(connection);
  }
}

}  // namespace arasha::support
