#include "services/server/tls.h"

#include <fcntl.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_certificate_verifier.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/process/operator_log.h"

namespace arasha::server {
namespace {

// Seconds between looks of gRPC's watcher at what we published.
constexpr unsigned kWatcherSeconds = 1;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Bio BioOf(const std::string& text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  return text.str();
}

absl::Time NotAfter(const X509* certificate) {
  tm not_after{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &not_after) != 1) return absl::InfinitePast();
  return absl::FromTM(not_after, absl::UTCTimeZone());
}

// The expiry of a certificate that may be put to use with this key and CA.
absl::StatusOr<absl::Time> Check(const Options& options, const std::string& chain, const std::string& key_pem,
                                 const std::string& ca) {
  const Bio chain_bio = BioOf(chain);
  const Certificate leaf(PEM_read_bio_X509(chain_bio.get(), nullptr, nullptr, nullptr), X509_free);
  if (!leaf)
    return absl::InvalidArgumentError(absl::StrCat(options.certificate, " holds no PEM certificate"));
  const Bio key_bio = BioOf(key_pem);
  const Key key(PEM_read_bio_PrivateKey(key_bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  if (!key)
    return absl::InvalidArgumentError(absl::StrCat(options.key, " holds no PEM key without passphrase"));
  const Key leaf_key(X509_get_pubkey(leaf.get()), EVP_PKEY_free);
  if (!leaf_key || EVP_PKEY_eq(leaf_key.get(), key.get()) != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the key in ", options.key, " does not belong to the certificate in ", options.certificate));
  }
  const Bio ca_bio = BioOf(ca);
  if (!Certificate(PEM_read_bio_X509(ca_bio.get(), nullptr, nullptr, nullptr), X509_free)) {
    return absl::InvalidArgumentError(absl::StrCat(options.client_ca, " holds no PEM certificate"));
  }
  const absl::Time not_after = NotAfter(leaf.get());
  if (not_after <= absl::Now()) {
    return absl::InvalidArgumentError(absl::StrCat("the certificate in ", options.certificate, " expired on ",
                                                   absl::FormatTime(not_after, absl::UTCTimeZone())));
  }
  return not_after;
}

// A file in memory whose only name is its descriptor.
int MemoryFile(const std::string& content) {
  const int descriptor = memfd_create("arasha-tls", MFD_CLOEXEC);
  if (descriptor < 0) std::abort();
  for (size_t written = 0; written < content.size();) {
    const ssize_t n = write(descriptor, content.data() + written, content.size() - written);
    if (n <= 0) std::abort();  // Memory ran out.
    written += static_cast<size_t>(n);
  }
  return descriptor;
}

}  // namespace

void RestrictTls() {
  // Named here and nowhere else; an operator's own setting would be a way to weaken it.
  setenv("GRPC_SSL_CIPHER_SUITES", "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256", 1);
}

CertificateFiles::CertificateFiles(const Options& options, Metrics& metrics)
    : options_(options), metrics_(metrics) {}

CertificateFiles::~CertificateFiles() {
  if (thread_.joinable()) {
    stop_.Notify();
    thread_.join();
  }
  for (const int descriptor : descriptors_) {
    if (descriptor >= 0) close(descriptor);
  }
}

absl::Status CertificateFiles::Start() {
  if (absl::Status s = Load(); !s.ok()) return s;
  thread_ = std::thread([this] { Follow(); });
  return absl::OkStatus();
}

std::string CertificateFiles::PathOf(size_t index) const {
  return absl::StrCat("/proc/self/fd/", descriptors_.at(index));
}

absl::Status CertificateFiles::Load() {
  Contents contents;
  size_t next = 0;
  for (const std::string* path : {&options_.certificate, &options_.key, &options_.client_ca}) {
    auto text = ReadFile(*path);
    if (!text.ok()) return text.status();
    contents.at(next++) = *std::move(text);
  }
  if (contents == current_) return absl::OkStatus();
  const auto not_after = Check(options_, contents[0], contents[1], contents[2]);
  if (!not_after.ok()) return not_after.status();
  Publish(contents);
  metrics_.SetCertificateExpiry(*not_after);
  Log(LogLevel::kInfo, "certificate_loaded",
      {{"not_after", absl::FormatTime(absl::RFC3339_sec, *not_after, absl::UTCTimeZone())}});
  return absl::OkStatus();
}

void CertificateFiles::Publish(const Contents& contents) {
  for (size_t i = 0; i < contents.size(); ++i) {
    const int fresh = MemoryFile(contents.at(i));
    if (descriptors_.at(i) < 0) {
      descriptors_.at(i) = fresh;
    } else {
      dup3(fresh, descriptors_.at(i), O_CLOEXEC);
      close(fresh);
    }
  }
  current_ = contents;
}

void CertificateFiles::Follow() {
  bool good = true;
  while (!stop_.WaitForNotificationWithTimeout(options_.certificate_reload)) {
    const absl::Status status = Load();
    if (!status.ok() && good) {
      // The certificate in use stays; a half-done rotation is often finished by the next look.
      Log(LogLevel::kError, "certificate_not_loaded", {{"why", std::string(status.message())}});
    }
    good = status.ok();
  }
}

namespace {

// Our own word on a client's certificate, after OpenSSL found the chain in order. gRPC 1.51's CRL
// directory accepts what it has no CRL for; this refuses what it cannot judge. It is asked on resumed
// sessions too. Calls are judged once more (call.cc): connections outlive revocations.
class Verifier : public grpc::experimental::ExternalCertificateVerifier {
 public:
  Verifier(const DirectoryFeed* feed, IdentityCache* identities, Metrics* metrics)
      : feed_(feed), identities_(identities), metrics_(metrics) {}

  bool Verify(grpc::experimental::TlsCustomVerificationCheckRequest* request,
              std::function<void(grpc::Status)> /*callback*/, grpc::Status* sync_status) override {
    const std::string refusal = Judge(request);
    if (!refusal.empty()) {
      *sync_status = grpc::Status(grpc::StatusCode::UNAUTHENTICATED, refusal);
      metrics_->HandshakeRefused(refusal);
      Log(LogLevel::kWarning, "handshake_refused", {{"why", refusal}});
    }
    return true;
  }

  void Cancel(grpc::experimental::TlsCustomVerificationCheckRequest* /*request*/) override {}

 private:
  std::string Judge(grpc::experimental::TlsCustomVerificationCheckRequest* request) {
    const auto identity =
        identities_->Read(std::string(request->peer_cert().data(), request->peer_cert().size()));
    if (!identity.ok()) return "unknown_identity";
    // OpenSSL does not look again at the certificate of a session that is resumed.
    if ((*identity)->not_after <= absl::Now()) return "expired";
    const auto directory = feed_->Current();
    if (!directory) return "directory_stale";
    if (directory->IsRevoked((*identity)->fingerprint)) return "revoked";
    return "";
  }

  const DirectoryFeed* const feed_;
  IdentityCache* const identities_;
  Metrics* const metrics_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> MakeServerCredentials(const CertificateFiles& files,
                                                               const DirectoryFeed& feed,
                                                               IdentityCache& identities, Metrics& metrics) {
  namespace ge = grpc::experimental;
  auto provider = std::make_shared<ge::FileWatcherCertificateProvider>(
      files.key_path(), files.certificate_path(), files.client_ca_path(), kWatcherSeconds);
  ge::TlsServerCredentialsOptions options(provider);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.set_certificate_verifier(
      ge::ExternalCertificateVerifier::Create<Verifier>(&feed, &identities, &metrics));
  options.set_check_call_host(false);
  return ge::TlsServerCredentials(options);
}

}  // namespace arasha::server
