#include "clients/connection/certificate.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <ctime>
#include <memory>

#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/text/times.h"

namespace arasha::clients {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

std::unique_ptr<BIO, Free> Source(const std::string& pem) {
  return std::unique_ptr<BIO, Free>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

// No prompt: a program that a script runs must not wait for a passphrase.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Time TimeOf(const ASN1_TIME* asn1) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(asn1, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<std::string> ReadPem(absl::string_view what, const std::string& path) {
  absl::StatusOr<std::string> content = ReadFile(path);
  if (content.ok()) return content;
  return ConfigurationError(
      "config.unreadable",
      {{"what", std::string(what)}, {"path", path}, {"error", std::string(content.status().message())}});
}

absl::Status CheckCertificate(const std::string& certificate, const std::string& path, const std::string& key,
                              const std::string& key_path, absl::Time now) {
  const std::unique_ptr<X509, Free> parsed(
      PEM_read_bio_X509(Source(certificate).get(), nullptr, NoPassphrase, nullptr));
  if (!parsed) return ConfigurationError("config.certificate_malformed", {{"path", path}});
  const absl::Time not_before = TimeOf(X509_get0_notBefore(parsed.get()));
  const absl::Time not_after = TimeOf(X509_get0_notAfter(parsed.get()));
  // In UTC: without a certificate no server says which zone is the mission's.
  const auto shown = [](absl::Time time) { return LocalText(time, absl::UTCTimeZone()); };
  if (now > not_after) {
    return ConfigurationError("config.certificate_expired", {{"path", path}, {"time", shown(not_after)}});
  }
  if (now < not_before) {
    return ConfigurationError("config.certificate_early", {{"path", path}, {"time", shown(not_before)}});
  }
  if (key.empty()) return absl::OkStatus();
  const std::unique_ptr<EVP_PKEY, Free> parsed_key(
      PEM_read_bio_PrivateKey(Source(key).get(), nullptr, NoPassphrase, nullptr));
  if (!parsed_key) return ConfigurationError("config.key_malformed", {{"path", key_path}});
  if (X509_check_private_key(parsed.get(), parsed_key.get()) != 1) {
    return ConfigurationError("config.key_mismatch", {{"path", path}, {"key", key_path}});
  }
  return absl::OkStatus();
}

namespace {

absl::StatusOr<std::unique_ptr<X509, Free>> ReadCertificate(const std::string& path) {
  const absl::StatusOr<std::string> pem = ReadPem("file.certificate", path);
  if (!pem.ok()) return pem.status();
  std::unique_ptr<X509, Free> parsed(PEM_read_bio_X509(Source(*pem).get(), nullptr, NoPassphrase, nullptr));
  if (!parsed) return ConfigurationError("config.certificate_malformed", {{"path", path}});
  return parsed;
}

}  // namespace

absl::StatusOr<absl::Time> ReadExpiry(const std::string& path) {
  const auto certificate = ReadCertificate(path);
  if (!certificate.ok()) return certificate.status();
  return TimeOf(X509_get0_notAfter(certificate->get()));
}

absl::StatusOr<std::string> ReadFingerprint(const std::string& path) {
  const auto certificate = ReadCertificate(path);
  if (!certificate.ok()) return certificate.status();
  std::string fingerprint(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  X509_digest(certificate->get(), EVP_sha256(), reinterpret_cast<unsigned char*>(fingerprint.data()),
              &length);
  fingerprint.resize(length);
  return fingerprint;
}

bool OthersMayRead(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

}  // namespace arasha::clients
