#ifndef ARASHA_SERVICES_SERVER_TLS_H_
#define ARASHA_SERVICES_SERVER_TLS_H_

#include <grpcpp/security/server_credentials.h>

#include <array>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "services/directory/directory_feed.h"
#include "services/directory/identity.h"
#include "services/process/metrics.h"
#include "services/process/options.h"

namespace arasha::server {

// Restricts TLS before gRPC starts. gRPC 1.51 fixes TLS 1.2 to 1.3 and lets only the 1.2 cipher list be
// set: with an ECDSA certificate and a list that holds no ECDSA suite, no 1.2 handshake can succeed and
// 1.3 alone is left; with an RSA certificate, 1.2 means ECDHE with AES-GCM. Call first in main.
void RestrictTls();

// The server's own certificate, its key and the CA of its clients, reloaded when the files change.
//
// gRPC's file watcher swaps in whatever it finds; a key that does not fit its certificate would then
// refuse every handshake. So the files are read here, checked (the key fits, the leaf is not expired,
// the CA parses) and only then handed to the watcher, in memory: behind /proc/self/fd, where the swap is
// one dup2() and no copy of the key reaches a disk.
class CertificateFiles {
 public:
  CertificateFiles(const Options& options, Metrics& metrics);
  ~CertificateFiles();

  // Reads and checks the files for the first time, then follows them until destroyed.
  absl::Status Start();

  std::string certificate_path() const { return PathOf(0); }
  std::string key_path() const { return PathOf(1); }
  std::string client_ca_path() const { return PathOf(2); }

 private:
  using Contents = std::array<std::string, 3>;  // certificate, key, client CA

  std::string PathOf(size_t index) const;
  absl::Status Load();
  void Publish(const Contents& contents);
  void Follow();

  const Options& options_;
  Metrics& metrics_;
  Contents current_;
  std::array<int, 3> descriptors_ = {-1, -1, -1};
  absl::Notification stop_;
  std::thread thread_;
};

// Credentials that require a client certificate of our CA which names somebody and is not revoked; see
// Verify in tls.cc. `files`, `feed` and `metrics` must outlive the server.
std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const CertificateFiles& files,
                                                               const DirectoryFeed& feed,
                                                               IdentityCache& identities, Metrics& metrics);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_TLS_H_
