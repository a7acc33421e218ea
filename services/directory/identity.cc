#include "services/directory/identity.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "storage/postgres/status.h"

namespace arasha::server {
namespace {

// More certificates than any day sees; a full cache is simply emptied.
constexpr size_t kMaxRemembered = 10000;

absl::Status Unknown(absl::string_view why) {
  return Refuse(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_IDENTITY_UNKNOWN, why);
}

// The only URI among the subject alternative names, or empty.
std::string OnlyUri(const X509* certificate) {
  std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::vector<std::string> uris;
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI) continue;
    uris.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.uniformResourceIdentifier)),
                      static_cast<size_t>(ASN1_STRING_length(name->d.uniformResourceIdentifier)));
  }
  return uris.size() == 1 ? uris.front() : std::string();
}

// "/staff/a.omarova" to "staff/a.omarova", "/partner/iom/registry" to "partners/iom/registry"; empty for
// anything else. What characters a name may have is the registry's business: it must be found there.
std::string PrincipalOf(absl::string_view path) {
  const std::vector<std::string> parts = absl::StrSplit(path, '/');
  if (parts.size() == 3 && parts[0].empty() && parts[1] == "staff") return absl::StrCat("staff/", parts[2]);
  if (parts.size() == 4 && parts[0].empty() && parts[1] == "partner") {
    return absl::StrCat("partners/", parts[2], "/", parts[3]);
  }
  return "";
}

}  // namespace

absl::StatusOr<Identity> ReadIdentity(absl::string_view pem, const std::string& trust_domain) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                BIO_free);
  std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  if (!certificate) return Unknown("no client certificate was presented");
  Identity identity;
  identity.spiffe_id = OnlyUri(certificate.get());
  absl::string_view path = identity.spiffe_id;
  if (!absl::ConsumePrefix(&path, absl::StrCat("spiffe://", trust_domain))) {
    return Unknown(
        absl::StrCat("the certificate must carry exactly one URI name, spiffe://", trust_domain, "/…"));
  }
  identity.principal = PrincipalOf(path);
  if (identity.principal.empty()) {
    return Unknown("the certificate's SPIFFE id names neither /staff/ID nor /partner/ORGANISATION/SYSTEM");
  }
  // OpenSSL takes a certificate that says nothing of what it is for.
  if ((X509_get_extension_flags(certificate.get()) & EXFLAG_XKUSAGE) == 0 ||
      (X509_get_extended_key_usage(certificate.get()) & XKU_SSL_CLIENT) == 0) {
    return Unknown("the certificate does not have the extended key usage clientAuth");
  }
  unsigned length = 0;
  identity.fingerprint.resize(EVP_MAX_MD_SIZE);
  X509_digest(certificate.get(), EVP_sha256(), reinterpret_cast<unsigned char*>(identity.fingerprint.data()),
              &length);
  identity.fingerprint.resize(length);
  tm not_after{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &not_after) != 1) {
    return Unknown("the certificate has no readable expiry");
  }
  identity.not_after = absl::FromTM(not_after, absl::UTCTimeZone());
  return identity;
}

absl::StatusOr<std::shared_ptr<const Identity>> IdentityCache::Read(absl::string_view pem) {
  const std::string key(pem);
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (const auto found = identities_.find(key); found != identities_.end()) return found->second;
  }
  auto identity = ReadIdentity(pem, trust_domain_);
  if (!identity.ok()) return identity.status();
  auto shared = std::make_shared<const Identity>(*std::move(identity));
  absl::MutexLock lock(&mutex_);
  if (identities_.size() >= kMaxRemembered) identities_.clear();
  identities_.emplace(key, shared);
  return shared;
}

}  // namespace arasha::server
