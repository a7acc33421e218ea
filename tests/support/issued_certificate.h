#ifndef ARASHA_TESTS_SUPPORT_ISSUED_CERTIFICATE_H_
#define ARASHA_TESTS_SUPPORT_ISSUED_CERTIFICATE_H_

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/support/test_server.h"

namespace arasha::support {

// What a certificate is to say; by default what deploy/certs gives an officer. deploy/certs makes none that
// is wrong, and a server must be shown those too.
struct CertificateOrder {
  std::string names = "URI:spiffe://arasha.example/staff/a.omarova";
  std::string usage = "digitalSignature";
  std::string extended_usage = "clientAuth";  // empty: without
  std::string key = "P-256";                  // or P-384, ED25519, RSA-1024, RSA-2048
  std::string digest = "SHA256";
  absl::Time from = absl::Now() - absl::Minutes(5);
  absl::Time until = absl::Now() + absl::Hours(1);
  bool self_signed = false;
};

// Has the callers' authority of the environment issue it; the files are in the folder, under that name.
KeyPair IssueCertificate(const std::string& folder, const std::string& name, const CertificateOrder& order);

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_ISSUED_CERTIFICATE_H_
