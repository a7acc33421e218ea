#ifndef ARASHA_TESTS_SUPPORT_TLS_CONNECTION_H_
#define ARASHA_TESTS_SUPPORT_TLS_CONNECTION_H_

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/support/test_server.h"

namespace arasha::support {

// A TCP connection to a server on loopback, "127.0.0.1:PORT".
class TcpConnection {
 public:
  explicit TcpConnection(const std::string& address);
  ~TcpConnection();
  TcpConnection(const TcpConnection&) = delete;
  TcpConnection& operator=(const TcpConnection&) = delete;

  int descriptor() const { return descriptor_; }
  // False if the server closed.
  bool Send(absl::string_view bytes) const;
  // The first bytes that come within the limit; empty if none do, or the server closed.
  std::string Receive(absl::Duration limit) const;
  // Whether the server closes within the limit. What it sends before is dropped.
  bool Closes(absl::Duration limit) const;

 private:
  const int descriptor_;
};

// What a client offers in its handshake. Empty: what OpenSSL offers by itself.
struct TlsOffer {
  KeyPair pair;  // empty: no certificate
  int least = TLS1_VERSION;
  int most = TLS1_3_VERSION;
  std::string ciphers = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";  // of TLS 1.2 and older
  std::string suites;                                       // of TLS 1.3
  std::string groups;
  std::string signatures;
  std::string protocol = "h2";  // by ALPN; empty: none
  std::shared_ptr<SSL_SESSION> session;
};

// A TLS connection as OpenSSL makes it, for what a gRPC client would never say. It does not check the server.
class TlsConnection {
 public:
  TlsConnection(const std::string& address, const TlsOffer& offer);
  // Says goodbye: OpenSSL resumes no session whose connection broke.
  ~TlsConnection();
  TlsConnection(const TlsConnection&) = delete;
  TlsConnection& operator=(const TlsConnection&) = delete;

  // Whether the server let us in, which its first frame of HTTP/2 tells: in TLS 1.3 a client is done with the
  // handshake before the server has seen the client's certificate.
  bool taken_in() const { return taken_in_; }
  SSL* ssl() const { return ssl_.get(); }
  const TcpConnection& tcp() const { return tcp_; }
  // The session to resume by, ticket and all.
  std::shared_ptr<SSL_SESSION> Session() const;

  bool Send(absl::string_view bytes);
  // What comes within the limit, all of it; `closed()` tells whether the server closed meanwhile.
  std::string Receive(absl::Duration limit);
  bool closed() const { return closed_; }

 private:
  const TcpConnection tcp_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  std::string received_;
  bool taken_in_ = false;
  bool closed_ = false;
};

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_TLS_CONNECTION_H_
