#include "tests/support/tls_connection.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "absl/time/clock.h"

namespace arasha::support {
namespace {

// Longer than the server's own patience with a handshake.
constexpr absl::Duration kPatience = absl::Seconds(10);

// Whether something is to be read, the end included.
bool Readable(int descriptor, absl::Duration limit) {
  pollfd wanted{descriptor, POLLIN, 0};
  return poll(&wanted, 1, static_cast<int>(absl::ToInt64Milliseconds(limit))) == 1;
}

}  // namespace

TcpConnection::TcpConnection(const std::string& address) : descriptor_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  EXPECT_EQ(connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)), 0) << address;
}

TcpConnection::~TcpConnection() { close(descriptor_); }

bool TcpConnection::Send(absl::string_view bytes) const {
  return send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

std::string TcpConnection::Receive(absl::Duration limit) const {
  std::array<char, 4096> buffer{};
  if (!Readable(descriptor_, limit)) return "";
  const ssize_t size = recv(descriptor_, buffer.data(), buffer.size(), 0);
  return {buffer.data(), size > 0 ? static_cast<size_t>(size) : 0};
}

bool TcpConnection::Closes(absl::Duration limit) const {
  const absl::Time end = absl::Now() + limit;
  while (Readable(descriptor_, std::max(end - absl::Now(), absl::ZeroDuration()))) {
    if (Receive(absl::ZeroDuration()).empty()) return true;
  }
  return false;
}

TlsConnection::TlsConnection(const std::string& address, const TlsOffer& offer)
    : tcp_(address), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free) {
  // OpenSSL writes by write(), to which a server that closed answers with a signal.
  std::signal(SIGPIPE, SIG_IGN);
  SSL_CTX* context = context_.get();
  SSL_CTX_set_min_proto_version(context, offer.least);
  SSL_CTX_set_max_proto_version(context, offer.most);
  EXPECT_EQ(SSL_CTX_set_cipher_list(context, offer.ciphers.c_str()), 1) << offer.ciphers;
  if (!offer.suites.empty()) {
    EXPECT_EQ(SSL_CTX_set_ciphersuites(context, offer.suites.c_str()), 1) << offer.suites;
  }
  if (!offer.groups.empty()) {
    EXPECT_EQ(SSL_CTX_set1_groups_list(context, offer.groups.c_str()), 1) << offer.groups;
  }
  if (!offer.signatures.empty()) {
    EXPECT_EQ(SSL_CTX_set1_sigalgs_list(context, offer.signatures.c_str()), 1) << offer.signatures;
  }
  if (!offer.pair.certificate.empty()) {
    EXPECT_EQ(SSL_CTX_use_certificate_chain_file(context, offer.pair.certificate.c_str()), 1)
        << offer.pair.certificate;
    EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context, offer.pair.key.c_str(), SSL_FILETYPE_PEM), 1)
        << offer.pair.key;
  }
  ssl_.reset(SSL_new(context));
  if (!offer.protocol.empty()) {
    const std::string named = static_cast<char>(offer.protocol.size()) + offer.protocol;
    SSL_set_alpn_protos(ssl(), reinterpret_cast<const unsigned char*>(named.data()),
                        static_cast<unsigned>(named.size()));
  }
  if (offer.session) SSL_set_session(ssl(), offer.session.get());
  SSL_set_fd(ssl(), tcp_.descriptor());
  if (SSL_connect(ssl()) != 1) return;
  std::array<char, 4096> buffer{};
  if (!Readable(tcp_.descriptor(), kPatience)) return;
  const int size = SSL_read(ssl(), buffer.data(), buffer.size());
  taken_in_ = size > 0;
  closed_ = size <= 0;
  if (taken_in_) received_.assign(buffer.data(), static_cast<size_t>(size));
}

TlsConnection::~TlsConnection() {
  if (SSL_is_init_finished(ssl()) == 1) SSL_shutdown(ssl());
}

std::shared_ptr<SSL_SESSION> TlsConnection::Session() const {
  return {SSL_get1_session(ssl()), SSL_SESSION_free};
}

bool TlsConnection::Send(absl::string_view bytes) {
  return SSL_write(ssl(), bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

std::string TlsConnection::Receive(absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  std::array<char, 4096> buffer{};
  while (!closed_ && (SSL_pending(ssl()) > 0 ||
                      Readable(tcp_.descriptor(), std::max(end - absl::Now(), absl::ZeroDuration())))) {
    const int size = SSL_read(ssl(), buffer.data(), buffer.size());
    closed_ = size <= 0;
    if (!closed_) received_.append(buffer.data(), static_cast<size_t>(size));
  }
  return std::exchange(received_, {});
}

}  // namespace arasha::support
